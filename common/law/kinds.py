"""The kinds of value a rule line may hold: how each is read, checked, and tried out.

A value that cannot be read raises `Unreadable` with the reason's key; `answer` says
what a value makes of one question, which is how the examples of a line are run.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from math import exp
from typing import Any

from common.contracts.codes import DEMANDS
from common.contracts.codes import GROUPS
from common.contracts.codes import TRAITS
from common.law.calendar import Paper
from common.law.calendar import Track
from common.law.calendar import day_of
from common.law.calendar import month_of
from common.law.calendar import read_paper
from common.law.calendar import read_track

PARTS = ("distance", "skills", "week", "pay", "wish", "terms", "ease")
ALL_POINTS = 100_000
TERRAINS = ("plain", "hilly", "mountain")
FALLING_KM = 5.0


class Unreadable(ValueError):  # noqa: N818 - what the value is
    """A value that means nothing; `why` is a key of the texts, `what` the culprit."""

    def __init__(self, why: str, what: str) -> None:
        super().__init__(f"{why}: {what}")
        self.why = why
        self.what = what


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value of one kind is read, and what it answers to a question."""

    read: Callable[[str], Any]
    answer: Callable[[Any, str], str]


def whole(text: str) -> int:
    """A whole number; nothing else is let through."""
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise Unreadable("value", text)
    return int(text)


def money(text: str) -> float:
    """An amount in yuan, above 0."""
    try:
        amount = float(text)
    except ValueError as error:
        raise Unreadable("value", text) from error
    if not 0 < amount < 100_000:
        raise Unreadable("bounds", text)
    return amount


def known(codes: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """A reader of codes with blanks between them; a stranger among them is named."""

    def read(text: str) -> tuple[str, ...]:
        for code in text.split():
            if code not in codes:
                raise Unreadable("code", code)
        return tuple(text.split())

    return read


def months(text: str) -> tuple[int, ...]:
    """`4 7 10`: months 1-12, each once, and not all of them."""
    told = tuple(whole(month) for month in text.split())
    if len(set(told)) != len(told) or not 0 < len(told) < 12:
        raise Unreadable("value", text)
    if not all(1 <= month <= 12 for month in told):
        raise Unreadable("bounds", text)
    return told


def levels(text: str) -> dict[str, int]:
    """`CLIMB:3 CHEM:2`: from which level on a demand counts."""
    told = {}
    for pair in text.split():
        code, _, level = pair.partition(":")
        if code not in DEMANDS:
            raise Unreadable("demand", code)
        if level not in ("1", "2", "3"):
            raise Unreadable("value", pair)
        told[code] = int(level)
    return told


def weights(text: str) -> dict[str, int]:
    """The most points of every part in thousandths: none negative, 100,000 in all."""
    told = {}
    for pair in text.split():
        name, _, points = pair.partition(":")
        told[name] = whole(points)
    if set(told) != set(PARTS) or len(text.split()) != len(PARTS):
        raise Unreadable("weights_parts", text)
    if min(told.values()) < 0:
        raise Unreadable("weights_negative", text)
    if sum(told.values()) != ALL_POINTS:
        raise Unreadable("weights_sum", str(sum(told.values())))
    return told


def numbers(count: int) -> Callable[[str], tuple[float, ...]]:
    """A reader of `count` numbers with colons between them, none negative."""

    def read(text: str) -> tuple[float, ...]:
        try:
            told = tuple(float(part) for part in text.split(":"))
        except ValueError as error:
            raise Unreadable("value", text) from error
        if len(told) != count or not all(0 <= one < 1000 for one in told):
            raise Unreadable("value", text)
        return told

    return read


def speed(text: str) -> tuple[float, ...]:
    """Km/h on the plain, in hills, in mountains, none 0, and fixed minutes."""
    told = numbers(4)(text)
    if not all(told[:3]):
        raise Unreadable("bounds", text)
    return told


def limit(text: str) -> tuple[int | None, int | None]:
    """`2/1`: a demand blocks from level 2, cautions from 1; `-` is never."""
    block, slash, caution = text.partition("/")
    if not slash or {block, caution} - {"-", "1", "2", "3"}:
        raise Unreadable("value", text)
    return (
        None if block == "-" else int(block),
        None if caution == "-" else int(caution),
    )


def _or_refused(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def refused(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise Unreadable("value", text) from error

    return refused


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _level(told: Mapping[str, int], question: str) -> str:
    code, _, level = question.partition(":")
    return _yes(code in told and int(level) >= told[code])


def _of_limit(told: tuple[int | None, int | None], question: str) -> str:
    block, caution = told
    if block is not None and int(question) >= block:
        return "block"
    return "caution" if caution is not None and int(question) >= caution else "pass"


def _detour(told: tuple[float, ...], question: str) -> str:
    return f"{told[0] * (1 + told[1] * exp(-float(question) / FALLING_KM)):.4f}"


def _minutes(told: tuple[float, ...], question: str) -> str:
    terrain, metres = question.split(":")
    road_km = int(metres) / 1000
    return str(ceil(road_km / told[TERRAINS.index(terrain)] * 60 + told[3]))


def _retires(track: Track, question: str) -> str:
    year, month = month_of(track.month(question_month(question)))
    return f"{year}-{month:02d}"


def question_month(text: str) -> int:
    """Months since year 0 of `1965-05`."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def _of_paper(paper: Paper, question: str) -> str:
    about, _, what = question.partition(":")
    if about == "age":
        return _yes(paper.held_at(int(what)))
    ends = paper.runs_out(day_of(what))
    return "never" if ends is None else ends.isoformat()


def _clock(minute: int, question: str) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


KINDS: dict[str, Kind] = {
    "from": Kind(whole, lambda least, asked: _yes(float(asked) >= least)),
    "upto": Kind(whole, lambda most, asked: _yes(float(asked) <= most)),
    "clock": Kind(whole, _clock),
    "money": Kind(money, lambda least, asked: _yes(float(asked) >= least)),
    "traits": Kind(known(TRAITS), lambda told, asked: _yes(asked in told)),
    "groups": Kind(known(GROUPS), lambda told, asked: _yes(asked in told)),
    "months": Kind(months, lambda told, asked: _yes(int(asked) in told)),
    "levels": Kind(levels, _level),
    "weights": Kind(weights, lambda told, asked: str(told[asked])),
    "detour": Kind(numbers(2), _detour),
    "speed": Kind(speed, _minutes),
    "retirement": Kind(_or_refused(read_track), _retires),
    "limit": Kind(limit, _of_limit),
    "licence": Kind(_or_refused(read_paper), _of_paper),
}
