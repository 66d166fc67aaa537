"""Households out of a ledger: who stands under one head or one number lives together.

Settled when all lines are written, a few hundred households in each transaction: so
no chunk cuts a block of a workbook, and whoever is killed between goes on, because
members who have a household are left in it.
"""

from collections import Counter
from collections.abc import AsyncIterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from common.database import run_sql
from services.people.imports.comparing import Eyes
from services.people.imports.storage import ImportRow
from services.people.imports.storage import shares_state
from services.people.sealing import RowSeal
from services.people.tables import random_id

PAGE = 1_000
HOMES_AT_ONCE = 200
Key = tuple[str, str, int]
_LINES = (
    "SELECT position, worker, sealed FROM import_lines WHERE import_id = :id"
    " AND position > :after AND worker IS NOT NULL AND outcome <> 'wrong'"
    " ORDER BY position LIMIT :most"
)
_MEMBERS = (
    "SELECT id, area, household FROM workers WHERE id = ANY(:ids)"
    " AND withdrawn IS DISTINCT FROM 'erase' ORDER BY id FOR UPDATE"
)
_NUMBERED = (
    "SELECT h.id, h.area, h.number FROM unnest(CAST(:areas AS text[]),"
    " CAST(:numbers AS text[])) AS r(area, number)"
    " JOIN households AS h ON h.area = r.area AND h.number = r.number"
)
_ADD = (
    "INSERT INTO households (id, area, local, number, import_id, recorded_by,"
    " recorded_at) SELECT id, area, '', number, :import_id, :by,"
    " CAST(:at AS timestamptz) FROM unnest(CAST(:ids AS uuid[]),"
    " CAST(:areas AS text[]), CAST(:numbers AS text[])) AS r(id, area, number)"
)
_HEADS = (
    "UPDATE households AS h SET head = r.head FROM unnest(CAST(:ids AS uuid[]),"
    " CAST(:heads AS uuid[])) AS r(id, head) WHERE h.id = r.id AND h.head IS NULL"
)
_FACTS = (
    "INSERT INTO worker_facts (worker_id, field, number, value, source, said_by,"
    " said_on, recorded_by, recorded_at, import_id) SELECT r.id, 'household', 1 +"
    " coalesce((SELECT max(f.number) FROM worker_facts AS f WHERE f.worker_id = r.id"
    " AND f.field = 'household'), 0), to_jsonb(r.home), 'ledger', 'office', :said_on,"
    " :by, CAST(:at AS timestamptz), :import_id FROM unnest(CAST(:ids AS uuid[]),"
    " CAST(:homes AS uuid[])) AS r(id, home)"
)
_MOVE_IN = (
    "UPDATE workers AS w SET household = r.home FROM unnest(CAST(:ids AS uuid[]),"
    " CAST(:homes AS uuid[])) AS r(id, home) WHERE w.id = r.id"
)
_BEFORE = (
    "SELECT position, before FROM import_lines"
    " WHERE import_id = :id AND position = ANY(:positions)"
)
_NOTE = (
    "UPDATE import_lines AS l SET before = r.before FROM unnest(CAST(:positions AS"
    " int[]), CAST(:before AS bytea[])) AS r(position, before)"
    " WHERE l.import_id = :id AND l.position = r.position"
)
_LEAVE_EMPTY = (
    "DELETE FROM households AS h WHERE h.import_id = :id"
    " AND NOT EXISTS (SELECT FROM workers AS w WHERE w.household = h.id)"
)


@dataclass(slots=True)
class Home:
    """Those of a ledger who live together: area, number if any, members by line."""

    area: str
    number: str | None
    head: UUID | None = None
    members: dict[UUID, int] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """One person without a household number is no statement about a household."""
        return len(self.members) > 1 or self.number is not None


@dataclass(slots=True)
class Blocks:
    """Gathers lines into homes; a second head of the same name begins another home."""

    homes: dict[Key, Home] = field(default_factory=dict)
    _ordinals: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, position: int, worker: UUID, home: Sequence[Any]) -> None:
        """One person: area, household number, head's name, whether that is theirs."""
        area, number, head, is_head = home
        place = (area, f"#{number}" if number else head)
        found = self.homes.get((*place, self._ordinals[place]))
        if found and is_head and found.head and not number:
            self._ordinals[place] += 1
            found = None
        if found is None:
            found = Home(area, number or None)
            self.homes[(*place, self._ordinals[place])] = found
        found.members[worker] = position
        if is_head:
            found.head = worker


