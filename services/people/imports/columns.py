"""What an office's own headings mean: fields that there are, and no others."""

from common.intake.headings import bare
from common.intake.headings import ledger_labels
from common.problems import FieldError
from common.problems import Invalid


class ColumnsAreWrong(Invalid):
    """Some columns were given a meaning that does not exist."""


def check_columns(columns: dict[str, str]) -> dict[str, str]:
    """Bare headings with their fields; ColumnsAreWrong names those without any."""
    known = ledger_labels()
    wrong = [
        FieldError(f"columns.{words}", "field.ledger.no-field")
        for words, field in columns.items()
        if field and field not in known
    ]
    if wrong:
        raise ColumnsAreWrong(*wrong)
    return {bare(words): field for words, field in columns.items()}
