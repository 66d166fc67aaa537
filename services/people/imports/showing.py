"""What an officer is shown of a workbook: columns, lines, differences, in words."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from common.intake.names import mask_identity
from common.intake.names import mask_name
from common.intake.names import mask_phone
from common.problems import FieldError
from common.texts import Language
from common.texts import say
from common.texts import sentences
from services.people.imports.domain import Outcome
from services.people.imports.storage import ImportLineRow


class ShownColumn(BaseModel):
    """A heading of the workbook; `field` None: not understood, and not taken."""

    words: str
    field: str | None
    label: str | None


class Sheet(BaseModel):
    """A sheet with the line of its heading; None: no heading was found in it."""

    name: str
    heading: int | None
    columns: tuple[ShownColumn, ...]


class ShownError(BaseModel):
    """A cell that cannot be taken, and what helps."""

    field: str
    label: str
    message: str


class ShownDifference(BaseModel):
    """A field with what holds now and what the workbook says."""

    field: str
    label: str
    before: Any
    after: Any


class ShownLine(BaseModel):
    """One person of the workbook.

    `differences` would hold after writing; `kept` are older or weaker words, which only
    enter the history. `alike` are people who sound the same and share the birth date.
    """

    position: int
    sheet: str
    line: int
    outcome: Outcome
    worker: UUID | None
    name: str
    errors: tuple[ShownError, ...]
    differences: tuple[ShownDifference, ...]
    kept: tuple[ShownDifference, ...]
    alike: tuple[UUID, ...]


def label_of(field: str, lang: Language) -> str:
    """What people call a field; a field without a word of its own stands as it is."""
    key = f"ledger.{field.replace('_', '-')}"
    return say(key, lang) if key in sentences(lang) else field


def shown_sheets(
    sheets: Sequence[Mapping[str, Any]], lang: Language
) -> tuple[Sheet, ...]:
    """The sheets with their columns."""
    return tuple(
        Sheet(
            name=sheet["name"],
            heading=None if sheet["line"] is None else sheet["line"] + 1,
            columns=tuple(
                ShownColumn(
                    words=words, field=field, label=field and label_of(field, lang)
                )
                for _, words, field in sheet["columns"]
                if words
            ),
        )
        for sheet in sheets
    )


def shown_line(
    line: ImportLineRow, content: Mapping[str, Any], sheet: str, lang: Language
) -> ShownLine:
    """A line as an officer reads it; numbers of people are masked."""
    return ShownLine(
        position=line.position,
        sheet=sheet,
        line=line.line,
        outcome=line.outcome,
        worker=line.worker,
        name=mask_name(content["name"]) if content["name"] else "",
        errors=tuple(
            ShownError(
                field=field,
                label=label_of(field, lang),
                message=sentence(field, key, numbers, lang),
            )
            for field, key, numbers in content.get("wrong", ())
        ),
        differences=_differences(content.get("differences", ()), lang),
        kept=_differences(content.get("kept", ()), lang),
        alike=tuple(UUID(id) for id in content.get("alike", ())),
    )


def sentence(field: str, key: str, numbers: Mapping[str, Any], lang: Language) -> str:
    """Why a cell cannot be taken, and what helps."""
    return FieldError(field, key, dict(numbers)).public(lang)["message"]


def _differences(
    told: Sequence[tuple[str, Any, Any]], lang: Language
) -> tuple[ShownDifference, ...]:
    return tuple(
        ShownDifference(
            field=field,
            label=label_of(field, lang),
            before=_masked(field, before),
            after=_masked(field, after),
        )
        for field, before, after in told
    )


def _masked(field: str, value: Any) -> Any:
    if field in ("id_number", "certificate") and value:
        return mask_identity(value)
    if field == "phones" and value:
        return [mask_phone(number) for number in value]
    return value
