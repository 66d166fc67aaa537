"""`doorstep rematch`: what it reads, and how far it has come on the terminal."""

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import typer

from common.texts import say
from deploy.folders import LocalFolder
from deploy.local import wanted_from_environment
from deploy.progress import Advance
from deploy.progress import step

WRONG_INPUT = 65


def rematch(
    files: tuple[Path, Path] | None, *, running: bool, out: Path, top: int, as_of: date
) -> None:
    """Two files, or what the platform of this machine has kept; not both, not none."""
    from services.matching.rematching_commands import rematch_files
    from services.matching.rematching_commands import rematch_snapshot

    if (files is None) is not running:
        typer.echo(say("rematch.source"), err=True)
        raise typer.Exit(WRONG_INPUT)
    if files is not None:
        rematch_files(files, as_of=as_of, top=top, out=out, step=_shown)
        return
    kept = LocalFolder(wanted_from_environment().root)
    snapshot = (kept.snapshots, kept.keys / "matching.private.json")
    rematch_snapshot(snapshot, as_of=as_of, top=top, out=out, step=_shown)


def _shown(key: str, total: int) -> AbstractContextManager[Advance]:
    return step(key, total=total or None)
