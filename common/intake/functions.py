"""What a post needs of a body, from functions, words and sentences to demand codes."""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache

from common.contracts.codes import DEMANDS
from common.contracts.people import Limit
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.normalise import parts
from common.intake.numbers import number_of
from common.intake.refusals import avoided_in
from common.intake.titles import titles

# Demands that an employer's own list of functions settles: what it does not name is
# not needed. All others (heat, pace, pedal …) still come from title and text.
FUNCTIONAL = (
    "STAND", "WALK", "CLIMB", "LIFT", "FINE", "HANDS", "NEAR", "FAR", "COLOR", "HEAR",
    "SPEAK", "LEARN", "SIT",
)  # fmt: skip
WEIGHT = re.compile(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
    r"(?:(?:-|~|到|至|、)(\d+|[一二两三四五六七八九十百]+))?"
    r"(?:来|多)?(公斤|千克|kg|斤)"
)
# Time patterns of a trade say nothing once the shifts of a post are known.
PATTERNS = ("NIGHT", "EARLY", "ONCALL", "LIVEIN")
HARVEST = re.compile("按斤|论斤|计斤|每斤|一斤|元/斤|/公斤|亩产|收成")


@dataclass(frozen=True, slots=True)
class Needed:
    """Demands by code (0–3), heaviest load (kg), and skills and languages besides."""

    demands: dict[str, int] = field(default_factory=dict)
    lift_kg: int | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of functions.csv, compiled."""

    words: re.Pattern[str]
    demands: dict[str, int]
    lift_kg: int | None
    extra: str


@lru_cache(maxsize=2)
def _rows(place: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            re.compile(row["words"]),
            {c: int(n) for c, n in (d.split(":") for d in cell(row["demands"]))},
            int(row["lift_kg"]) if row["lift_kg"] else None,
            row["extra"],
        )
        for row in rows("functions.csv")
        if row["place"] == place
    )


def needed_by(functions: Iterable[str]) -> Needed:
    """What named functions mean: `two_hands`, `lift25`, `听得清`, or `STAND:2`."""
    demands: dict[str, int] = {}
    loads: list[int] = []
    extra: dict[str, None] = {}
    for function in functions:
        coded = re.fullmatch(r"([A-Z]+)(?::([0-3]))?", function.strip())
        if coded and coded[1] in DEMANDS:
            _raise(demands, {coded[1]: int(coded[2] or 3)})
            continue
        text = compact(function)
        for row in _naming(text):
            _raise(demands, row.demands)
            loads += [row.lift_kg] if row.lift_kg else []
            extra[row.extra] = None
        loads += load_kg_in(text)
    return _needed(demands, loads, extra)


@lru_cache(maxsize=16384)
def _naming(text: str) -> tuple[Row, ...]:
    return tuple(row for row in _rows("named") if row.words.search(text))


def _raise(demands: dict[str, int], more: Mapping[str, int]) -> None:
    for code, level in more.items():
        demands[code] = max(level, demands.get(code, 0))


def _needed(
    demands: dict[str, int], loads: list[int], extra: Mapping[str, None]
) -> Needed:
    if loads:
        _raise(demands, {"LIFT": lift_level(max(loads))})
    named = [tag.split(":") for tag in extra if tag]
    return Needed(
        demands,
        max(loads, default=None),
        tuple(code for kind, code in named if kind == "skill"),
        tuple(code for kind, code in named if kind == "language"),
    )


def lift_level(load_kg: int) -> int:
    """The level of a single load: 1 to 5 kg, 2 to 15 kg, 3 above."""
    return 1 if load_kg <= 5 else 2 if load_kg <= 15 else 3


def load_kg_in(text: str) -> list[int]:
    """Single loads in a compact text, in kg: `一件25到30公斤` is 30, `四十斤` 20."""
    if HARVEST.search(text):
        return []
    loads = []
    for hit in WEIGHT.finditer(text):
        number = number_of(hit[2] or hit[1])
        if number is not None and number <= 400:
            loads.append(round(number / 2 if hit[3] == "斤" else number))
    return [load for load in loads if 0 < load <= 200]


@lru_cache(maxsize=16384)
def demands_in_text(text: str) -> Needed:
    """What the sentences of an advert say: `坐着剪线头`, `站班`, `不识字也行`.

    A level of 0 says that the thing is not needed, whatever the title suggests.
    """
    said = compact(text)
    demands: dict[str, int] = {}
    absent: dict[str, int] = {}
    for row in _rows("text"):
        if row.words.search(said):
            _raise(demands, {c: n for c, n in row.demands.items() if n})
            absent.update({c: n for c, n in row.demands.items() if not n})
    loads = load_kg_in(said)
    needed = _needed(demands, loads, {})
    return Needed({**absent, **needed.demands}, needed.lift_kg)


def demands_of(
    title_code: str | None, functions: Iterable[str] | None, text: str
) -> Needed | None:
    """What a post needs of a body, best known; None where nobody knows anything.

    The employer's functions stand above the title's defaults, sentences above both
    where they name a thing that functions do not.
    """
    told = demands_in_text(text)
    title = titles().get(title_code) if title_code else None
    if functions is None and title is None and not told.demands:
        return None
    named = needed_by(functions or ())
    usual = {"NEAR": 1, **title.demands} if title else {}
    demands = {c: n for c, n in usual.items() if c not in PATTERNS}
    if functions is not None:
        demands = {c: n for c, n in demands.items() if c not in FUNCTIONAL}
    _settle(demands, told, named)
    loads = [kg for kg in (named.lift_kg, told.lift_kg) if kg]
    kept = {code: level for code, level in demands.items() if level}
    return Needed(kept, max(loads, default=None), named.skills, named.languages)


def _settle(demands: dict[str, int], told: Needed, named: Needed) -> None:
    """Sentences lower and raise what the title supposes; functions always stand."""
    for code, level in told.demands.items():
        demands[code] = max(level, demands.get(code, 0)) if level else 0
    _raise(demands, named.demands)


@lru_cache(maxsize=16384)
def accommodations_in(text: str) -> tuple[str, ...]:
    """What an employer makes easier, from words or codes: `门口有坡道`, `师傅带`."""
    said = compact(text)
    return tuple(
        row["code"]
        for row in rows("accommodations.csv")
        if re.search(row["words"], said)
    )


@dataclass(frozen=True, slots=True)
class Body:
    """What a person said of the body: limits by demand, unsafe traits, bars."""

    limits: dict[str, Limit] = field(default_factory=dict)
    unsafe: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """One line of body.csv, compiled."""

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    limits: dict[str, Limit]
    unsafe: tuple[str, ...]
    bars: tuple[str, ...]


@lru_cache(maxsize=1)
def _sayings() -> tuple[Saying, ...]:
    return tuple(
        Saying(
            re.compile(row["words"]),
            re.compile(row["unless"]) if row["unless"] else None,
            dict(_limit(limit) for limit in cell(row["limits"])),
            cell(row["unsafe"]),
            cell(row["bars"]),
        )
        for row in rows("body.csv")
    )


def _limit(text: str) -> tuple[str, Limit]:
    code, levels = text.split(":")
    block, caution = (None if n == "-" else int(n) for n in levels.split("/"))
    return code, Limit(block_at=block, caution_at=caution)


HEALTHY = re.compile(
    "听力正常|视力正常|没有残疾|无残疾|无高血压|没有高血压|没有癫痫|无病|身体(?:健康|好|棒)"
    "|血压正常|不恐高|不怕高|没怀孕|未怀孕|已断奶|无犯罪记录|没有前科|无前科|没问题"
)


def limits_in(
    words: Iterable[str], capabilities: Mapping[str, str | bool | int | float]
) -> Body:
    """What words and a form's answers say of the body; `忌高处/高温` names traits.

    A carrier of hepatitis B has no limit: nothing here can follow from it.
    """
    texts = [part for word in words for part in _sayings_of(word)]
    texts += [f"{key}={value}".lower() for key, value in capabilities.items()]
    limits: dict[str, Limit] = {}
    unsafe: dict[str, None] = {}
    bars: dict[str, None] = {}
    for text in texts:
        for saying in _matching(text):
            _tighten(limits, saying.limits)
            unsafe.update(dict.fromkeys(saying.unsafe))
            bars.update(dict.fromkeys(saying.bars))
        unsafe.update(dict.fromkeys(avoided_in(text)))
    return Body(limits, tuple(unsafe), tuple(bars))


@lru_cache(maxsize=16384)
def _matching(text: str) -> tuple[Saying, ...]:
    return tuple(
        saying
        for saying in _sayings()
        if saying.words.search(text)
        and not (saying.unless and saying.unless.search(text))
    )


def _sayings_of(word: str) -> tuple[str, ...]:
    """The clauses of a saying, none that says that all is well, and the whole."""
    whole = compact(word)
    if re.search("忌|不能|不宜|避免", whole) and not HEALTHY.search(whole):
        return (whole,)
    return tuple(c for p in parts(word) if not HEALTHY.search(c := compact(p)))


def _tighten(limits: dict[str, Limit], more: Mapping[str, Limit]) -> None:
    for code, limit in more.items():
        known = limits.get(code, Limit())
        limits[code] = Limit(
            block_at=_least(known.block_at, limit.block_at),
            caution_at=_least(known.caution_at, limit.caution_at),
        )


def _least(one: int | None, other: int | None) -> int | None:
    return min((n for n in (one, other) if n is not None), default=None)
