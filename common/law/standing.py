"""The built-in rule set, read and checked once, and what of it holds on a day."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from common.law.reading import Fault
from common.law.reading import Files
from common.law.reading import RuleSetRefused
from common.law.reading import files_in
from common.law.reading import read_rules
from common.law.rules import RuleSet

FOLDER = Path(__file__).parent / "data"
STATED = ("limit.", "group_set.")


@cache
def default_rules() -> RuleSet:
    """What the product ships."""
    return read_rules(files_in(FOLDER))


def rules_above(files: Files) -> RuleSet:
    """The built-in set with a county's files above it; or RuleSetRefused.

    What registering people or posts already used is refused here: their facts are
    stored as they were understood, so such a line would hold for nobody.
    """
    rules = rules_to_try(files)
    faults = tuple(
        Fault(rule.file, rule.line, "stated", {"name": rule.key})
        for rule in rules.rules
        if rule.layer and rule.key.startswith(STATED)
    )
    if faults:
        raise RuleSetRefused(faults)
    return rules


def rules_to_try(files: Files) -> RuleSet:
    """The same for a trial on files, where everybody is understood anew."""
    return read_rules(files_in(FOLDER), files)


def rules_with(folder: Path | None) -> RuleSet:
    """The built-in set with a county's folder above it; or RuleSetRefused."""
    return default_rules() if folder is None else rules_above(files_in(folder))


def rules_on(today: date, area: str = "") -> Mapping[str, str]:
    """Key → value of the built-in set in force on a day in an area."""
    return default_rules().on(today, area)
