"""`doorstep screen`: adverts of a file, each with what speaks against it."""

import csv
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer

from common.intake.files import UnreadableFileError
from common.intake.files import read_lines
from common.intake.normalise import plain
from common.intake.screening import Hit
from common.intake.screening import hits_in_text
from common.texts import Number
from common.texts import say
from services.jobs.posts.looking import sentence
from services.jobs.posts.looking import told

TEXT = ("text", "文本", "内容", "招聘内容", "岗位描述", "工作内容")
COLUMNS = ("row", "text", "verdict", "kind", "words", "law", "sentence")
FORMS = (".csv", ".xlsx")
# What a shell reads as "the input data was wrong".
WRONG_INPUT = 65
VERDICTS = ("refused", "look", "clean")
Line = tuple[str | int, ...]


def screen_file(file: Path, out: Path) -> None:
    """One line a hit, or one line of a clean advert; sums on the screen."""
    if out.suffix.lower() not in FORMS:
        _end(say("files.form", form=out.suffix))
    try:
        adverts = list(_adverts(read_lines(file)))
    except UnreadableFileError as error:
        _end(say("screen.unreadable", file=file.name, why=error.why))
    lines = [line for row, text in adverts for line in _screened(row, text)]
    write = _write_csv if out.suffix.lower() == ".csv" else _write_xlsx
    write(out, lines)
    sums = Counter(_verdict(hits_in_text(text)) for _, text in adverts)
    counts: dict[str, Number] = {name: sums[name] for name in VERDICTS}
    told_sums = {"count": len(adverts), "file": str(out), **counts}
    typer.echo(say("screen.done", "zh", **told_sums))


def _adverts(lines: list[list[object]]) -> Iterator[tuple[int, str]]:
    """(line, text) of the column that holds texts; the first where none is named."""
    names = [plain(str(name)).lower() for name in lines[0]] if lines else []
    at = next((place for place, name in enumerate(names) if name in TEXT), 0)
    for number, line in enumerate(lines[1:], 2):
        text = str(line[at]).strip() if at < len(line) and line[at] is not None else ""
        if text:
            yield number, text


def _verdict(hits: Iterable[Hit]) -> str:
    doubts = [hit.doubtful for hit in hits]
    if not doubts:
        return "clean"
    return "look" if all(doubts) else "refused"


def _screened(row: int, text: str) -> Iterator[Line]:
    hits = hits_in_text(text)
    verdict = say(f"screen.{_verdict(hits)}")
    if not hits:
        yield row, text, verdict, "", "", "", ""
    for hit in hits:
        why = sentence(told(hit)).public("zh")["message"]
        yield row, text, verdict, hit.code, hit.words, hit.law.zh, why


def _write_csv(out: Path, lines: list[Line]) -> None:
    # The mark at the start makes spreadsheet programs read the Chinese rightly.
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        # A cell that begins like a formula would be run by a spreadsheet program.
        writer.writerows([[_harmless(value) for value in line] for line in lines])


def _harmless(value: str | int) -> str | int:
    begins = isinstance(value, str) and value[:1] in ("=", "+", "-", "@")
    return f"'{value}" if begins else value


def _write_xlsx(out: Path, lines: list[Line]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([COLUMNS, *lines]):
            sheet.write_row(at, 0, line)


def _end(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(WRONG_INPUT)
