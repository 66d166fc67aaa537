"""What is joined to a match: cards of posts and workers, and the lists made of them."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from common.contracts.codes import Verdict
from common.contracts.jobs import WorkTime
from common.contracts.matching import Change
from common.contracts.matching import Match
from common.contracts.matching import Question
from common.contracts.values import Contract
from common.contracts.values import Pay

Band = Literal["0-15", "15-30", "30-60", "over-60", "unknown"]


class WhomToCall(Contract):
    """Who answers the phone about a post, and whether that is the employer itself."""

    name: str
    phone: str
    at: Literal["employer", "station", "hotline"]


class PostCard(Contract):
    """What a person needs to know of a post at a glance, and whom to call about it."""

    id: UUID
    title: str
    employer: UUID
    employer_name: str | None
    area: str | None
    area_name: str | None
    place_name: str | None
    time: WorkTime
    pay: Pay | None
    pay_text: str
    openings: int
    call: WhomToCall


class WorkerCard(Contract):
    """Who a worker is, for those whose work is to call them; not if withdrawn."""

    id: UUID
    name: str | None
    phone: str | None
    area: str | None
    area_name: str | None
    withdrawn: str | None


class OfferedMatch(Contract):
    """A post that was found for a worker."""

    match: Match
    post: PostCard


class WorkerShortlist(Contract):
    """Posts for one worker, best first, and the questions that would open more."""

    data_version: str
    stale: bool
    items: tuple[OfferedMatch, ...]
    total: int
    next: str | None
    questions: tuple[Question, ...]


class LastList(Contract):
    """What is told while matching is away: a worker's last list of the same day.

    The posts are the best first and still open, without reasons; `text` says how old
    the list is.
    """

    made_at: AwareDatetime
    text: str
    posts: tuple[PostCard, ...]


class ProposedMatch(Contract):
    """A worker who was found for a post."""

    match: Match
    worker: WorkerCard


class PostShortlist(Contract):
    """Workers for one post within the caller's area, best first."""

    data_version: str
    stale: bool
    items: tuple[ProposedMatch, ...]
    total: int
    next: str | None


class EmployerMatch(Contract):
    """Somebody for a post, as its employer may know them before they agreed."""

    handle: str
    verdict: Verdict
    travel: Band
    travel_text: str
    reasons: tuple[str, ...]


class EmployerShortlist(Contract):
    """People for a post of the employer; `total` None: fewer than five.

    For posts with target groups `items` is empty: who belongs to a group is told only
    when the person agreed.
    """

    data_version: str
    stale: bool
    items: tuple[EmployerMatch, ...]
    total: int | None
    text: str


class NearPosts(Contract):
    """Posts that one and the same change would open."""

    change: Change
    count: int
    posts: tuple[PostCard, ...]


class WorkerNearMisses(Contract):
    """What would open more posts, the change that opens most first."""

    data_version: str
    groups: tuple[NearPosts, ...]
