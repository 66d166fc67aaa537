"""What the generator gives: people, employers, sites and posts with all they state."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from common.contracts.jobs import Contact
from common.contracts.jobs import PostKind
from common.contracts.people import Area
from common.contracts.values import Place
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker

Facts = Literal["full", "ledger"]
PhoneOwner = Literal["本人", "配偶", "子女"]


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """A household of `size` people, of whom only some are workers on the books."""

    id: UUID
    area: str
    size: int


@dataclass(frozen=True, slots=True)
class SampleWorker:
    """An invented person. `facts` is `ledger` where only the old ledger knows them."""

    id: UUID
    name: str
    id_number: str
    certificate: str | None
    phone: str | None
    phone_owner: PhoneOwner
    facts: Facts
    stated: StatedWorker


@dataclass(frozen=True, slots=True)
class SampleEmployer:
    """An invented employer; a private household has no credit code."""

    id: UUID
    name: str
    credit_code: str | None
    kind: PostKind
    area: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class SampleSite:
    """Where an employer has work done."""

    id: UUID
    employer: UUID
    name: str
    area: str
    place: Place


@dataclass(frozen=True, slots=True)
class SamplePost:
    """A post with its employer and its site; work away has no site in the county."""

    id: UUID
    employer: UUID
    site: UUID | None
    stated: StatedPost


@dataclass(frozen=True, slots=True)
class SamplePeople:
    """Who lives in a part of the sample; workers are drawn as they are asked for."""

    households: tuple[SampleHousehold, ...]
    workers: Iterator[SampleWorker]


@dataclass(frozen=True, slots=True)
class SampleWork:
    """What work there is in a part of the sample, employers first."""

    employers: tuple[SampleEmployer, ...]
    sites: tuple[SampleSite, ...]
    posts: tuple[SamplePost, ...]


@dataclass(frozen=True, slots=True)
class SampleCounty:
    """Everything, areas first: each part only refers to parts before it."""

    areas: tuple[Area, ...]
    households: tuple[SampleHousehold, ...]
    workers: tuple[SampleWorker, ...]
    employers: tuple[SampleEmployer, ...]
    sites: tuple[SampleSite, ...]
    posts: tuple[SamplePost, ...]
