"""`doorstep advise` and `doorstep why-not`: two files in, a table for people out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import typer

from common.texts import say
from services.matching.advice_answers import Telling
from services.matching.advice_answers import advice_of
from services.matching.advising import advise
from services.matching.answers import match_of
from services.matching.commands import WRONG_INPUT
from services.matching.misses import why_not
from services.matching.near_workers import opened_or_not
from services.matching.reading_files import Held
from services.matching.reading_files import hold_files
from services.matching.sheets import FORMS
from services.matching.sheets import Line
from services.matching.sheets import write_table

ADVICE = ("post", "title", "change", "more", "fit", "conditional", "open", "text")
WHY_NOT = ("post", "title", "change", "reasons")
MOST_TOLD = 20


def advise_files(workers: Path, posts: Path, *, as_of: date, out: Path) -> None:
    """For every post: who could come now, and how many more under each change."""
    check_form(out)
    held = hold_files(workers, posts)
    lines = list(_advice_lines(held, as_of))
    write_table(out, _heads("advice", ADVICE), lines)
    typer.echo(say("advice.written", posts=len(held.posts), lines=len(lines)))


def check_form(out: Path) -> None:
    """Ends the command before any work if the file to write is of no known form."""
    if out.suffix.lower() not in FORMS:
        typer.echo(say("files.form", form=out.suffix), err=True)
        raise typer.Exit(WRONG_INPUT)


def _heads(table: str, names: tuple[str, ...]) -> list[str]:
    return [say(f"{table}.head.{name}") for name in names]


def _advice_lines(held: Held, as_of: date) -> Iterator[Line]:
    """The post as it is, then each change, then the pair."""
    telling = Telling("", "zh")
    for post, offer in held.posts.items():
        contract = held.index.post(post)
        told = advice_of(advise(held.index, contract, as_of), contract, telling)
        now = told.now
        counts = (now.fit, now.conditional, now.open_question)
        text = " ".join((told.text, *told.notes))
        yield (offer.key, offer.title, say("advice.as_it_is"), 0, *counts, text)
        for one in (*told.changes, *((told.pair,) if told.pair else ())):
            then = one.then
            counts = (then.fit, then.conditional, then.open_question)
            changes = "＋".join(change.text for change in one.changes)
            yield (offer.key, offer.title, changes, one.more, *counts, one.text)


def why_not_in_files(
    files: tuple[Path, Path], worker: str, *, as_of: date, out: Path | None
) -> None:
    """Why the nearest posts do not fit one worker, and what would open each."""
    if out is not None:
        check_form(out)
    held = hold_files(*files)
    person = held.worker_at(worker)
    if person is None:
        typer.echo(say("files.no_worker", worker=worker), err=True)
        raise typer.Exit(WRONG_INPUT)
    lines = []
    contract = held.index.worker(person)
    for near in why_not(held.index, person, as_of, MOST_TOLD).items:
        offer = held.posts[near.post]
        found = opened_or_not(held.index, contract, held.index.post(near.post), as_of)
        match = match_of(found, "zh")
        told = " ".join(r.text for r in match.reasons if r.outcome.value == "block")
        change = match.change.text if match.change else say("why_not.no_change")
        lines.append((offer.key, offer.title, change, told))
    if out is not None:
        write_table(out, _heads("why_not", WHY_NOT), lines)
        return
    for key, title, change, told in lines:
        typer.echo(
            say("why_not.line", post=key, title=title, reasons=told, change=change)
        )
