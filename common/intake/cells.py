"""One cell of a table as the fields of a statement; nonsense is left to the shape."""

import re
from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

from common.intake.farming import farm_in
from common.intake.normalise import parts
from common.intake.normalise import plain
from common.intake.numbers import months_of
from common.intake.numbers import pay_of

DAYS = "一二三四五六日"
EVERY_DAY = re.compile("每天|天天|全周|不休")
SPAN = re.compile(
    r"([01]?\d|2[0-4])[::.]([0-5]\d)\s*[-~—至到]\s*(?:次日)?([01]?\d|2[0-4])[::.]([0-5]\d)"
)
DIGIT_DAYS = re.compile(r"^\s*([1-7](?:\s*[-,~]\s*[1-7])*)\s+")
NAMED_DAYS = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天])(?:\s*[-~至到]\s*(?:周|星期|礼拜)?([一二三四五六日天]))?"
)
YES = re.compile("^(?:是|有|包|愿意|可以|能|提供|行|y|yes|true|1)", re.IGNORECASE)
EXCEL_EPOCH = date(1899, 12, 30)
Fields = dict[str, Any]


def read_cell(kind: str, field: str, text: str) -> Fields:
    """Field → value; a pay or time that cannot be read is handed on as it stands."""
    reader = READERS.get(field)
    if field == "lodging" and kind == "worker":
        return {"lodging": _worker_lodging(text)}
    return reader(text) if reader else {field: text}


def hours_in(text: str) -> list[Fields]:
    """Hours such as `1-6 07:30-18:00; 7 08:00-12:00` or `周一至周六 8:00-17:30`."""
    found: list[Fields] = []
    for part in re.split(r"[;+\n]", plain(text)):
        days = _days(part)
        for start_h, start_m, end_h, end_m in SPAN.findall(part):
            found.append(
                {
                    "days": days,
                    "start": f"{int(start_h):02d}:{start_m}",
                    "end": f"{int(end_h):02d}:{end_m}",
                }
            )
    return found


def _days(part: str) -> tuple[int, ...]:
    """Weekdays of one part; six days where none are named, as posts mean it."""
    digits = DIGIT_DAYS.match(part)
    if digits:
        return _listed(re.sub(r"\s", "", digits[1]).replace("~", "-"))
    if EVERY_DAY.search(part):
        return tuple(range(1, 8))
    named = NAMED_DAYS.findall(part.replace("天", "日"))
    if not named:
        return tuple(range(1, 7))
    days: list[int] = []
    for first, last in named:
        start = DAYS.index(first) + 1
        days += range(start, (DAYS.index(last) + 1 if last else start) + 1)
    return tuple(dict.fromkeys(days))


def _listed(digits: str) -> tuple[int, ...]:
    days: list[int] = []
    for piece in digits.split(","):
        first, _, last = piece.partition("-")
        days += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(days))


def _pay(field: str) -> Callable[[str], Fields]:
    def read(text: str) -> Fields:
        spoken = pay_of(text)
        if spoken is None:
            return {}
        piece = spoken.unit == "piece" or "计件" in text
        unit = spoken.unit if spoken.unit not in (None, "piece") else "month"
        pay = {"min": spoken.min, "max": spoken.max, "unit": unit, "piece_rate": piece}
        return {field: pay}

    return read


def _months(field: str) -> Callable[[str], Fields]:
    def read(text: str) -> Fields:
        plain_list = re.fullmatch(r"\s*\d{1,2}(\s*[,、]\s*\d{1,2})*\s*", text)
        if plain_list:
            return {field: tuple(int(month) for month in re.findall(r"\d+", text))}
        spoken = months_of(text)
        farm = farm_in(text) if field == "months" and not spoken else None
        if farm:
            return {"farm": farm}
        return {field: spoken.months} if spoken else {}

    return read


def _words(field: str) -> Callable[[str], Fields]:
    none = ("无", "没有", "none")
    return lambda text: {field: () if text in none else tuple(parts(text)) or (text,)}


def _yes(field: str) -> Callable[[str], Fields]:
    return lambda text: {field: bool(YES.match(plain(text)))}


def _sex(text: str) -> Fields:
    if "女" in text:
        return {"sex": "female"}
    return {"sex": "male"} if "男" in text else {"sex": text}


def _ages(text: str) -> Fields:
    ends = [int(number) for number in re.findall(r"\d{2}", plain(text))]
    if not ends:
        return {}
    if len(ends) == 1:
        return (
            {"age_max": ends[0]}
            if "下" in text or "内" in text
            else {"age_min": ends[0]}
        )
    return {"age_min": ends[0], "age_max": ends[1]}


def _day(field: str) -> Callable[[str], Fields]:
    def read(text: str) -> Fields:
        numbers = [int(number) for number in re.findall(r"\d+", plain(text))]
        if len(numbers) == 1 and 20_000 < numbers[0] < 80_000:
            day = EXCEL_EPOCH + timedelta(days=numbers[0])
            return {field: day.isoformat()}
        if len(numbers) >= 3:
            return {field: f"{numbers[0]:04d}-{numbers[1]:02d}-{numbers[2]:02d}"}
        return {field: text}

    return read


def _number(field: str) -> Callable[[str], Fields]:
    def read(text: str) -> Fields:
        found = re.search(r"\d+(?:\.\d+)?", plain(text))
        return {field: float(found[0]) if found else text}

    return read


def _whole(field: str) -> Callable[[str], Fields]:
    def read(text: str) -> Fields:
        found = re.search(r"\d+", plain(text))
        return {field: int(found[0]) if found else text}

    return read


def _area(field: str) -> Callable[[str], Fields]:
    return lambda text: {field: re.sub(r"\.0$", "", text.strip()).ljust(12, "0")}


def _worker_lodging(text: str) -> str:
    if re.search("外地|省外|哪里都|都行|anywhere", text):
        return "anywhere"
    return "county" if YES.match(plain(text)) or text == "county" else "no"


READERS: dict[str, Callable[[str], Fields]] = {
    "hours": lambda text: {"hours": hours_in(text)},
    "care": lambda text: {"care": hours_in(text)},
    "shifts": lambda text: {"shifts": hours_in(text)},
    "pay": _pay("pay"),
    "pay_floor": _pay("pay_floor"),
    "earns": _pay("earns"),
    "months": _months("months"),
    "season_months": _months("season_months"),
    "sex": _sex,
    "ages": _ages,
    "birth": _day("birth"),
    "valid_until": _day("valid_until"),
    "age": _whole("age"),
    "openings": _whole("openings"),
    "max_minutes": _whole("max_minutes"),
    "max_km": _number("max_km"),
    "lat": _number("lat"),
    "lng": _number("lng"),
    "area": _area("area"),
    "residence": _area("residence"),
    **{
        field: _words(field)
        for field in (
            "transport", "categories", "certificates", "skills", "wishes", "vetoes",
            "limits", "functions", "hazards", "target_groups", "training_wish",
            "trainings", "difficulties",
        )
    },
    **{
        field: _yes(field)
        for field in (
            "night", "flexible", "home_based", "lodging", "meals", "insurance",
        )
    },
}  # fmt: skip
