"""`doorstep template`: an empty workbook to fill in."""

from pathlib import Path
from typing import Annotated
from typing import Literal

import typer


def template(
    kind: Literal["workers", "posts"],
    out: Annotated[Path, typer.Option(help="The .xlsx to write.")],
) -> None:
    """Write an empty workbook: instructions, drop-downs, text columns."""
    from common.intake.templates import template as made

    out.write_bytes(made(kind))
