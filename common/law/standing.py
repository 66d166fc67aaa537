"""The built-in rule set, read and checked once, and what of it holds on a day."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from common.law.reading import read_rules
from common.law.rules import RuleSet

FOLDER = Path(__file__).parent / "data"


@cache
def default_rules() -> RuleSet:
    """What the product ships."""
    return read_rules(FOLDER)


def rules_with(folder: Path | None) -> RuleSet:
    """The built-in set with a county's folder above it; or RuleSetRefused."""
    return default_rules() if folder is None else read_rules(FOLDER, folder)


def rules_on(today: date, area: str = "") -> Mapping[str, str]:
    """Key → value of the built-in set in force on a day in an area."""
    return default_rules().on(today, area)
