"""Looking at rows before anything is written: every wrong field of every row."""

from typing import Any
from typing import Literal

from pydantic import BaseModel
from pydantic import ValidationError

from common.contracts.values import Contract
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker
from common.problems import field_errors
from common.texts import Language

Kind = Literal["workers", "posts"]
STATED: dict[Kind, type[BaseModel]] = {"workers": StatedWorker, "posts": StatedPost}


class WrongField(Contract):
    """One wrong field of a row, and why, for a person."""

    field: str
    message: str


class RowResult(Contract):
    """What became of one row; `row` counts from 1. A dry run gives no id."""

    row: int
    ok: bool
    id: str | None
    errors: tuple[WrongField, ...]


def look_at(kind: Kind, row: dict[str, Any], lang: Language) -> tuple[WrongField, ...]:
    """Every wrong stated field of a row; the service looks at the rest."""
    try:
        STATED[kind].model_validate(row.get("stated", {}))
    except ValidationError as wrong:
        errors = (error.public(lang) for error in field_errors(wrong.errors()))
        return tuple(
            WrongField(field=f"stated.{e['field']}", message=e["message"])
            for e in errors
        )
    return ()
