"""A post as it is filed: its row, with the site and employer from which it borrows.

What employers state is kept as they stated it; codes are understood anew at every
reading, so that a better dictionary needs no rewriting of rows.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy import ForeignKeyConstraint
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.jobs import Contact
from common.contracts.jobs import Post
from common.contracts.jobs import PostKind
from common.contracts.jobs import PostState
from common.contracts.values import AreaCode
from common.database import version_field
from common.intake.posts import understand_post
from common.intake.screening import Hit
from common.intake.stated import StatedPost
from common.intake.vetting import hits_in
from services.jobs.employers.storage import EmployerRow
from services.jobs.posts.domain import Offer
from services.jobs.posts.domain import Openings
from services.jobs.posts.domain import at_site
from services.jobs.posts.looking import Look
from services.jobs.posts.looking import Standing
from services.jobs.posts.looking import settled
from services.jobs.sites.storage import SiteRow
from services.jobs.tables import Table
from services.jobs.tables import prefix_index
from services.jobs.tables import rows_by_id
from services.jobs.ways.storage import Ways
from services.jobs.ways.storage import ways_to

# Contracts kept in memory: those of a county's open posts, about ten kilobytes each.
REMEMBERED = 2_048
# Columns of their own are the truth for these; the statement's copies are left out.
OWN = {"state", "openings", "valid_from", "valid_until"}


class PostRow(Table, table=True):
    """One post; `area` is where it is listed, which a remote post has too."""

    __tablename__ = "posts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["site_id", "employer_id"], ["sites.id", "sites.employer_id"]
        ),
        CheckConstraint("filled BETWEEN 0 AND openings", name="filled"),
        prefix_index("posts", "area"),
        Index("ix_posts_state_valid_until", "state", "valid_until"),
        Index("ix_posts_held", "id", postgresql_where=text("look = 'held'")),
    )

    version: int = version_field()
    employer_id: UUID = Field(foreign_key="employers.id", index=True)
    site_id: UUID | None = Field(index=True)
    title: str
    kind: PostKind = Field(sa_type=String)
    area: AreaCode
    keeper: AreaCode
    state: PostState = Field(default="draft", sa_type=String)
    openings: int
    filled: int = 0
    valid_from: date | None
    valid_until: date | None
    stated: dict[str, Any] = Field(sa_type=JSONB)
    look: Standing = Field(default="none", sa_type=String)
    look_hits: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    look_reason: str = ""

    @property
    def last_look(self) -> Look:
        return Look(self.look, tuple(self.look_hits), self.look_reason)

    def look_at(self, look: Look) -> None:
        self.look, self.look_reason = look.standing, look.reason
        self.look_hits = list(look.hits)

    def settle(self, offer: Offer) -> None:
        self.state = offer.state
        self.openings = offer.openings.total
        self.filled = offer.openings.filled
        self.valid_until = offer.valid_until


@dataclass(frozen=True, slots=True)
class FiledPost:
    """A post with its employer and site: enough to tell everything about it."""

    row: PostRow
    employer: EmployerRow
    site: SiteRow | None
    ways: Ways

    @property
    def offer(self) -> Offer:
        row = self.row
        suspended = self.employer.standing == "suspended"
        openings = Openings(row.openings, row.filled)
        return Offer(row.state, openings, row.valid_until, suspended)

    @property
    def stated(self) -> StatedPost:
        """The statement as its employer would make it today."""
        own = {name: getattr(self.row, name) for name in OWN}
        return StatedPost.model_validate({**self.row.stated, **own})

    @property
    def complete(self) -> StatedPost:
        """The statement with what it leaves to its site and its employer."""
        site = self.site.facts if self.site else None
        stated = at_site(self.stated, site, self.ways)
        if stated.contact or not self.employer.contacts:
            return stated
        contact = Contact.model_validate(self.employer.contacts[0])
        return stated.model_copy(update={"contact": contact})

    def public(self, today: date) -> Post:
        """What others may know, as of a day."""
        offer = self.offer
        post = _understood(
            _Told(
                self.complete.model_dump_json(),
                id=self.row.id,
                employer=self.row.employer_id,
                site=self.row.site_id,
                openings=offer.openings.left,
                state=offer.shown(today),
            )
        )
        return post.model_copy(update={"flags": settled(post.flags, self.look)})

    @property
    def look(self) -> Look:
        return self.row.last_look

    def hits(self) -> tuple[Hit, ...]:
        """What the screening finds in the post as it is told now."""
        return hits_in(self.complete)


class _Told(NamedTuple):
    """All that a contract is made of: equal ones give equal contracts."""

    stated: str
    id: UUID
    employer: UUID
    site: UUID | None
    openings: int
    state: PostState


@lru_cache(maxsize=REMEMBERED)
def _understood(told: _Told) -> Post:
    # Taking an advert apart costs most of a list, and few change between two lists.
    return understand_post(
        StatedPost.model_validate_json(told.stated),
        id=told.id,
        employer=told.employer,
        site=told.site,
        openings=told.openings,
        state=told.state,
    )


def columns(stated: StatedPost) -> dict[str, Any]:
    """The statement as columns hold it; the offer settles state and numbers."""
    return {
        "title": stated.title,
        "kind": "export" if stated.outside_county else stated.kind,
        "valid_from": stated.valid_from,
        "stated": stated.model_dump(mode="json", exclude=OWN, exclude_defaults=True),
    }


async def filed(session: AsyncSession, rows: Sequence[PostRow]) -> list[FiledPost]:
    """Posts with their employers and sites, in the order of the rows."""
    employers = await rows_by_id(session, EmployerRow, {r.employer_id for r in rows})
    sites = await rows_by_id(session, SiteRow, {r.site_id for r in rows if r.site_id})
    ways = await ways_to(session, sites.keys())
    return [_filed(row, employers, sites, ways) for row in rows]


def _filed(
    row: PostRow,
    employers: Mapping[UUID, EmployerRow],
    sites: Mapping[UUID, SiteRow],
    ways: Mapping[UUID, Ways],
) -> FiledPost:
    employer = employers[row.employer_id]
    if row.site_id is None:
        return FiledPost(row, employer, None, ())
    return FiledPost(row, employer, sites[row.site_id], ways.get(row.site_id, ()))
