"""Numbers as people say them: pay, clock, months, distance, walking time, age, years.

Each function answers None rather than guess.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from common.contracts.values import PayUnit
from common.intake.normalise import compact

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    "〇": 0, "两": 2, "俩": 2,
}  # fmt: skip
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000, "k": 1000, "w": 10000}
SPOKEN = "零〇一二三四五六七八九两俩十百千万廿卅"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{SPOKEN}半]+)"
AMOUNT = rf"(?:\d+(?:\.\d+)?(?:[百千万kw]\d?)?|[{SPOKEN}]+)"
RANGE = re.compile(rf"({AMOUNT})(?:元|块)?(?:-|~|—|至|到)({AMOUNT})")
SINGLE = re.compile(rf"({AMOUNT})")
ABOUT = re.compile("左右|上下|大概|大约|差不多|约|来块|多块|把块|几")
# 三四千 is three to four thousand.
NEIGHBOURS = re.compile("([一二三四五六七八])([二三四五六七八九])([百千万])")
UNITS: tuple[tuple[re.Pattern[str], PayUnit], ...] = (
    (re.compile("每?小时|/h|/时|元/时|一?个?钟头|时薪|/小时|个钟"), "hour"),
    (re.compile("天|日薪|/日|日结|每日|一日|一工|个工"), "day"),
    (re.compile("月|底薪"), "month"),
    (re.compile("/件|一件|每件|计件|/个|一个|/斤|一斤|每斤|/双|一双|/套"), "piece"),
)
YEAR_WORDS = re.compile(rf"({NUMBER})(?:来|多|几)?个?年(?!级|代|底|初|纪|轻|前)")
LUNAR = {"正月": 1, "冬月": 11, "腊月": 12}
MONTH = re.compile(rf"({NUMBER})月(?!薪)")
MONTHS = re.compile(rf"({NUMBER})月?(?:-|~|—|至|到)({NUMBER})月")


@dataclass(frozen=True, slots=True)
class SpokenPay:
    """Yuan as said; `unit` None where nobody named it."""

    min: float
    max: float
    unit: PayUnit | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class SpokenMonths:
    """Months 1–12 in the order said, of the sun's or the moon's calendar."""

    calendar: Literal["solar", "lunar"]
    months: tuple[int, ...]


def number_of(word: str) -> float | None:
    """The number a word is: `3500`, `3千5`, `三千五`, `一百二`, `五十有八`, `1.2万`."""
    text = compact(word).replace("有", "").replace("又", "").replace(",", "")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万kw])(\d?)", text)
    if mixed:
        scale = SCALES[mixed[2]]
        return float(mixed[1]) * scale + float(mixed[3] or 0) * scale / 10
    if not text or set(text) - set(DIGITS) - set(SCALES):
        return None
    return float(_spoken(text))


def _spoken(text: str) -> int:
    """`三千五` is 3500: the last digit without a scale belongs to the next lower."""
    total, digit, scale, empty = 0, 0, 1, True
    for sign in text:
        if sign in SCALES:
            scale = SCALES[sign]
            total += (digit if not empty else 1) * scale
            digit, empty = 0, True
        elif sign in "零〇":
            scale = 10
        else:
            digit = digit * 10 + DIGITS[sign] if not empty else DIGITS[sign]
            empty = False
    if not empty:
        total += digit * (scale // 10 if scale >= 100 and digit < 10 else 1)
    return total


@lru_cache(maxsize=16384)
def pay_of(text: str) -> SpokenPay | None:
    """What is paid: `28-45百/月`, `一天一百二`, `月薪3千5`; None for `面议`."""
    said = re.sub(r"(?<=\d),(?=\d{3})", "", compact(text))
    unit, rest = _unit(NEIGHBOURS.sub(r"\1\3-\2\3", said))
    pair = RANGE.search(rest)
    ends = pair.groups() if pair else SINGLE.findall(rest)[:1]
    numbers = [number for end in ends if (number := number_of(end)) is not None]
    if len(numbers) != len(ends) or not numbers or numbers[-1] <= 0:
        return None
    scale = re.search(r"[百千万kw]$", pair[2]) if pair else None
    low, high = numbers[0], numbers[-1]
    if scale and low < high / 10:
        low *= SCALES[scale[0]]
    trailing = re.match(r"(?:元|块)?([百千万])", rest[pair.end() :]) if pair else None
    if trailing:
        low, high = low * SCALES[trailing[1]], high * SCALES[trailing[1]]
    return SpokenPay(low, max(low, high), unit, bool(ABOUT.search(said)))


def _unit(said: str) -> tuple[PayUnit | None, str]:
    for pattern, unit in UNITS:
        if pattern.search(said):
            return unit, re.sub(
                r"一天|一日|一个?月|每?个?月|一?个?小时|一工", " ", said
            )
    return None, said


@lru_cache(maxsize=16384)
def time_of(text: str) -> str | None:
    """The clock time named last, as `17:30`; the afternoon is guessed for small hours.

    `做到五点半` ends work, so it is 17:30; `早上七点四十` is the morning.
    """
    said = compact(text)
    hits = list(re.finditer(rf"({NUMBER})(?:点钟?|时|:)(一刻|三刻|{NUMBER})?分?", said))
    if not hits:
        return None
    hit = hits[-1]
    hour = number_of(hit[1])
    minute = _minute(hit[2])
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    return f"{int(_hour(hour, said[: hit.start()])):02d}:{int(minute):02d}"


def _minute(word: str | None) -> float | None:
    if not word:
        return 0
    return {"半": 30.0, "一刻": 15.0, "三刻": 45.0}.get(word) or number_of(word)


def _hour(hour: float, before: str) -> float:
    late = re.search("下午|晚|夜|傍晚|黑|天黑", before)
    ends = re.search("(?:做|干|忙|上|搞|收工|下班|放工|放学)(?:到|$)|到$", before)
    early = re.search("早|凌晨|上午|清早|天光|半夜", before)
    if hour < 12 and not early and (late or (ends and hour <= 8)):
        return hour + 12
    return hour


@lru_cache(maxsize=16384)
def months_of(text: str) -> SpokenMonths | None:
    """The months named: `冬月腊月` is 11 and 12 of the moon, `五到七月` 5, 6, 7."""
    said = compact(text)
    said = re.sub("(?<=[冬腊正])月?(?:到|至|-)(?=[冬腊正])", "月到", said)
    said = said.replace("冬月到正月", "冬月腊月正月")
    found = [month for word, month in LUNAR.items() if word in said]
    calendar: Literal["solar", "lunar"] = (
        "lunar" if found or re.search("农历|阴历|旧历", said) else "solar"
    )
    months = [*_spans(said), *sorted(found, key=lambda m: said.find(_name(m)))]
    unique = tuple(dict.fromkeys(months))
    return SpokenMonths(calendar, unique) if unique else None


def _name(month: int) -> str:
    return next(word for word, number in LUNAR.items() if number == month)


def _spans(said: str) -> list[int]:
    span = MONTHS.search(said)
    numbers = [number_of(word) for word in (span.groups() if span else ())]
    if len(numbers) == 2 and all(n and 1 <= n <= 12 for n in numbers):
        first, last = (int(n or 0) for n in numbers)
        return [(first - 1 + i) % 12 + 1 for i in range((last - first) % 12 + 1)]
    listed = re.sub(rf"({NUMBER})、(?={NUMBER}月)", r"\1月", said)
    single = [number_of(word) for word in MONTH.findall(listed)]
    return [int(n) for n in single if n and 1 <= n <= 12]


@lru_cache(maxsize=16384)
def km_of(text: str) -> float | None:
    """Kilometres: `七里路` is 3.5, `三公里` 3, `800米` 0.8."""
    said = compact(text)
    for pattern, factor in (("公里|千米|km", 1.0), ("里", 0.5), ("米", 0.001)):
        hit = re.search(rf"({NUMBER})(?:来|多)?(?:{pattern})", said)
        if hit:
            number = 0.5 if hit[1] == "半" else number_of(hit[1])
            return None if number is None else round(number * factor, 3)
    return None


@lru_cache(maxsize=16384)
def walk_minutes_of(text: str) -> int | None:
    """Minutes on the way: `半个钟头路` is 30, `一个半小时` 90, `二十分钟` 20."""
    said = compact(text)
    hit = re.search(rf"({NUMBER})个?(半)?(?:钟头|小时|钟(?!\w))", said)
    if hit:
        hours = 0.5 if hit[1] == "半" else number_of(hit[1])
        return None if hours is None else round(60 * hours + (30 if hit[2] else 0))
    if "一刻钟" in said:
        return 15
    hit = re.search(rf"({NUMBER})(?:来|多)?分钟?", said)
    minutes = number_of(hit[1]) if hit else None
    return None if minutes is None else round(minutes)


@lru_cache(maxsize=16384)
def age_of(text: str) -> int | None:
    """Full years: `五十有八` is 58, `六十三` 63; a birth animal is no age."""
    said = re.sub(r"岁|周岁|虚岁|今年|我|满|了|快|刚|实岁", "", compact(text))
    age = number_of(said.rstrip(",。")) if said else None
    return int(age) if age is not None and 0 < age <= 120 else None


def years_of(text: str) -> float | None:
    """Years named in a text: `踩过两年平车` 2, `半年` .5, `8年` 8."""
    hit = YEAR_WORDS.search(compact(text))
    if not hit:
        return None
    years = 0.5 if hit[1] == "半" else number_of(hit[1].replace("半", ""))
    return years if years is not None and years <= 70 else None