@dataclass(frozen=True, slots=True)
class Housing:
    """The households of one import that is being written."""

    database: Database
    eyes: Eyes
    row: ImportRow

    async def settle(self) -> None:
        """Let those who stand together live together."""
        blocks = Blocks()
        async for position, worker, content in self._lines():
            if content.get("home"):
                blocks.take(position, worker, content["home"])
        homes = [home for home in blocks.homes.values() if home.tells]
        for start in range(0, len(homes), HOMES_AT_ONCE):
            async with self.database.transaction(self.row.caller) as session:
                if not await shares_state(session, self.row.id, "committing"):
                    return
                await self._settle(session, homes[start : start + HOMES_AT_ONCE])

    async def _lines(self) -> AsyncIterator[tuple[int, UUID, Mapping[str, Any]]]:
        seal, after = self._seal(), 0
        while True:
            async with self.database.transaction(self.row.caller) as session:
                asked = {"id": self.row.id, "after": after, "most": PAGE}
                rows = (await run_sql(session, _LINES, **asked)).all()
            for position, worker, sealed in rows:
                yield position, worker, seal.open_json(f"{position}", sealed)
            if len(rows) < PAGE:
                return
            after = rows[-1].position

    async def _settle(self, session: AsyncSession, homes: Sequence[Home]) -> None:
        ids = [id for home in homes for id in home.members]
        stands = {
            row.id: row.household for row in await run_sql(session, _MEMBERS, ids=ids)
        }
        numbered = await _numbered(session, homes)
        fresh: dict[UUID, Home] = {}
        heads: dict[UUID, UUID] = {}
        moves: dict[UUID, tuple[UUID, int]] = {}
        for home in homes:
            id = numbered.get((home.area, home.number)) or _lived_in(home, stands)
            if id is None:
                id = random_id()
                fresh[id] = home
            if home.head in stands and home.head is not None:
                heads[id] = home.head
            for worker, position in home.members.items():
                if stands.get(worker, id) is None:
                    moves[worker] = (id, position)
        await self._add(session, fresh)
        await self._move_in(session, moves)
        told = {"ids": list(heads), "heads": list(heads.values())}
        await run_sql(session, _HEADS, **told)

    async def _add(self, session: AsyncSession, fresh: Mapping[UUID, Home]) -> None:
        await run_sql(
            session,
            _ADD,
            ids=list(fresh),
            areas=[home.area for home in fresh.values()],
            numbers=[home.number for home in fresh.values()],
            import_id=self.row.id,
            by=self.row.subject,
            at=self.eyes.now,
        )

    async def _move_in(
        self, session: AsyncSession, moves: Mapping[UUID, tuple[UUID, int]]
    ) -> None:
        if not moves:
            return
        homes = {"ids": list(moves), "homes": [id for id, _ in moves.values()]}
        await run_sql(
            session,
            _FACTS,
            **homes,
            said_on=self.row.said_on,
            by=self.row.subject,
            at=self.eyes.now,
            import_id=self.row.id,
        )
        await run_sql(session, _MOVE_IN, **homes)
        await self._note(session, [position for _, position in moves.values()])

    async def _note(self, session: AsyncSession, positions: Sequence[int]) -> None:
        """An undoing finds that nobody lived anywhere before."""
        seal, noted = self._seal(), {}
        asked = {"id": self.row.id, "positions": list(positions)}
        for position, before in await run_sql(session, _BEFORE, **asked):
            place = f"before/{position}"
            stood: dict[str, Any] = {"person": None}
            stood |= seal.open_json(place, before) if before else {}
            columns = {**stood.get("columns", {}), "household": None}
            noted[position] = seal.seal_json(place, {**stood, "columns": columns})
        told = {"positions": list(noted), "before": list(noted.values())}
        await run_sql(session, _NOTE, id=self.row.id, **told)

    def _seal(self) -> RowSeal:
        return self.row.seal(self.eyes.keys)


def _lived_in(home: Home, stands: Mapping[UUID, UUID | None]) -> UUID | None:
    """The household in which most of them live already."""
    known = Counter(id for member in home.members if (id := stands.get(member)))
    return known.most_common(1)[0][0] if known else None


async def _numbered(
    session: AsyncSession, homes: Sequence[Home]
) -> dict[tuple[str, str | None], UUID]:
    known = [home for home in homes if home.number]
    found = await run_sql(
        session,
        _NUMBERED,
        areas=[home.area for home in known],
        numbers=[home.number for home in known],
    )
    return {(row.area, row.number): row.id for row in found}


async def leave_empty_homes(session: AsyncSession, import_id: UUID) -> None:
    """Households that an import made go with it, unless somebody lives there still."""
    await run_sql(session, _LEAVE_EMPTY, id=import_id)
