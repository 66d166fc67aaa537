"""An officer's look at a doubtful advert: held until then, cleared or refused by it.

What was decided holds for the words that were looked at. Other words are looked at
anew, and every look stays on file with who decided and why.
"""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import Literal
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import String
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from common.contracts.jobs import Flag
from common.intake.screening import Hit
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from services.jobs.tables import Table

# `none`: nobody had to look yet.
Standing = Literal["none", "held", "cleared", "refused"]


class PostNotLawful(Invalid):
    """The advert breaks a law; each sentence names the law."""


class PostWasRefused(Conflict):
    """An officer refused the advert's words; with other words it can be told anew."""


class PostIsNotHeld(Conflict):
    """No look of an officer is being waited for."""


class LookRow(Table, table=True):
    """One look: what was in doubt, who held, cleared or refused it, when and why."""

    __tablename__ = "looks"

    post_id: UUID = Field(foreign_key="posts.id", index=True)
    verdict: Standing = Field(sa_type=String)
    hits: list[dict[str, Any]] = Field(sa_type=JSONB)
    by: str
    at: datetime = Field(sa_type=DateTime(timezone=True))
    reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """Where a post stands: the last verdict, and the words that it was about."""

    standing: Standing = "none"
    hits: tuple[dict[str, Any], ...] = ()
    reason: str = ""

    def covers(self, hits: Iterable[Hit]) -> bool:
        """Whether the verdict was about all of these."""
        looked_at = {(hit["code"], hit["words"]) for hit in self.hits}
        return all((hit.code, hit.words) in looked_at for hit in hits)


def told(hit: Hit) -> dict[str, Any]:
    """A hit as it is kept on file."""
    law = {"law": hit.law.zh, "law_en": hit.law.en}
    return {"code": hit.code, "words": hit.words, **law}


def sentence(hit: dict[str, Any]) -> FieldError:
    """What is wrong with the words, under which law, and how to put it right."""
    numbers = {name: hit[name] for name in ("words", "law", "law_en")}
    return FieldError("stated", f"field.advert.{hit['code']}", numbers)


def check_lawful(hits: Collection[Hit]) -> tuple[Hit, ...]:
    """Refuse an advert that surely breaks a law; what is only in doubt comes back."""
    firm: dict[str, Hit] = {}
    for hit in hits:
        if not hit.doubtful:
            firm.setdefault(hit.code, hit)
    if firm:
        raise PostNotLawful(*(sentence(told(hit)) for hit in firm.values()))
    return tuple(hit for hit in hits if hit.doubtful)


def is_shown(look: Look, doubtful: Collection[Hit]) -> bool:
    """Whether nothing is left in doubt; what was refused once stays refused."""
    if not doubtful:
        return True
    if look.standing == "refused" and look.covers(doubtful):
        raise PostWasRefused(reason=look.reason)
    return look.standing == "cleared" and look.covers(doubtful)


def settled(flags: Iterable[Flag], look: Look) -> tuple[Flag, ...]:
    """The flags without the doubts that an officer has cleared."""
    cleared = {hit["code"] for hit in look.hits if look.standing == "cleared"}
    return tuple(flag for flag in flags if not (flag.doubtful and flag.code in cleared))
