"""The dry run: every line beside the ledger and beside the lines before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from common.intake.names import search_key
from common.intake.written import WrongCell
from services.people.imports.comparing import Eyes
from services.people.imports.comparing import Found
from services.people.imports.drafting import Draft
from services.people.imports.drafting import Read
from services.people.imports.lines import Line
from services.people.imports.lines import LineToWrite
from services.people.imports.lines import note_wrong
from services.people.imports.looking import look_at
from services.people.sealing import RowSeal


@dataclass(slots=True)
class Checking:
    """Remembers who stood in the file before; `position` counts its people."""

    eyes: Eyes
    position: int = 0
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _names: dict[tuple[int, str | None, str | None], int] = field(default_factory=dict)

    async def lines_of(
        self, session: AsyncSession, reads: Sequence[Read]
    ) -> list[Line]:
        """What becomes of each line, in their order."""
        repeated = [None if read.wrong else self._before(read) for read in reads]
        good = [
            read.draft
            for read, before in zip(reads, repeated, strict=True)
            if not read.wrong and before is None
        ]
        found = iter(await look_at(session, self.eyes, good))
        lines = []
        for read, before in zip(reads, repeated, strict=True):
            if read.wrong:
                one = Found(read.draft, "wrong", wrong=read.wrong)
            elif before is not None:
                twice = WrongCell("name", "field.ledger.twice", {"line": before})
                one = Found(read.draft, "wrong", wrong=(twice,))
            else:
                one = next(found)
            lines.append(self._line(read, one))
        return lines

    def _before(self, read: Read) -> int | None:
        """The line on which this person stands already; None the first time."""
        draft = read.draft
        index = self.eyes.index(draft)
        if index is not None and index in self._numbers:
            return self._numbers[index]
        named = self._names.get(_named(draft))
        if named is not None and index is None:
            return named
        if index is not None:
            self._numbers[index] = read.line
        self._names.setdefault(_named(draft), read.line)
        return None

    def _line(self, read: Read, found: Found) -> Line:
        self.position += 1
        return Line(
            position=self.position,
            sheet=read.sheet,
            line=read.line,
            outcome=found.outcome,
            worker=found.known.row.id if found.known else None,
            applied=not found.writes,
            content=_content(found),
        )


def _named(draft: Draft) -> tuple[int, str | None, str | None]:
    """A name in its village, with birth or telephone: short, for all of a file."""
    by = draft.birth or (draft.phones[0][0] if draft.phones else None)
    return hash(search_key(draft.name)), draft.told.get("area"), by


def _content(found: Found) -> dict[str, Any]:
    """What an officer is shown of a line, and what writing it needs."""
    content: dict[str, Any] = {"name": found.draft.name}
    area = found.draft.told.get("area") or (found.known and found.known.row.area)
    if found.draft.home and area:
        content["home"] = (area, *found.draft.home)
    if found.writes:
        content["draft"] = found.draft.as_json()
    if found.wrong:
        content["wrong"] = [[w.field, w.key, w.numbers] for w in found.wrong]
    if found.differences:
        content["differences"] = found.differences
    if found.history and found.known:
        content["kept"] = [
            (name, found.known.told(name), value)
            for name, value in found.history.items()
        ]
    if found.alike:
        content["alike"] = [str(id) for id in found.alike]
    return content


async def note_all_wrong(
    session: AsyncSession,
    seal: RowSeal,
    lines: Sequence[LineToWrite],
    found: Sequence[Found],
) -> int:
    """Lines that went wrong after the dry run are told so; how many there are."""
    pairs = [
        (line, one)
        for line, one in zip(lines, found, strict=True)
        if one.outcome == "wrong"
    ]
    for line, one in pairs:
        await note_wrong(session, seal, line, _content(one))
    return len(pairs)
