"""The program that writes marks into a workbook, confined like the one that reads it.

A workbook of moderate size keeps its own looks; a large one, and every other form, is
written anew from its cells.
"""

import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import orjson
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from services.people.imports.jail import confine
from services.people.imports.jail import plain
from services.people.imports.jail import sheets_of
from services.people.imports.jail import tell
from services.people.imports.vetting import FileRefusedError
from services.people.imports.vetting import form_of

# More bytes than these of a packed workbook take too long to open with its looks.
KEEPS_LOOKS = 1_500_000
PIECE = 1 << 20
DESCRIPTORS = 16
RED = "FFFFC7CE"
WIDE = 60
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}
Marks = dict[int, list[tuple[int, list[tuple[int | None, str]], str]]]


def marked(content: bytes, told: dict[str, Any], folder: str) -> bytes:
    """The workbook with its marks, as .xlsx whatever came in."""
    by_sheet: Marks = {}
    for sheet, line, cells, text in told["marks"]:
        by_sheet.setdefault(sheet, []).append((line, cells, text))
    if form_of(content) == "xlsx" and len(content) <= KEEPS_LOOKS:
        return _in_place(content, told, by_sheet)
    return _anew(content, told, by_sheet, folder)


def _in_place(content: bytes, told: dict[str, Any], by_sheet: Marks) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    for place, sheet in enumerate(told["sheets"]):
        if sheet["line"] is not None:
            _mark_page(book[sheet["name"]], sheet, told, by_sheet.get(place, []))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _mark_page(
    page: Worksheet, sheet: dict[str, Any], told: dict[str, Any], marks: Any
) -> None:
    column = sheet["errors"]
    column = page.max_column if column is None else column
    for line in range(sheet["line"] + 2, page.max_row + 1):
        # What an earlier look had said of a line that is right by now.
        if not isinstance(page.cell(line, column + 1), openpyxl.cell.MergedCell):
            page.cell(line, column + 1).value = None
    page.cell(sheet["line"] + 1, column + 1).value = told["title"]
    page.column_dimensions[get_column_letter(column + 1)].width = WIDE
    fill = PatternFill("solid", fgColor=RED)
    for line, cells, text in marks:
        for place, sentence in cells:
            cell = page.cell(line, (column if place is None else place) + 1)
            if isinstance(cell, openpyxl.cell.MergedCell):
                continue
            cell.fill = fill
            cell.comment = Comment(sentence, told["note"])
        page.cell(line, column + 1).value = text
        page.cell(line, column + 1).alignment = Alignment(wrap_text=True)


def _anew(content: bytes, told: dict[str, Any], by_sheet: Marks, folder: str) -> bytes:
    out = BytesIO()
    options = {**PLAIN, "constant_memory": True, "tmpdir": folder}
    with xlsxwriter.Workbook(out, options) as book:
        red = book.add_format({"bg_color": "#" + RED[2:], "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, (name, lines, _) in enumerate(sheets_of(content)):
            page = book.add_worksheet(name or told["title"])
            marks = {line: (c, t) for line, c, t in by_sheet.get(place, [])}
            sheet = told["sheets"][place]
            for number, cells in _with_sentences(lines, sheet, marks, told["title"]):
                wrong = {p for p, _ in marks.get(number, ([], ""))[0]}
                for at, value in enumerate(cells):
                    if value == "" and at not in wrong:
                        continue
                    looks = red if at in wrong else text
                    _write(page, (number - 1, at), value, (looks, day))
    return out.getvalue()


def _with_sentences(
    lines: Any, sheet: dict[str, Any], marks: Any, title: str
) -> Iterator[tuple[int, list[Any]]]:
    """The lines with a last column that says what is wrong with each."""
    width = 0
    for number, line in enumerate(lines, 1):
        cells = [plain(value) for value in line]
        width = max(width, len(cells))
        if sheet["line"] is not None and number > sheet["line"]:
            place = width if sheet["errors"] is None else sheet["errors"]
            cells += [""] * (place + 1 - len(cells))
            heads = number == sheet["line"] + 1
            cells[place] = title if heads else marks.get(number, ([], ""))[1]
        yield number, cells


def _write(page: Any, at: tuple[int, int], value: Any, looks: tuple[Any, Any]) -> None:
    if isinstance(value, dict):
        page.write_string(*at, value["d"], looks[0])
    elif isinstance(value, bool):
        page.write_boolean(*at, value)
    elif isinstance(value, int | float):
        page.write_number(*at, value)
    else:
        page.write_string(*at, value, looks[0])


def main() -> None:
    """Reads the marks and the file on standard input; gives the book in pieces."""
    source = sys.stdin.buffer
    told = orjson.loads(source.read(int.from_bytes(source.read(8))))
    content = source.read()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        confine(descriptors=DESCRIPTORS)
        try:
            book = marked(content, told, folder)
        except (FileRefusedError, MemoryError, KeyError, ValueError, TypeError):
            # What openpyxl cannot keep is no reason to lose what is wrong.
            book = _anew_or_refuse(content, told, folder)
    for start in range(0, len(book), PIECE):
        tell({"piece": b64encode(book[start : start + PIECE]).decode()})
    tell({"end": len(book)} if book else {"refused": "file.memory", "numbers": {}})
    sys.stdout.buffer.flush()


def _anew_or_refuse(content: bytes, told: dict[str, Any], folder: str) -> bytes:
    by_sheet: Marks = {}
    for sheet, line, cells, text in told["marks"]:
        by_sheet.setdefault(sheet, []).append((line, cells, text))
    try:
        return _anew(content, told, by_sheet, folder)
    except (FileRefusedError, MemoryError):
        return b""


if __name__ == "__main__":
    main()
