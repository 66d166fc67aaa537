"""When something about a person is due: a survey, a birthday of the law, a licence."""

from datetime import date
from datetime import timedelta

from common.contracts.tasks import TaskKind
from common.law import retirement_month
from common.law import rules_on

LICENCE_DAYS = 30
# Who turned an age is asked about it for so long, unless somebody spoke with them.
TURNED_DAYS = 90
YEARS_OF_RETIREMENT = range(50, 66)
SEXES = ("male", "female")


def half_year(today: date) -> tuple[date, date]:
    """The first and last day of the half-year in which the survey is due."""
    if today.month <= 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year, 7, 1), date(today.year, 12, 31)


def ages_of_the_law(today: date) -> list[tuple[TaskKind, int]]:
    """The ages that change what a person may do, as the law has them on this day."""
    rules = rules_on(today)
    return [
        ("turned_working_age", int(rules["working_age"])),
        ("turned_adult", int(rules["adult_age"])),
    ]


def retiring(today: date) -> list[tuple[str, date, date]]:
    """(sex, month of birth, month of retirement) of those who came to it lately.

    Women by the earlier of their two ages, so that nobody is asked too late.
    """
    since = today - timedelta(days=TURNED_DAYS)
    found = []
    for sex in SEXES:
        for year in (today.year - years for years in YEARS_OF_RETIREMENT):
            for born in (date(year, month, 1) for month in range(1, 13)):
                month = retirement_month(born, sex)
                if month and since < month <= today:
                    found.append((sex, born, month))
    return found
