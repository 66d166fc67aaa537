"""Local files of workers and posts: .json, .csv (UTF-8 or GB18030) and plain .xlsx.

A row is named by its key column, else by its place. All wrong rows are told at once,
each with its row number and the sentence's key.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from typing import Literal

import python_calamine
from pydantic import ValidationError

from common.intake.cells import read_cell
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import plain
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker

Kind = Literal["worker", "post"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that could not be read: its number as people count it, field, and why."""

    row: int
    field: str
    why: str


class UnreadableFileError(ValueError):
    """The file has another form, or rows that are wrong; `wrong` lists all of them."""

    def __init__(self, why: str, wrong: tuple[WrongRow, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.wrong = wrong


def read_workers(path: Path) -> dict[str, StatedWorker]:
    """Statements by key; UnreadableFileError lists every wrong row."""
    return _read(path, "worker", StatedWorker)


def read_posts(path: Path) -> dict[str, StatedPost]:
    """Statements by key; UnreadableFileError lists every wrong row."""
    return _read(path, "post", StatedPost)


def read_lines(path: Path) -> list[list[object]]:
    """The cells of a .csv or .xlsx, line by line, the heading first."""
    match path.suffix.lower():
        case ".csv":
            return _csv_lines(path)
        case ".xlsx":
            return _sheet_lines(path)
        case other:
            raise UnreadableFileError(f"form {other}")


def _read(path: Path, kind: Kind, shape: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    wrong: list[WrongRow] = []
    for number, row in _rows(path, kind):
        key = str(row.pop("key", "") or number)
        try:
            if key in found:
                raise ValueError(f"key: {key}")
            found[key] = shape.model_validate(row)
        except ValidationError as error:
            wrong += [
                WrongRow(number, ".".join(map(str, e["loc"])), e["msg"])
                for e in error.errors()
            ]
        except ValueError as error:
            wrong.append(WrongRow(number, "key", str(error)))
    if wrong:
        raise UnreadableFileError("rows", tuple(wrong))
    return found


def _rows(path: Path, kind: Kind) -> Iterator[tuple[int, Row]]:
    """(row number, field → value) of any of the three forms."""
    match path.suffix.lower():
        case ".json":
            yield from _json_rows(path)
        case ".csv":
            yield from _table_rows(_csv_lines(path), kind)
        case ".xlsx":
            yield from _table_rows(_sheet_lines(path), kind)
        case other:
            raise UnreadableFileError(f"form {other}")


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnreadableFileError("json") from error
    if not isinstance(document, list):
        # The rows under any one name; a document without a list is one row by itself.
        first = next(iter(document.values()))
        document = first if isinstance(first, list) else [document]
    for number, row in enumerate(document, 1):
        yield number, {("key" if k == "id" else k): v for k, v in row.items()}


def _csv_lines(path: Path) -> list[list[object]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return [list(line) for line in csv.reader(io.StringIO(text))]


def _sheet_lines(path: Path) -> list[list[object]]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [list(line) for line in book.get_sheet_by_index(0).to_python()]
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFileError("xlsx") from error


def _table_rows(lines: list[list[object]], kind: Kind) -> Iterator[tuple[int, Row]]:
    known = {
        alias.lower(): row["field"]
        for row in rows("columns.csv")
        if row["kind"] == kind
        for alias in cell(row["aliases"])
    }
    if not lines:
        raise UnreadableFileError("empty")
    fields = [known.get(plain(str(name)).lower()) for name in lines[0]]
    if not any(fields):
        raise UnreadableFileError("header")
    for number, line in enumerate(lines[1:], 2):
        if any(str(value).strip() for value in line):
            yield number, _row_of(fields, line, kind)


def _row_of(fields: list[str | None], line: list[object], kind: Kind) -> Row:
    found: Row = {}
    for field, value in zip(fields, line, strict=False):
        text = str(value).strip() if value is not None else ""
        if field and text not in ("", "/", "—", "-"):
            found.update(read_cell(kind, field, text))
    lat, lng = found.pop("lat", None), found.pop("lng", None)
    if lat is not None and lng is not None:
        found["place"] = {"lat": lat, "lng": lng, "source": "manual"}
    return found
