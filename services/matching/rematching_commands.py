"""`doorstep rematch`: from two files, or from what matching itself has kept on disk."""

from datetime import date
from hashlib import blake2b
from pathlib import Path

import typer

from common.texts import say
from services.matching.arranging import refuse
from services.matching.exposure import Exposure
from services.matching.gathering import everybody
from services.matching.gathering import ids_of
from services.matching.gathering import living
from services.matching.reading_files import Held
from services.matching.reading_files import Offer
from services.matching.reading_files import hold_files
from services.matching.rematching_files import Order
from services.matching.rematching_files import Step
from services.matching.rematching_files import Summary
from services.matching.rematching_files import rematch_held
from services.matching.snapshotting import NAME
from services.matching.snapshotting import Snapshots
from services.matching.snapshotting import restore
from services.matching.views import Views

MOST_FAMILIES = 4


def rematch_files(
    files: tuple[Path, Path], *, as_of: date, top: int, out: Path, step: Step
) -> None:
    """All lists of two files."""
    with step("rematch.reading", 0) as told:
        held = hold_files(*files, told)
    source = "".join(blake2b(file.read_bytes()).hexdigest() for file in files)
    tell(rematch_held(Order(held, source, as_of, top, out, step)), out)


def rematch_snapshot(
    snapshot: tuple[Path, Path], *, as_of: date, top: int, out: Path, step: Step
) -> None:
    """All lists of matching's snapshot: (its folder, the key that opens it)."""
    folder, key = snapshot
    with step("rematch.reading", 0):
        held = hold_snapshot(folder, key, as_of)
    source = blake2b((folder / NAME).read_bytes()).hexdigest()
    tell(rematch_held(Order(held, source, as_of, top, out, step)), out)


def hold_snapshot(folder: Path, key: Path, as_of: date) -> Held:
    """What matching held when it wrote its snapshot, under the platform's own ids."""
    views = Views()
    secret = key.read_bytes() if key.is_file() else b""
    captured = Snapshots(folder, secret).read(views.full) if secret else None
    if captured is None:
        refuse("rematch.no_snapshot", folder=str(folder))
    restore(captured, views, ())
    part = everybody(views.full, as_of)
    people, offers = living(part)
    workers, posts = part.side.workers.rows[people], part.side.posts.rows[offers]
    return Held(
        views.full,
        {one: str(one) for one in ids_of(workers)},
        {one: Offer(str(one), views.full.post(one).title) for one in ids_of(posts)},
    )


def tell(summary: Summary, out: Path) -> None:
    """What it came to, on the terminal."""
    typer.echo(_evenness("rematch.people", summary.workers))
    typer.echo(_evenness("rematch.offers", summary.posts))
    told = [
        say("rematch.family", "zh", family=_family(family), count=count)
        for family, count in list(summary.families.items())[:MOST_FAMILIES]
    ]
    if told:
        typer.echo(say("rematch.families", "zh", told="；".join(told)))
    typer.echo(say("rematch.done", "zh", folder=str(out)))


def _evenness(key: str, side: Exposure) -> str:
    return say(
        key,
        "zh",
        listed=side.listed,
        unlisted=side.unlisted,
        shown=side.shown,
        gini=f"{side.gini:.2f}",
    )


def _family(family: str) -> str:
    return say(f"blocked_by.{family}")
