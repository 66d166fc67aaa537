"""A list as a workbook to fill in and bring back: text cells, choices, no formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from common.intake.written import guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook of ours holds text only, whatever it looks like.
PLAIN = {"strings_to_numbers": False, "strings_to_formulas": False}
A4 = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and what may be chosen in it.

    `typed`: somebody fills it in, so it is coloured and left empty.
    """

    label: str
    width: int
    choices: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A list: a title, lines below it, columns, and rows of texts."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]


def workbook_of(page: Page) -> bytes:
    """The list as .xlsx, landscape on A4, headings on every printed page."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**PLAIN, "in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        text = book.add_format({"num_format": "@", "text_wrap": True, "border": 1})
        typed = book.add_format(
            {"num_format": "@", "text_wrap": True, "border": 1, "bg_color": "#FFF9E5"}
        )
        bold = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7"})
        large = book.add_format({"bold": True, "font_size": 14})
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, guarded(page.title), large)
        for number, note in enumerate(page.notes, 1):
            sheet.write_string(number, 0, guarded(note))
        head = len(page.notes) + 1
        sheet.repeat_rows(0, head)
        sheet.freeze_panes(head + 1, 2)
        sheet.set_footer("&R&P/&N")
        for place, column in enumerate(page.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(head, place, column.label, bold)
            _offer(sheet, column, place, head + 1, len(page.rows))
            look = typed if column.typed else text
            for number, row in enumerate(page.rows, head + 1):
                sheet.write_string(number, place, guarded(row[place]), look)
    return content.getvalue()


def _offer(
    sheet: xlsxwriter.worksheet.Worksheet,
    column: Column,
    place: int,
    first: int,
    count: int,
) -> None:
    """A drop-down for a column in which something is to be chosen."""
    if column.choices and count:
        offered = {"validate": "list", "source": list(column.choices)}
        sheet.data_validation(first, place, first + count - 1, place, offered)
