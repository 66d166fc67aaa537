"""Who may take how much out, and how much of a number stands in it."""

from typing import Literal

from common.intake.names import mask_identity
from common.intake.templates import columns_of
from common.problems import FieldError
from common.problems import Forbidden
from common.problems import TooLarge
from services.people.imports.columns import ColumnsAreWrong

# How numbers are written: hidden but for their ends, the last four, or in full.
Numbers = Literal["masked", "last4", "full"]
MOST_ROWS = 5_000
FULL_FOR = ("township", "county")


class FullNumbersAreNotYours(Forbidden):
    """Numbers in full leave the office above the village only."""


class TooManyToExport(TooLarge):
    """So many people do not leave in one workbook; a village or a town can."""


def check_numbers(role: str, numbers: Numbers) -> None:
    """FullNumbersAreNotYours unless the role may take numbers out as they are."""
    if numbers == "full" and role not in FULL_FOR:
        raise FullNumbersAreNotYours


def shown_number(number: str | None, numbers: Numbers) -> str:
    """A number as it leaves; stars tell the way back in that nothing is said."""
    if not number:
        return ""
    if numbers == "full":
        return number
    return mask_identity(number) if numbers == "masked" else f"***{number[-4:]}"


def check_fields(fields: tuple[str, ...]) -> None:
    """ColumnsAreWrong names every column that a ledger does not have."""
    known = {column.field for column in columns_of("workers")}
    wrong = [
        FieldError(f"columns.{at}", "field.ledger.no-field")
        for at, field in enumerate(fields)
        if field not in known
    ]
    if wrong:
        raise ColumnsAreWrong(*wrong)
