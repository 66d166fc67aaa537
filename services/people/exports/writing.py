"""The workbook of a ledger that leaves: text cells, no formula, who took it and why."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from common.intake.columns import cells_of
from common.intake.columns import phones_cell
from common.intake.names import mask_phone
from common.intake.templates import PLAIN
from common.intake.templates import Asked
from common.intake.templates import columns_of
from common.intake.written import guarded
from services.people.exports.domain import Numbers
from services.people.exports.domain import shown_number
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.identities import Person
from services.people.workers.storage import WorkerRow

WIDTH = 16


@dataclass(frozen=True, slots=True)
class Leaving:
    """One person on the way out: row, identity, and the facts that hold."""

    row: WorkerRow
    person: Person
    facts: Mapping[str, Any]
    village: str
    town: str


@dataclass(frozen=True, slots=True)
class Looks:
    """How a workbook is written: its note on top, its numbers, its columns."""

    note: str
    numbers: Numbers
    fields: tuple[str, ...] = ()
    # Of a day gone by facts are told, and columns only where there was no fact.
    past: bool = False

    def columns(self) -> tuple[Asked, ...]:
        """The columns of the template, or those of them that were asked for."""
        asked = columns_of("workers")
        chosen = [c for c in asked if not self.fields or c.field in self.fields]
        return tuple(chosen)


def ledger_of(people: Sequence[Leaving], looks: Looks) -> bytes:
    """The workbook; its first line says who took it, when, and why."""
    content = BytesIO()
    columns = looks.columns()
    with xlsxwriter.Workbook(content, PLAIN) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        grey = book.add_format({"italic": True, "font_color": "#7F7F7F"})
        page = book.add_worksheet("台账")
        page.set_column(0, len(columns) - 1, WIDTH, text)
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0, 1)
        page.freeze_panes(2, 0)
        page.set_footer(f"&L{looks.note.replace('&', '&&')}&R&P/&N")
        page.write_string(0, 0, guarded(looks.note), grey)
        for place, column in enumerate(columns):
            page.write_string(1, place, column.label, bold)
        for number, cells in enumerate(_lines(people, columns, looks), 2):
            for place, value in enumerate(cells):
                if value:
                    page.write_string(number, place, guarded(value), text)
    return content.getvalue()


def _lines(
    people: Sequence[Leaving], columns: Sequence[Asked], looks: Looks
) -> Iterator[list[str]]:
    for one in people:
        cells = _cells(one, looks)
        yield [cells.get(column.field, "") for column in columns]


def _cells(one: Leaving, looks: Looks) -> dict[str, str]:
    columns = {n: getattr(one.row, n) for n in COLUMN_FIELDS if n != "household"}
    person = one.person
    phones = [(phone.number, phone.relation) for phone in person.phones]
    if looks.numbers != "full":
        phones = [(mask_phone(number), whose) for number, whose in phones]
    return {
        **cells_of(
            {**columns, **one.facts} if looks.past else {**one.facts, **columns}
        ),
        "name": person.name,
        "id_number": shown_number(person.id_number, looks.numbers),
        "certificate": shown_number(person.certificate, looks.numbers),
        "phones": phones_cell(phones),
        "village": one.village,
        "town": one.town,
    }
