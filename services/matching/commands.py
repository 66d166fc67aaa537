"""Matching without a server: files in, a list out. Labels and gold are never read."""

import csv
import json
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import typer

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.matching import Match
from common.contracts.people import Worker
from common.intake.exchange import Exchange
from common.intake.exchange import id_at
from common.intake.exchange import read_exchange
from common.intake.files import UnreadableFileError
from common.intake.files import read_posts
from common.intake.files import read_workers
from common.intake.occupations import occupation_of
from common.intake.posts import understand_post
from common.intake.workers import understand_worker
from common.texts import say
from services.matching.answers import match_of
from services.matching.found import Found
from services.matching.index import Index

BEST = 10
NOBODY = UUID(int=0)
RANK = {Verdict.FIT: 0, Verdict.CONDITIONAL: 1, Verdict.OPEN_QUESTION: 2}
COLUMNS = ("worker", "rank", "verdict", "score", "post", "title", "minutes", "reasons")
# What a shell reads as "the input data was wrong".
WRONG_INPUT = 65

Row = dict[str, Any]


def judge_file(file: Path, ranking: Path) -> None:
    """Writes `{"person": ["post", … best first]}` with only what would be shown."""
    exchange = read_exchange(json.loads(file.read_text(encoding="utf-8")))
    shown = {
        person: [post for post, _ in judged]
        for person, judged in judge_exchange(exchange).items()
    }
    text = json.dumps(shown, ensure_ascii=False, indent=1)
    ranking.write_text(text + "\n", encoding="utf-8")


def judge_exchange(exchange: Exchange) -> dict[str, list[tuple[str, Found]]]:
    """The listed pairs of every person's pool, best first, by the file's own keys."""
    index = Index()
    people, posts = contracts_of(exchange)
    index.put_workers([(worker, 1) for worker in people.values()])
    index.put_posts([(post, 1) for post in posts.values()])
    told = {}
    for person, pool in exchange.pools.items():
        worker = people[person].id
        pairs = [
            (key, index.explain(worker, posts[key].id, exchange.as_of)) for key in pool
        ]
        listed = [pair for pair in pairs if pair[1].verdict in RANK]
        told[person] = sorted(listed, key=lambda pair: order_of(pair[1]))
    return told


def order_of(found: Found) -> tuple[int, int, UUID]:
    """Verdict, then score, then id: the order of every list."""
    return RANK[found.verdict], -found.score, found.post


def contracts_of(exchange: Exchange) -> tuple[dict[str, Worker], dict[str, Post]]:
    """Both sides understood; ids follow the order of the file."""
    workers = {
        key: understand_worker(stated, id=id_at(at))
        for at, (key, stated) in enumerate(exchange.workers.items())
    }
    posts = {}
    for at, (key, said) in enumerate(exchange.posts.items()):
        post = understand_post(said, id=id_at(at), employer=NOBODY)
        flags = (*post.flags, *exchange.flags[key])
        posts[key] = post.model_copy(update={"flags": flags})
    return workers, posts


def match_files(workers: Path, posts: Path, *, as_of: date, out: Path) -> None:
    """The ten best posts of everybody; wrong rows are all named, nothing is written."""
    try:
        people, offers = read_workers(workers), read_posts(posts)
    except UnreadableFileError as error:
        tell_wrong(error)
        raise typer.Exit(WRONG_INPUT) from error
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        typer.echo(say("files.form", form=out.suffix), err=True)
        raise typer.Exit(WRONG_INPUT)
    index = Index()
    keys = {}
    for at, (key, stated) in enumerate(offers.items()):
        state = "published" if stated.state == "draft" else stated.state
        post = understand_post(stated, id=id_at(at), employer=NOBODY, state=state)
        index.put_post(post, 1)
        keys[post.id] = (key, stated.title)
    understood = {k: understand_worker(s, id=NOBODY) for k, s in people.items()}
    writer(out, list(_rows(index, understood, keys, as_of)))


def _rows(
    index: Index,
    workers: Mapping[str, Worker],
    keys: Mapping[UUID, tuple[str, str]],
    as_of: date,
) -> Iterable[Row]:
    for key, worker in workers.items():
        listing = index.shortlist_for_worker(worker, today=as_of, top=BEST)
        for rank, found in enumerate(listing.items, 1):
            match = match_of(found, "zh")
            post, title = keys[found.post]
            yield {
                "worker": key,
                "rank": rank,
                "verdict": say(f"verdict.{found.verdict.value}"),
                "score": found.score / 1000,
                "post": post,
                "title": title,
                "minutes": found.minutes,
                "reasons": _reasons(match),
            }


def _reasons(match: Match) -> str:
    """What has to be agreed or asked; for a plain fit the way, hours and skill."""
    told = [r.text for r in match.reasons if r.outcome.value != "pass"]
    usual = ("reach", "week", "skill")
    plain = [r.text for r in match.reasons if r.rule.split(".")[0] in usual]
    return " ".join(told or plain)


def tell_wrong(error: UnreadableFileError) -> None:
    """What is wrong with a file, row by row."""
    if not error.wrong:
        typer.echo(say("files.unreadable", why=error.why), err=True)
    for wrong in error.wrong:
        told = say("files.row", row=wrong.row, field=wrong.field, why=wrong.why)
        typer.echo(told, err=True)


def _write_json(out: Path, rows: list[Row]) -> None:
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")


def _write_csv(out: Path, rows: list[Row]) -> None:
    # The mark at the start makes spreadsheet programs read the Chinese rightly.
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _write_xlsx(out: Path, rows: list[Row]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for at, row in enumerate(rows, 1):
            sheet.write_row(at, 0, [row[column] for column in COLUMNS])


WRITERS: dict[str, Callable[[Path, list[Row]], None]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}


def recognise_titles(file: Path, out: Path) -> None:
    """A column `title` in; the minor group, its name, and 1 where sure, as CSV."""
    with file.open(encoding="utf-8-sig", newline="") as told:
        rows = csv.DictReader(told)
        if "title" not in (rows.fieldnames or ()):
            typer.echo(say("files.no-titles"), err=True)
            raise typer.Exit(WRONG_INPUT)
        found = [(row["title"], occupation_of(row["title"] or "")) for row in rows]
    with out.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(("title", "code", "name", "sure"))
        for title, trade in found:
            known = (trade.code, trade.name, int(trade.sure)) if trade else ("", "", 0)
            writer.writerow((title, *known))
