"""Papers out of words: which one, until when, what it entitles to beside itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from common.contracts.people import Dated
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.normalise import parts

LONG_PAST = date(1990, 1, 1)
DAY = re.compile(
    r"(20\d\d)(?:\s*[-./年]\s*(1[0-2]|0?[1-9])"
    r"(?:\s*[-./月]\s*(3[01]|[12]\d|0?[1-9]))?|年)"
)
OVER = re.compile(
    "过期|超期|失效|到期了|已到期|没年审|未年审|未复审|没复审|吊销|注销|脱审|作废"
)
NONE = re.compile(
    "没得|没有|没办|冇得|冇|没证|没考|未考|未取得|未办|还没|不持|^无(?!人机)|无证|正在办|待考"
    "|在考|准备考|准备办|没拿|不用|不要求|不需|无需|不限"
)
LATER = re.compile(
    "优先|可带证|厂里办|公司办|入职后|可协助|可考|考证|带考|包办|可补办|可代办|最好|更好"
    "|有更佳|者佳|可免费|到岗后办|报销"
)
ENDS = re.compile("过期|到期|有效|止|至|截止|期限|前")
HOLDING = re.compile("有本本|有本子|有证|证齐|持证|有操作证|本本齐|有上岗证|证件齐全")
DRIVING_ANY = re.compile("驾照|驾驶证|驾驶执照|驾证|驾本")
BRANCHES = re.compile(r"(?<=[abc]\d)(?=[abc]\d)|[/或、]")


@dataclass(frozen=True, slots=True)
class Licence:
    """A paper and its words; its terms are rules and stand in `common.law`."""

    code: str
    zh: str
    en: str
    covers: tuple[str, ...]
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def licences() -> dict[str, Licence]:
    """All papers by code."""
    return {
        row["code"]: Licence(
            row["code"],
            row["zh"],
            row["en"],
            cell(row["covers"]),
            re.compile(row["words"]),
        )
        for row in rows("licences.csv")
    }


def covers(held: str, required: str) -> bool:
    """Whether one paper entitles to what another asks: B2 covers C1."""
    paper = licences().get(held)
    return held == required or (paper is not None and required in paper.covers)


@lru_cache(maxsize=16384)
def _named(text: str) -> tuple[str, ...]:
    """Codes that a compact text names, without what others of them cover."""
    if text in licences():
        return (text,)
    found = [c for c, paper in licences().items() if paper.words.search(text)]
    if not found and HOLDING.search(text):
        found = [
            code
            for code in licences()
            if licences()[code].words.search(HOLDING.sub("证", text))
        ]
    return tuple(found)


def licences_in(words: Iterable[str]) -> tuple[Dated, ...]:
    """The papers a person holds with their dates, and all that they cover.

    `健康证(过期)` is valid until a day long past; `没得证` is none; `驾照` without a
    class is not guessed.
    """
    held: dict[str, Dated] = {}
    for word in words:
        for text in _statements(word):
            if NONE.search(text):
                continue
            for code in _named(text):
                for each in (code, *licences()[code].covers):
                    dated = Dated(code=each, valid_until=dates_in(text)[1])
                    held[each] = _longer(held.get(each), dated)
    return tuple(held.values())


def _statements(word: str) -> tuple[str, ...]:
    """One statement per paper; a bracket stays with what stands before it."""
    return tuple(compact(part) for part in parts(word))


def dates_in(text: str) -> tuple[date | None, date | None]:
    """From when and until when a compact text says that something holds.

    `有效期至2026-03-31`, `2023年5月起`; a month without a day ends on its last day.
    """
    since = until = None
    for day in DAY.finditer(text):
        year, month, number = int(day[1]), int(day[2] or 12), int(day[3] or 0)
        if re.match(
            "起|以来|开始|取得|认定|纳入|办理|发证",
            text[day.end() :][:4].lstrip("日月"),
        ):
            since = _day(year, month, number or 1)
        elif ENDS.search(text):
            until = _day(year, month, number)
    return since, until or (LONG_PAST if OVER.search(text) else None)


def _day(year: int, month: int, day: int) -> date:
    """The day, or the last of the month where the day is unknown or impossible."""
    try:
        return date(year, month, day)
    except ValueError:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


def _longer(one: Dated | None, other: Dated) -> Dated:
    if one is None or one.valid_until is None:
        return one or other
    if other.valid_until is None or other.valid_until > one.valid_until:
        return other
    return one


def required_licences_in(words: Iterable[str]) -> tuple[str, ...]:
    """The papers an employer requires: of alternatives the one most people hold.

    A paper that is wished for, or that the employer lets people get, is none.
    """
    codes: dict[str, None] = {}
    for word in words:
        for part in re.split(r"[,;、\n]", compact(word)):
            if part and not LATER.search(part) and not NONE.search(part):
                codes.update(dict.fromkeys(_required(part)))
    return tuple(codes)


def _required(text: str) -> tuple[str, ...]:
    codes = _named(text)
    if not codes and DRIVING_ANY.search(text):
        return ("driving_c1",)
    driving = [code for code in codes if code.startswith("driving")]
    lowest = [c for c in driving if not any(covers(c, o) for o in driving if o != c)]
    others = tuple(code for code in codes if code not in driving)
    return (*others, *lowest[:1])


MUST = re.compile("必须|须|需|要有|要求|持|凭|具备|有.{0,8}证(?!优先)|要证|提供")


@lru_cache(maxsize=16384)
def licences_demanded(text: str) -> tuple[str, ...]:
    """Papers that the free text of an advert says one must have.

    `须持有效特种作业操作证` names no trade, so it says nothing here.
    """
    codes: dict[str, None] = {}
    for clause in re.split(r"[,。;!\n]", compact(text)):
        if MUST.search(clause) and not LATER.search(clause):
            codes.update(dict.fromkeys(required_licences_in((clause,))))
    return tuple(codes)
