"""Areas as rows; everybody may read them, so no row policy stands on them."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from pydantic import BaseModel
from pydantic import Field as Said
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import true
from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Area
from common.contracts.values import AreaCode
from common.contracts.values import Place
from common.contracts.values import Terrain
from common.intake.identifiers import Level
from common.intake.identifiers import area_level
from common.intake.identifiers import area_prefix
from common.problems import FieldError
from common.problems import NotFound
from common.tokens import Caller
from services.people.areas.domain import AreaFacts
from services.people.areas.domain import AreasAreWrong
from services.people.tables import Table

CHUNK = 2000


class AreaRow(Table, table=True):
    """One area; `local` is empty but for a group (屯/组) below a village."""

    __tablename__ = "areas"
    __table_args__ = (
        Index("ix_areas_code", "code", postgresql_ops={"code": "text_pattern_ops"}),
        Index("ix_areas_parent", "parent"),
    )

    code: str = Field(primary_key=True)
    local: str = Field(default="", primary_key=True)
    name: str
    parent: str | None
    terrain: Terrain = Field(sa_type=String)
    lat: float | None = None
    lng: float | None = None
    accuracy_m: int = 0
    centre_source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def centre(self) -> Place | None:
        if self.lat is None or self.lng is None:
            return None
        return Place(
            lat=self.lat,
            lng=self.lng,
            accuracy_m=self.accuracy_m,
            source=self.centre_source,
        )

    def entry(self) -> "AreaEntry":
        """What everybody may know."""
        return AreaEntry(
            code=self.code,
            local=self.local,
            name=self.name,
            parent=self.parent,
            level="group" if self.local else area_level(self.code),
            terrain=self.terrain,
            centre=self.centre,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class AreaEntry(Area):
    """An area with its level, its local suffix and how long it holds."""

    local: str
    level: Level | str
    valid_from: date | None
    valid_until: date | None


class AreaFilter(BaseModel, extra="forbid"):
    """Which areas a list shows; `after` is a code, or code-local for a group."""

    inside: AreaCode | None = None
    parent: AreaCode | None = None
    codes: list[AreaCode] = Said(default=[], max_length=200)
    text: str | None = Said(default=None, max_length=50)
    on: date | None = None
    after: str | None = Said(default=None, pattern=r"^[0-9]{12}(-[0-9A-Za-z]{1,8})?$")
    limit: int = Said(default=100, ge=1, le=1000)
    total: bool = False


async def find_areas(
    session: AsyncSession, wanted: AreaFilter
) -> tuple[Sequence[AreaRow], int | None]:
    """One page of areas by code, and how many there are in all if asked."""
    query = select(AreaRow)
    if wanted.inside:
        query = query.where(col(AreaRow.code).startswith(area_prefix(wanted.inside)))
    if wanted.parent:
        query = query.where(AreaRow.parent == wanted.parent)
    if wanted.codes:
        query = query.where(col(AreaRow.code).in_(wanted.codes))
    if wanted.text:
        query = query.where(col(AreaRow.name).contains(wanted.text, autoescape=True))
    if wanted.on:
        begun = col(AreaRow.valid_from) <= wanted.on
        lasts = col(AreaRow.valid_until) >= wanted.on
        # An end that is not named is open: the comparison is then unknown, not false.
        query = query.where(func.coalesce(begun, true()), func.coalesce(lasts, true()))
    total = None
    if wanted.total:
        counted = select(func.count()).select_from(query.subquery())
        total = (await session.exec(counted)).one()
    if wanted.after:
        code, _, local = wanted.after.partition("-")
        query = query.where(tuple_(AreaRow.code, AreaRow.local) > (code, local))
    ordered = query.order_by(col(AreaRow.code), col(AreaRow.local))
    return (await session.exec(ordered.limit(wanted.limit))).all(), total


async def area_by_code(session: AsyncSession, code: str) -> AreaRow:
    row = await session.get(AreaRow, (code, ""))
    if row is None:
        raise NotFound
    return row


async def areas_by_code(
    session: AsyncSession, codes: Iterable[str]
) -> dict[str, AreaRow]:
    """The areas of the tree (no local groups) that are known, by code."""
    wanted = set(codes)
    query = select(AreaRow).where(col(AreaRow.code).in_(wanted), AreaRow.local == "")
    return {row.code: row for row in await session.exec(query)}


async def put_areas(session: AsyncSession, areas: Sequence[AreaFacts]) -> int:
    """Add or replace areas; those not named stay as they are."""
    for start in range(0, len(areas), CHUNK):
        rows = [values_of(facts) for facts in areas[start : start + CHUNK]]
        statement = insert(AreaRow).values(rows)
        fresh = {
            name: statement.excluded[name]
            for name in rows[0]
            if name not in ("code", "local")
        }
        await session.exec(
            statement.on_conflict_do_update(
                index_elements=["code", "local"], set_=fresh
            )
        )
    return len(areas)


def values_of(facts: AreaFacts) -> dict[str, object]:
    """The columns of an area."""
    told = asdict(facts)
    del told["centre"]
    centre = facts.centre
    return {
        **told,
        "parent": facts.parent,
        "lat": centre.lat if centre else None,
        "lng": centre.lng if centre else None,
        "accuracy_m": centre.accuracy_m if centre else 0,
        "centre_source": centre.source if centre else "",
    }


async def wrong_area(
    session: AsyncSession, caller: Caller, code: str, field: str = "area"
) -> list[FieldError]:
    """What is wrong with an area in which something is to be registered."""
    if not caller.sees(code) and caller.role != "worker":
        return [FieldError(field, "field.area.out-of-scope")]
    if code not in await areas_by_code(session, [code]):
        return [FieldError(field, "field.area.unknown")]
    return []


async def check_area(session: AsyncSession, caller: Caller, code: str) -> None:
    """AreasAreWrong unless the caller may register something there."""
    if wrong := await wrong_area(session, caller, code):
        raise AreasAreWrong(*wrong)
