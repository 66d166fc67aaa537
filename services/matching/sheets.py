"""Tables as files for people: .csv, .xlsx and .json, each replaced as a whole."""

import csv
import io
import json
from collections.abc import Iterable
from collections.abc import Sequence
from pathlib import Path

from services.matching.keeping_rematch import replace_file

Cell = str | int | float | None
Line = Sequence[Cell]
Sheet = tuple[Sequence[str], Iterable[Line]]
FORMS = (".csv", ".xlsx", ".json")
# Strings that look like formulas or links stay what they are: strings.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}


def write_table(out: Path, header: Sequence[str], lines: Iterable[Line]) -> None:
    """One table in the form that the file's ending names, one of FORMS."""
    {".csv": _csv, ".xlsx": _xlsx, ".json": _json}[out.suffix.lower()](
        out, header, lines
    )


def _csv(out: Path, header: Sequence[str], lines: Iterable[Line]) -> None:
    partial = out.with_name(out.name + ".partial")
    # The mark at the start makes spreadsheet programs read the Chinese rightly.
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(lines)
    partial.replace(out)


def _xlsx(out: Path, header: Sequence[str], lines: Iterable[Line]) -> None:
    write_book(out, {"1": (header, lines)})


def _json(out: Path, header: Sequence[str], lines: Iterable[Line]) -> None:
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    replace_file(out, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())


def write_book(out: Path, sheets: dict[str, Sheet]) -> None:
    """A workbook of several tables, by the name of their sheet."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**PLAIN, "in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, (header, lines) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, header, bold)
            for at, line in enumerate(lines, 1):
                sheet.write_row(at, 0, line)
    replace_file(out, content.getvalue())
