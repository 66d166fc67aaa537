"""What the jail tells of a file, sheet by sheet: headings found, lines passed on."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from common.intake.headings import LINES
from common.intake.headings import Column
from common.intake.headings import Heading
from common.intake.headings import find_heading
from services.people.imports.vetting import FileRefusedError

Frame = Mapping[str, Any]


@dataclass(slots=True)
class Gathering:
    """Takes frames in order; `sheets` says what each sheet's columns mean.

    A sheet without a heading that we know, such as instructions, is named and not read.
    """

    own: Mapping[str, str]
    sheets: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    _heading: Heading | None = None
    _begun: bool = True

    def take(self, frame: Frame) -> Iterator[Frame]:
        """The lines of a frame that belong to a ledger, with their sheet's place."""
        if "sheet" in frame:
            self.sheets.append({"name": frame["sheet"], "line": None, "columns": []})
            self._begun = False
        rows = frame.get("rows")
        if not rows:
            return
        if not self._begun:
            self._begun = True
            self._heading = self._find(rows)
        if self._heading is None:
            return
        last = self._heading.line
        self.rows += sum(number - 1 > last for number, _ in rows)
        yield {"sheet": len(self.sheets) - 1, "rows": rows}

    def check(self, most_rows: int) -> None:
        """FileRefusedError unless there is something to check, and not too much."""
        if not any(sheet["columns"] for sheet in self.sheets):
            raise FileRefusedError("file.heading", lines=LINES)
        if self.rows == 0:
            raise FileRefusedError("file.no-rows")
        if self.rows > most_rows:
            raise FileRefusedError("file.rows", most=most_rows)

    def _find(self, rows: list[tuple[int, list[Any]]]) -> Heading | None:
        lines: list[list[Any]] = [[] for _ in range(LINES + 1)]
        for number, cells in rows:
            if number <= len(lines):
                lines[number - 1] = cells
        found = find_heading(lines, self.own)
        if found:
            self.sheets[-1] |= {
                "line": found.line,
                "columns": [[c.place, c.words, c.field] for c in found.columns],
            }
        return found


def heading_of(sheet: Mapping[str, Any]) -> Heading:
    """The heading that was found for a sheet."""
    return Heading(sheet["line"], tuple(Column(*told) for told in sheet["columns"]))
