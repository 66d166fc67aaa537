"""The life of a post: draft, published, paused, filled, closed, expired.

What is stored may lag behind the calendar, so every rule first looks at the offer as
it stands today. Closed is the end; everything else can be published again.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import Self
from uuid import UUID

from common.contracts.jobs import PostState
from common.contracts.values import KnownWay
from common.contracts.values import Stop
from common.intake.datum import Datum
from common.intake.stated import StatedPost
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from services.jobs.employers.domain import EmployerIsSuspended
from services.jobs.sites.domain import SiteFacts
from services.jobs.sites.domain import moved_to_wgs84

# States that the calendar can end.
LIVE: tuple[PostState, ...] = ("published", "paused", "filled")


class PostIsFull(Conflict):
    """Fewer openings are left than were asked for."""


class PostIsClosed(Conflict):
    """The post was closed for good."""


class PostIsNotOpen(Conflict):
    """The post is a draft or paused, so nobody can be taken on."""


class PostHasExpired(Conflict):
    """The last day of the post has passed."""


class PostWasChanged(Conflict):
    """Somebody else changed the post since the caller read it."""


class NothingToRelease(Conflict):
    """More openings were to be released than are filled."""


class FewerOpeningsThanFilled(Conflict):
    """The post cannot have fewer openings than people already taken on."""


class PostIncomplete(Invalid):
    """What the law wants every advert to tell is missing; each element is named."""


@dataclass(frozen=True, slots=True)
class Openings:
    """How many people the post wants, and how many it has."""

    total: int
    filled: int = 0

    @property
    def left(self) -> int:
        return self.total - self.filled

    def fill(self, count: int) -> Self:
        if count > self.left:
            raise PostIsFull(left=self.left, total=self.total)
        return replace(self, filled=self.filled + count)

    def release(self, count: int) -> Self:
        if count > self.filled:
            raise NothingToRelease(filled=self.filled)
        return replace(self, filled=self.filled - count)

    def resize(self, total: int) -> Self:
        if total < self.filled:
            raise FewerOpeningsThanFilled(filled=self.filled)
        return replace(self, total=total)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What is told of a post; `version` is the one that was read before a change."""

    site: UUID | None
    stated: StatedPost
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The part of a post that changes while people are taken on."""

    state: PostState
    openings: Openings
    valid_until: date | None
    suspended: bool = False

    def shown(self, today: date) -> PostState:
        """The state that others see today; a suspended employer's posts rest."""
        state = self._today(today).state
        return "paused" if state == "published" and self.suspended else state

    def published(self, today: date) -> Self:
        if self.state == "closed":
            raise PostIsClosed
        if self.valid_until is not None and self.valid_until < today:
            raise PostHasExpired(valid_until=self.valid_until.isoformat())
        if self.openings.filled and self.openings.left == 0:
            raise PostIsFull(left=0, total=self.openings.total)
        return replace(self, state="published")

    def held(self) -> Self:
        """Out of sight while an officer looks; a draft stays one."""
        return replace(self, state="paused") if self._is_live() else self

    def paused(self, today: date) -> Self:
        self._check_live(today)
        return replace(self, state="paused")

    def closed(self) -> Self:
        return replace(self, state="closed")

    def fill(self, count: int, today: date) -> Self:
        if self.suspended:
            raise EmployerIsSuspended
        self._check_live(today)
        return replace(self, openings=self.openings.fill(count))._settled()

    def release(self, count: int, today: date) -> Self:
        """Take people off again; that of an expired or closed post opens nothing."""
        now = self._today(today)
        return replace(now, openings=now.openings.release(count))._settled()

    def changed(self, total: int, valid_until: date | None, today: date) -> Self:
        """With another number or last day; an expired post stays so until published."""
        now = self._today(today)
        if now.state == "closed":
            raise PostIsClosed
        openings = now.openings.resize(total)
        later = replace(now, openings=openings, valid_until=valid_until)
        return later._settled()._today(today)

    def _today(self, today: date) -> Self:
        """What is stored may lag: an offer whose last day has passed is expired."""
        passed = self.valid_until is not None and self.valid_until < today
        return replace(self, state="expired") if passed and self._is_live() else self

    def _settled(self) -> Self:
        """The last opening fills the post, and a free one reopens it."""
        if self.state == "published" and self.openings.left == 0:
            return replace(self, state="filled")
        if self.state == "filled" and self.openings.left > 0:
            return replace(self, state="published")
        return self

    def _is_live(self) -> bool:
        return self.state in LIVE

    def _check_live(self, today: date) -> None:
        match self._today(today).state:
            case "closed":
                raise PostIsClosed
            case "expired":
                raise PostHasExpired(valid_until=str(self.valid_until))
            case "filled":
                raise PostIsFull(left=0, total=self.openings.total)
            case "draft" | "paused":
                raise PostIsNotOpen


def check_beginning(stated: StatedPost) -> None:
    """A post begins as a draft, or published at once; the rest it must live through."""
    if stated.state not in ("draft", "published"):
        raise Invalid(FieldError("stated.state", "field.post.beginning"))


def at_site(
    stated: StatedPost, site: SiteFacts | None, ways: tuple[KnownWay, ...]
) -> StatedPost:
    """The statement with what it leaves to its site: area, point, ways and so on."""
    if site is None:
        return stated
    return stated.model_copy(
        update={
            "area": stated.area or site.area,
            "place": stated.place or site.place,
            "accommodations": (*stated.accommodations, *site.accommodations),
            "known_ways": ways,
        }
    )


def check_says_no_way(stated: StatedPost) -> None:
    """Refuse ways in a statement: those who live there say them of the site."""
    if stated.known_ways:
        raise Invalid(FieldError("stated.known_ways", "field.way.of-site"))


def on_wgs84(stated: StatedPost, datum: Datum) -> StatedPost:
    """The statement with every point moved to WGS-84."""
    place = stated.place and moved_to_wgs84(stated.place, datum)
    shuttle = tuple(
        Stop(area=stop.area, place=stop.place and moved_to_wgs84(stop.place, datum))
        for stop in stated.shuttle
    )
    return stated.model_copy(update={"place": place, "shuttle": shuttle})


def check_complete(stated: StatedPost) -> None:
    """Refuse an advert without an element that the law asks for (facts §7.4).

    The employer and the post's conditions are always there: no wish is a wish too.
    """
    at_a_place = stated.area or stated.place or stated.home_based or stated.remote
    elements = (
        ("stated.text", "content", bool(stated.text.strip())),
        ("stated.area", "place", bool(at_a_place)),
        ("stated.pay", "pay", stated.pay is not None),
        ("stated.openings", "number", stated.openings > 0),
        ("stated.valid_until", "validity", stated.valid_until is not None),
    )
    missing = [
        FieldError(field, f"field.post-incomplete.{element}")
        for field, element, told in elements
        if not told
    ]
    if missing:
        raise PostIncomplete(*missing)
