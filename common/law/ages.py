"""Ages and the statutory retirement month, by the law's own stepwise formula."""

from datetime import date

from common.law.calendar import month_of
from common.law.calendar import read_track
from common.law.rules import RuleSet
from common.law.standing import default_rules


def age_on(birth: date, today: date) -> int:
    """Full years; born on 29 February one turns a year older on 1 March.

    Negative for a birth after `today`.
    """
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (0 if had_birthday else 1)


def retirement_month(
    birth: date | None,
    sex: str | None,
    female_track: int = 50,
    rules: RuleSet | None = None,
) -> date | None:
    """First day of the month from which a person is over age; None if not known.

    The day does not depend on when one asks: of several dated versions that one holds
    under which the month itself falls, so a replay of any past day needs no other.
    """
    if birth is None or sex is None:
        return None
    track = "male" if sex == "male" else f"female{female_track}"
    born = birth.year * 12 + birth.month - 1
    found: date | None = None
    for rule in (rules or default_rules()).versions(f"retirement.{track}"):
        if found is not None and found < rule.valid_from:
            return found
        year, month = month_of(read_track(rule.value).month(born))
        found = max(date(year, month, 1), rule.valid_from.replace(day=1))
    return found
