"""What a law makes of a date: retirement months, and how long a paper is good for."""

from dataclasses import dataclass
from datetime import date

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Track:
    """One way into retirement, in months: the first age, and the stepwise delay.

    `base` is the first birth month (months since year 0) with a delay; None: no delay.
    """

    original: int
    base: int | None = None
    step: int = 1
    most: int = 0

    def month(self, born: int) -> int:
        """The retirement month of a birth month, both in months since year 0.

        Delay is 0 before the base month, else one month for each begun step, at most
        the cap.
        """
        if self.base is None or born < self.base:
            return born + self.original
        return (
            born + self.original + min(self.most, (born - self.base) // self.step + 1)
        )


def month_of(months: int) -> tuple[int, int]:
    """Year and month 1-12 of months since year 0."""
    return months // MONTHS, months % MONTHS + 1


def read_track(text: str) -> Track:
    """`60`, or `60 1965-01 4 36`: years, first month with delay, step, cap."""
    years, *delayed = text.split()
    if not delayed:
        return Track(_years(years))
    first, step, most = delayed
    year, month = first.split("-")
    base = int(year) * MONTHS + int(month) - 1
    if int(step) < 1 or int(most) < 0 or not 1 <= int(month) <= MONTHS:
        raise ValueError(text)
    return Track(_years(years), base, int(step), int(most))


def _years(text: str) -> int:
    years = int(text)
    if not 40 <= years <= 80:
        raise ValueError(text)
    return years * MONTHS


@dataclass(frozen=True, slots=True)
class Paper:
    """The terms of a licence: from and until which age, and years from its issue.

    `until` is the first age at which it no longer holds; `retirement` ends it with the
    month before the retirement month.
    """

    since: int | None = None
    until: int | None = None
    retirement: bool = False
    years: int | None = None

    def held_at(self, age: int) -> bool:
        """Whether somebody of an age may hold it; retirement is not looked at here."""
        early = self.since is not None and age < self.since
        return not early and not (self.until is not None and age >= self.until)

    def runs_out(self, issued: date) -> date | None:
        """The last day of a paper that names no end itself; None: it has none."""
        if self.years is None:
            return None
        return date.fromordinal(birthday(issued, self.years).toordinal() - 1)


def read_paper(text: str) -> Paper:
    """`from=18 until=63 years=6`, `until=retirement`; every part may be left out."""
    told = dict(part.split("=") for part in text.split())
    if set(told) - {"from", "until", "years"}:
        raise ValueError(text)
    until = told.get("until")
    retirement = until == "retirement"
    return Paper(
        since=_number(told.get("from")),
        until=None if retirement else _number(until),
        retirement=retirement,
        years=_number(told.get("years")),
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not 1 <= int(text) <= 99:
        raise ValueError(text)
    return int(text)


def birthday(born: date, years: int) -> date:
    """The day on which that many years are full; 29 February turns on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def day_of(text: str) -> date:
    """`2026-03-31` as a date."""
    return date.fromisoformat(text)
