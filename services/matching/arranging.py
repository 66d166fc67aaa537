"""`doorstep assign` and `doorstep pairs`: people of two files arranged together."""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import typer

from common.contracts.assignments import Assignment
from common.contracts.pairs import PairedMatches
from common.contracts.people import Worker
from common.texts import say
from services.matching.assigning import Wish
from services.matching.assigning import assign
from services.matching.commands import WRONG_INPUT
from services.matching.gathering import everybody
from services.matching.pairing import pairs_for
from services.matching.pairing_answers import paired_matches
from services.matching.proposals import assignment_of
from services.matching.reading_files import Held
from services.matching.reading_files import hold_files
from services.matching.sheets import FORMS
from services.matching.sheets import Line
from services.matching.sheets import write_book
from services.matching.sheets import write_table
from services.matching.solving import SolverIsMissing

MOST_PAIRED = 50
PEOPLE = ("worker", "post", "title", "verdict", "score", "text")
POSTS = ("post", "title", "seats", "taken", "text")
PAIRED = ("post", "title", "other_post", "other_title", "verdict", "score", "text")


def assign_files(
    files: tuple[Path, Path],
    *,
    as_of: date,
    out: Path,
    seats: Sequence[str] = (),
    ask: bool = False,
) -> None:
    """Writes who is proposed for which post, and why somebody gets nothing."""
    if out.suffix.lower() not in FORMS:
        refuse("files.form", form=out.suffix)
    held = hold_files(*files)
    wish = Wish(seats=_seats(seats, held), ask=ask)
    try:
        proposal = assign(everybody(held.index, as_of), wish, as_of)
    except SolverIsMissing as missing:
        refuse("problem.solver-is-missing", **missing.numbers)
    told = assignment_of(proposal, as_of.isoformat(), "zh")
    people = sorted(_people(told, held), key=lambda line: str(line[1]) == "")
    if out.suffix.lower() == ".xlsx":
        offers = list(_offers(told, held))
        named = say("assign.sheet.people"), say("assign.sheet.posts")
        write_book(out, {named[0]: (PEOPLE, people), named[1]: (POSTS, offers)})
    else:
        write_table(out, PEOPLE, people)
    typer.echo(told.text)


def pair_files(
    files: tuple[Path, Path], keys: tuple[str, str], *, as_of: date, out: Path
) -> None:
    """Writes where two people can go together, then what fails, and on which day."""
    if out.suffix.lower() not in FORMS:
        refuse("files.form", form=out.suffix)
    held = hold_files(*files)
    people = [_person(held, key) for key in keys]
    good, bad = pairs_for(held.index, (people[0], people[1]), as_of, MOST_PAIRED)
    told = paired_matches(good, bad, as_of.isoformat(), "zh")
    write_table(out, PAIRED, list(_paired(told, held)))
    typer.echo(told.text)


def _person(held: Held, key: str) -> Worker:
    found = held.worker_at(key)
    if found is None:
        refuse("pair.unknown", named=key)
    return held.index.worker(found)


def _paired(told: PairedMatches, held: Held) -> Iterator[Line]:
    for one in told.items:
        posts = [held.posts[side.post] for side in one.sides]
        verdict = say(f"verdict.{one.verdict.value}")
        yield *posts[0], *posts[1], verdict, one.score / 1000, one.text
    for miss in told.misses:
        posts = [held.posts[post] for post in miss.posts]
        yield *posts[0], *posts[1], "", None, miss.text


def refuse(text: str, **numbers: str | int | float) -> NoReturn:
    """Says what was wrong with what was asked, and ends the command."""
    typer.echo(say(text, "zh", **numbers), err=True)
    raise typer.Exit(WRONG_INPUT)


def _seats(asked: Sequence[str], held: Held) -> dict[UUID, int]:
    """`KEY=3` as places by post; an unknown key or another form ends the command."""
    ids = {offer.key: post for post, offer in held.posts.items()}
    found = {}
    for one in asked:
        key, _, count = one.rpartition("=")
        if key not in ids or not count.isdecimal():
            refuse("assign.seats", asked=one)
        found[ids[key]] = int(count)
    return found


def _people(told: Assignment, held: Held) -> Iterator[Line]:
    for one in told.assigned:
        offer = held.posts[one.post]
        verdict = say(f"verdict.{one.verdict.value}")
        score = one.score / 1000
        yield held.workers[one.worker], offer.key, offer.title, verdict, score, ""
    for left in told.not_this_time:
        yield held.workers[left.worker], "", "", "", None, left.text


def _offers(told: Assignment, held: Held) -> Iterator[Line]:
    for one in told.posts:
        offer = held.posts[one.post]
        yield offer.key, offer.title, one.seats, one.taken, one.text
