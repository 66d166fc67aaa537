"""The program that opens a workbook: with little memory, little time, and no network.

`python -m services.people.imports.jail read` takes the file on standard input and
gives frames on standard output: four bytes of length, then compressed JSON. The first
frame of a sheet is its name; the last frame says that all is told, or why not.
"""

import codecs
import csv
import ctypes
import datetime
import io
import resource
import sys
import zlib
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

import orjson
import python_calamine as calamine

from services.people.imports.vetting import MOST_CELL
from services.people.imports.vetting import MOST_COLUMNS
from services.people.imports.vetting import MOST_ROWS
from services.people.imports.vetting import SPARE_ROWS
from services.people.imports.vetting import FileRefusedError
from services.people.imports.vetting import form_of

MEMORY = 1 << 30
CPU_S = 60
ROWS_A_FRAME = 500
NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000
Line = list[Any]
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def confine(*, descriptors: int) -> None:
    """Give away what a program that only reads does not need, for good."""
    # Found on disk when first asked for, and nothing on disk can be opened later.
    for encoding in ("utf-8-sig", "gb18030", "utf-16-le", "cp437", "latin-1"):
        codecs.lookup(encoding)
    libc = ctypes.CDLL(None)
    # Where the kernel allows it there is no network at all from here on.
    if libc.unshare(NEW_NETWORK):
        libc.unshare(NEW_USER | NEW_NETWORK)
    for name, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
        # With no descriptor left nothing can be opened: no file and no socket.
        (resource.RLIMIT_NOFILE, descriptors),
    ):
        resource.setrlimit(name, (most, most))


def tell(value: Any) -> None:
    """One frame on standard output."""
    packed = zlib.compress(orjson.dumps(value), 1)
    sys.stdout.buffer.write(len(packed).to_bytes(4) + packed)


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterable[Line], Merged]]:
    """Name, lines and merged cells of every sheet that a person sees."""
    form = form_of(content)
    if form == "csv":
        yield "", _csv_lines(content), []
        return
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.visible != calamine.SheetVisibleEnum.Visible:
                continue
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            _check_size(sheet)
            yield meta.name, sheet.iter_rows(), sheet.merged_cell_ranges or []
    except calamine.PasswordError as error:
        raise FileRefusedError("file.password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError("file.broken") from error


def _check_size(sheet: calamine.CalamineSheet) -> None:
    end = sheet.end or (0, 0)
    if end[0] >= MOST_ROWS + SPARE_ROWS:
        raise FileRefusedError("file.rows", most=MOST_ROWS)
    if end[1] >= MOST_COLUMNS:
        raise FileRefusedError("file.columns", most=MOST_COLUMNS)


def _csv_lines(content: bytes) -> Iterator[Line]:
    csv.field_size_limit(4 * MOST_CELL)
    text = _decoded(content)
    first = text[: text.find("\n")] if "\n" in text else text
    mark = max(",\t;", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    except csv.Error as error:
        raise FileRefusedError("file.broken") from error


def _decoded(content: bytes) -> str:
    """UTF-8, else what Chinese Windows writes; anything else is no table of ours."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefusedError("file.encoding")


def spread(lines: Iterable[Line], merged: Merged) -> Iterator[Line]:
    """The lines with merged cells filled: a household's head stands in every row.

    Only what is merged downwards: a title over many columns is no value of theirs.
    """
    starts: dict[int, Merged] = {top: [] for (top, _), _ in merged}
    for one in merged:
        if one[1][0] > one[0][0]:
            starts[one[0][0]].append(one)
    running: list[tuple[int, int, Any]] = []
    for number, line in enumerate(lines):
        running = [part for part in running if part[0] >= number]
        for _, column, value in running:
            if column < len(line) and line[column] == "":
                line[column] = value
        for (_, left), (last, _) in starts.get(number, ()):
            if left < len(line):
                running.append((last, left, line[left]))
        yield line


def plain(value: Any) -> Any:
    """A cell as JSON holds it."""
    match value:
        case str():
            if len(value) > MOST_CELL:
                raise FileRefusedError("file.cell", most=MOST_CELL)
            return value
        case bool() | int() | float():
            return value
        case datetime.datetime():
            return {"d": value.date().isoformat()}
        case datetime.date():
            return {"d": value.isoformat()}
        case None:
            return ""
        case _:
            return str(value)


def frames(content: bytes) -> Iterator[dict[str, Any]]:
    """Every sheet, a few hundred lines at a time; at the end that it is the end.

    Trailing blanks are left out, and so are lines of nothing else.
    """
    rows = 0
    for name, lines, merged in sheets_of(content):
        yield {"sheet": name}
        frame: list[tuple[int, Line]] = []
        for number, line in enumerate(spread(lines, merged), 1):
            cells = [plain(value) for value in line]
            while cells and cells[-1] == "":
                cells.pop()
            if not cells:
                continue
            rows += 1
            _check_count(rows, len(cells))
            frame.append((number, cells))
            if len(frame) == ROWS_A_FRAME:
                yield {"rows": frame}
                frame = []
        yield {"rows": frame}
    yield {"end": rows}


def _check_count(rows: int, columns: int) -> None:
    if rows > MOST_ROWS + SPARE_ROWS:
        raise FileRefusedError("file.rows", most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise FileRefusedError("file.columns", most=MOST_COLUMNS)


def main() -> None:
    """Reads standard input; a refusal is the last frame and status 0."""
    content = sys.stdin.buffer.read()
    confine(descriptors=3)
    try:
        for frame in frames(content):
            tell(frame)
    except FileRefusedError as refused:
        tell({"refused": refused.key, "numbers": refused.numbers})
    except MemoryError:
        tell({"refused": "file.memory", "numbers": {}})
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
