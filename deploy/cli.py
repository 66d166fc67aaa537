"""`doorstep`: the commands, each handed to the member that owns it.

Members are imported inside the commands: one that is not installed here, or that
takes a second to import, is no burden to the others.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Annotated
from typing import Any
from zoneinfo import ZoneInfo

import typer

from deploy.templates import template

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)
rules = typer.Typer(no_args_is_help=True, help="Try a county's own rules out.")
app.add_typer(rules, name="rules")
app.command()(template)
_SHANGHAI = ZoneInfo("Asia/Shanghai")

Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day that counts as today."),
]


@app.callback()
def keep_compiled_code() -> None:
    """Doorstep 家门口: put people in work they can do, reach and keep."""
    # Beside the environment, as `make` has it: what was compiled there is found again.
    kept = Path(sys.prefix) / ".numba_cache"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(kept))


@app.command()
def run() -> None:
    """Start the whole platform on this machine; PORT and SCALE may be set."""
    from deploy.local import run as run_platform

    raise typer.Exit(run_platform())


@app.command()
def restart() -> None:
    """Start every program of the running platform anew, without a gap for anybody."""
    from deploy.local import wanted_from_environment
    from deploy.rolling import restart as roll

    _or_say_why(lambda: roll(wanted_from_environment()))


@app.command()
def demo() -> None:
    """Print the stories of five people, from the running platform or one of its own."""
    from deploy.demo import demo as tell_stories

    raise typer.Exit(tell_stories(sys.stdout))


@app.command()
def backup(
    out: Annotated[Path | None, typer.Option(help="Where the folder is made.")] = None,
) -> None:
    """Back up a local run: all databases at one moment, with the keys; it may run."""
    from deploy.backups import back_up
    from deploy.local import wanted_from_environment

    _or_say_why(lambda: back_up(wanted_from_environment(), out))


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    present_is_lost: Annotated[
        bool,
        typer.Option(
            "--present-is-lost",
            help="Go on although withdrawals since the backup cannot be read.",
        ),
    ] = False,
) -> None:
    """Bring a backup back; who has withdrawn since stays withdrawn."""
    from deploy.local import wanted_from_environment
    from deploy.restoring import restore as bring_back

    wanted = wanted_from_environment()
    _or_say_why(lambda: bring_back(wanted, backup, present_is_lost=present_is_lost))


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    workers: Annotated[int, typer.Option(min=50)] = 20_000,
    posts: Annotated[int, typer.Option(min=100)] = 2_000,
    seed: Annotated[int | None, typer.Option()] = None,
    as_of: Day = None,
) -> None:
    """Write the sample county as JSON lines: same seed and day, same bytes."""
    from deploy.sample.county import SEED
    from deploy.sample.county import county
    from deploy.sample.dump import dump
    from deploy.telling import tell

    drawn = county(
        today=_day(as_of),
        seed=SEED if seed is None else seed,
        worker_count=workers,
        post_count=posts,
    )
    counts = dump(drawn, out)
    tell("deploy.sample.written", lines=sum(counts.values()), folder=str(out))


@app.command()
def match(
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    posts: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    as_of: Day = None,
) -> None:
    """Match two files, without any server."""
    from services.matching.commands import match_files

    match_files(workers, posts, as_of=_day(as_of), out=out)


@app.command()
def assign(  # noqa: PLR0913 - each is an option
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    posts: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The .xlsx, .csv or .json to write.")],
    capacity: Annotated[
        list[str] | None, typer.Option(help="POST=3: places, not the openings.")
    ] = None,
    ask: Annotated[
        bool, typer.Option(help="Propose also where a question is still open.")
    ] = False,
    as_of: Day = None,
) -> None:
    """Arrange several people and posts together: a fair, a bus, a workshop."""
    from services.matching.arranging import assign_files

    files = (workers, posts)
    assign_files(files, as_of=_day(as_of), out=out, seats=capacity or (), ask=ask)


@app.command()
def pairs(  # noqa: PLR0913 - each is an option
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    posts: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    worker: Annotated[str, typer.Option(help="The key of one of the two.")],
    partner: Annotated[str, typer.Option("--with", help="The key of the other.")],
    out: Annotated[Path, typer.Option(help="The .xlsx, .csv or .json to write.")],
    as_of: Day = None,
) -> None:
    """Where two people of one household can go to work together, or why not."""
    from services.matching.arranging import pair_files

    pair_files((workers, posts), (worker, partner), as_of=_day(as_of), out=out)


@app.command()
def rematch(  # noqa: PLR0913 - each is an option
    out: Annotated[Path, typer.Option(file_okay=False, help="A folder to write to.")],
    workers: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    posts: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    running: Annotated[
        bool, typer.Option(help="This machine's platform instead of two files.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_of: Day = None,
) -> None:
    """Match everybody with everything; when broken off, run it again to go on."""
    from deploy.rematching import rematch as rematch_all

    files = (workers, posts) if workers and posts else None
    rematch_all(files, running=running, out=out, top=top, as_of=_day(as_of))


@app.command()
def advise(
    post: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The .xlsx, .csv or .json to write.")],
    as_of: Day = None,
) -> None:
    """Tell what would bring a post more people, and how many."""
    from services.matching.advice_commands import advise_files

    advise_files(workers, post, as_of=_day(as_of), out=out)


@app.command()
def why_not(
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    posts: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    worker: Annotated[str, typer.Option(help="The worker's key in the file.")],
    out: Annotated[Path | None, typer.Option(help="Where to write instead.")] = None,
    as_of: Day = None,
) -> None:
    """Tell why the nearest posts do not fit a worker, and what would open them."""
    from services.matching.advice_commands import why_not_in_files

    why_not_in_files((workers, posts), worker, as_of=_day(as_of), out=out)


@app.command()
def judge(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    ranking: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Rank the pools of an exchange file; labels in it are never read."""
    from services.matching.commands import judge_file

    judge_file(file, ranking)


@app.command()
def titles(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Recognise the job titles of a file."""
    from services.matching.commands import recognise_titles

    recognise_titles(file, out)


@app.command()
def screen(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The file to write: .csv or .xlsx.")],
) -> None:
    """Screen adverts: what may not be shown, what an officer must see, and the law."""
    from services.jobs.screening import screen_file

    screen_file(file, out)


@rules.command()
def check(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
) -> None:
    """Say whether a folder of rules is right: every fault with its file and line."""
    from services.matching.rulesets_commands import check_folder

    check_folder(folder)


@rules.command(name="try")
def try_out(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    workers: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    posts: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    as_of: Day = None,
) -> None:
    """Say which matches of two files would change under a folder of rules."""
    from services.matching.rulesets_commands import try_folder

    try_folder(folder, workers, posts, as_of=_day(as_of))


def _or_say_why(work: Callable[[], object]) -> None:
    """Do it; what stands in the way is said in both languages, with status 1."""
    from deploy.telling import CannotGoOn
    from deploy.telling import tell_failure

    try:
        work()
    except CannotGoOn as failure:
        tell_failure(failure)
        raise typer.Exit(1) from failure


def _day(asked: datetime | None) -> date:
    """The asked day, or today where the county is."""
    return (asked or datetime.now(_SHANGHAI)).date()


def main() -> Any:
    """What the console script calls."""
    return app()


if __name__ == "__main__":
    main()
