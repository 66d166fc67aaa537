"""What jobs tells others: posts with everything that decides who can do them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.contracts.values import KnownWay
from common.contracts.values import Month
from common.contracts.values import Pay
from common.contracts.values import Place
from common.contracts.values import Schooling
from common.contracts.values import Stop
from common.contracts.values import Window

PostKind = Literal[
    "enterprise",
    "workshop",
    "coop",
    "household",
    "platform",
    "public_welfare",
    "export",
]
PostState = Literal["draft", "published", "paused", "filled", "closed", "expired"]
Pattern = Literal["single", "choose", "rotate", "split"]


class Need(Contract):
    """A skill that the post must or would like to have; years None: none named."""

    code: str
    must: bool = True
    years: float | None = Field(default=None, ge=0)
    trainable: bool = False


class WorkTime(Contract):
    """When the work is done.

    `single`: one shift; `choose`: the worker picks one; `rotate`: all in turn;
    `split`: all on the same day. `days_required` None: every day the shifts name.
    No shifts and flexible: any time, `minutes_per_day` if known. Season None: all year.
    """

    pattern: Pattern = "single"
    shifts: tuple[Window, ...] = ()
    flexible: bool = False
    days_required: int | None = Field(default=None, ge=1, le=7)
    minutes_per_day: int | None = Field(default=None, ge=0, le=1440)
    season_months: tuple[Month, ...] | None = None
    live_in: bool = False


class Flag(Contract):
    """Why an advert must not be shown, or must be looked at first when doubtful."""

    code: str
    law: str
    doubtful: bool = False


class Contact(Contract):
    """Whom to call about the post, at the employer."""

    name: str
    phone: str


class Post(Contract):
    """One offer: what, where, when, how many, for whom.

    `demands` None: nobody knows what the body must do. `licences` are required codes;
    `health_card` stands there too but is a paper still to get. `formal_age`: the age
    limits come from a rule (public-welfare, real-name sites), not from a wish.
    `lift_kg` is the heaviest single load. `residence` is the township or village that
    the worker must belong to. `traits` hold hazards and circumstances. `title_code`
    names the trade and with it its group. `home_based`: done at the worker's home;
    `delivery` then lists the areas to which material is brought, empty when none is.
    `known_ways` are corrections of the minutes that a model of roads would give.
    """

    id: UUID
    employer: UUID
    site: UUID | None
    title: str
    title_code: str | None
    kind: PostKind
    state: PostState
    area: AreaCode | None
    place: Place | None
    outside_county: bool
    home_based: bool
    delivery: tuple[AreaCode, ...]
    shuttle: tuple[Stop, ...]
    time: WorkTime
    pay: Pay | None
    needs: tuple[Need, ...]
    training_days: int | None
    licences: tuple[str, ...]
    languages: tuple[str, ...]
    schooling: Schooling | None
    age_min: int | None
    age_max: int | None
    formal_age: bool
    background: tuple[str, ...]
    target_groups: tuple[str, ...]
    residence: AreaCode | None
    traits: tuple[str, ...]
    demands: dict[str, int] | None
    lift_kg: int | None
    accommodations: tuple[str, ...]
    lodging: bool
    meals: bool
    insurance: bool
    openings: int
    valid_from: date | None
    valid_until: date | None
    flags: tuple[Flag, ...]
    contact: Contact | None
    known_ways: tuple[KnownWay, ...] = ()


class Employer(Contract):
    """Who offers work; the credit code is public by law."""

    id: UUID
    name: str
    credit_code: str | None
    kind: PostKind
    area: AreaCode | None
