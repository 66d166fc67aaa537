"""Ages and retirement by a closed form of the oracle's own, and area prefixes."""

from datetime import date

# Original age in months, base birth month, months per step, most months of delay.
TRACKS = {
    "male": (720, 1965 * 12, 4, 36),
    "female55": (660, 1970 * 12, 4, 36),
    "female50": (600, 1975 * 12, 2, 60),
}


def age_on(birth: date, today: date) -> int:
    """Full years; who was born on 29 February turns a year older on 1 March."""
    years = today.year - birth.year
    if (today.month, today.day) < (birth.month, birth.day):
        return years - 1
    return years


def retirement_day(birth: date | None, sex: str | None, track: int) -> date | None:
    """The first day of the statutory retirement month; None when not known."""
    if birth is None or sex is None:
        return None
    kind = "male" if sex == "male" else f"female{track}"
    original, base, step, most = TRACKS[kind]
    month = birth.year * 12 + birth.month - 1
    k = month - base
    delay = 0 if k < 0 else min(most, k // step + 1)
    year, index = divmod(month + original + delay, 12)
    return date(year, index + 1, 1)


def prefix_of(area: str) -> str:
    """An area code without its trailing zero segments (2, 2, 2, 3 and 3 digits)."""
    segments = [area[0:2], area[2:4], area[4:6], area[6:9], area[9:12]]
    while segments and set(segments[-1]) == {"0"}:
        segments.pop()
    return "".join(segments)


def lies_in(area: str | None, outer: str) -> bool:
    """Whether an area is the outer one or lies inside it."""
    return area is not None and area.startswith(prefix_of(outer))
