"""The rules that adverts are screened by, read from tables and refused where weak.

A rule without a known law, with an unreadable pattern, or whose own examples do not
hold is refused with its line: nobody finds out in front of an employer.
"""

import csv
import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from common.intake.disguise import CJK
from common.intake.disguise import sounds_of
from common.intake.disguise import token_of
from common.intake.lexicon import FOLDER
from common.intake.lexicon import cell
from common.intake.needles import Needles
from common.intake.needles import needles_of

HOW = frozenset({"freed", "answered", "heard"})
SET = re.compile(r"\{([a-z]+)\}")
# A range of all signs, one escaped letter, or any letter.
PART = re.compile(r"\\u[0-9a-f]{4}-\\u[0-9a-f]{4}|\\.|.")
ANY_SOUND = "\ue000-\uf8ff\u3400-\u9fff"


class AdvertRulesRefused(ValueError):  # noqa: N818 - what happened to the tables
    """Some lines of the tables cannot be used; each is named with its reason."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law as a Chinese and an English reader know it."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of adverts.csv, compiled; `heard` is `words` by their sounds."""

    line: int
    code: str
    doubtful: bool
    law: Law
    how: frozenset[str]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    heard: re.Pattern[str] | None
    unless_heard: re.Pattern[str] | None
    signs: frozenset[str]
    needles: Needles | None
    needles_heard: Needles | None
    bad: tuple[str, ...]
    lawful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdvertRules:
    """All rules, and the signs that any of them is made of."""

    rules: tuple[Rule, ...]
    alphabet: frozenset[str]


@lru_cache(maxsize=8)
def read_advert_rules(folder: Path = FOLDER) -> AdvertRules:
    """The rules of a folder; AdvertRulesRefused names every line that cannot stand."""
    sets = {row["set"]: row["words"] for _, row in _lines(folder / "advert_sets.csv")}
    laws = {
        row["law"]: Law(row["zh"], row["en"])
        for _, row in _lines(folder / "laws.csv")
        if row["zh"] and row["en"]
    }
    rules, faults = [], []
    for line, row in _lines(folder / "adverts.csv"):
        told = list(_faults(row, laws, sets))
        faults += [f"adverts.csv:{line}: {fault}" for fault in told]
        if not told:
            rules.append(_rule(line, row, laws, sets))
    if faults:
        raise AdvertRulesRefused("\n".join(faults))
    signs = frozenset().union(*(rule.signs for rule in rules))
    return AdvertRules(tuple(rules), signs)


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with the lines of the file that they end on."""
    text = file.read_text(encoding="utf-8").splitlines()
    head = sum(1 for line in text if line.startswith("#"))
    if any(line.startswith("#") for line in text[head:]):
        raise AdvertRulesRefused(f"{file.name}: comments stand at the head only")
    reader = csv.DictReader(text[head:])
    for row in reader:
        yield head + reader.line_num, row


def _faults(
    row: dict[str, str], laws: dict[str, Law], sets: dict[str, str]
) -> Iterator[str]:
    if row["law"] not in laws:
        yield f"no law is named {row['law']!r}"
    if unknown := set((row["how"] or "").split()) - HOW:
        yield f"how cannot be {sorted(unknown)}"
    if not row["bad"] or not row["lawful"]:
        yield "an example that is bad and one that is lawful are wanted"
    if missing := set(SET.findall(row["words"])) - set(sets):
        yield f"no set is named {sorted(missing)}"
    else:
        for name in ("words", "unless"):
            yield from _pattern_faults(name, _expanded(row[name] or "", sets))


def _pattern_faults(name: str, pattern: str) -> Iterator[str]:
    try:
        matches_nothing = bool(re.compile(pattern).match("")) and bool(pattern)
    except re.error as error:
        yield f"{name}: {error}"
    else:
        if matches_nothing:
            yield f"{name} fits every text"


def _rule(
    line: int, row: dict[str, str], laws: dict[str, Law], sets: dict[str, str]
) -> Rule:
    words = re.compile(_expanded(row["words"], sets))
    unless = _expanded(row["unless"] or "", sets)
    how = frozenset(row["how"].split())
    heard = re.compile(_by_sound(words.pattern)) if "heard" in how else None
    return Rule(
        line=line,
        code=row["code"],
        doubtful=row["doubtful"] == "1",
        law=laws[row["law"]],
        how=how,
        words=words,
        unless=re.compile(unless) if unless else None,
        heard=heard,
        unless_heard=_long_by_sound(unless),
        signs=frozenset(CJK.findall(words.pattern)),
        needles=needles_of(words),
        needles_heard=needles_of(heard) if heard else None,
        bad=cell(row["bad"]),
        lawful=cell(row["lawful"]),
    )


def _expanded(pattern: str, sets: dict[str, str]) -> str:
    """The pattern with the words of its sets; sets may stand in sets."""
    while SET.search(pattern):
        pattern = SET.sub(lambda named: f"(?:{sets[named[1]]})", pattern)
    return pattern


def _by_sound(pattern: str) -> str:
    """A pattern of signs as a pattern of the syllables they may be read as."""
    told = []
    inside = False
    for part in PART.findall(pattern):
        inside = (inside or part == "[") and part != "]"
        if part.startswith("\\u"):
            told.append(ANY_SOUND)
        elif CJK.match(part):
            sounds = _tokens(sounds_of(part)) + part
            told.append(sounds if inside else f"[{sounds}]")
        else:
            told.append(part)
    return "".join(told)


def _long_by_sound(pattern: str) -> re.Pattern[str] | None:
    """The plain words of two signs or more, by sound; one sign sounds like too many."""
    words = [word for word in pattern.split("|") if len(CJK.findall(word)) == len(word)]
    long = [_by_sound(word) for word in words if len(word) > 1]
    return re.compile("|".join(long)) if long else None


def _tokens(sounds: Iterable[str]) -> str:
    return "".join(token_of(sound) for sound in sounds if known_sound(sound))


def known_sound(sound: str) -> bool:
    """Whether an everyday sign is read so."""
    try:
        token_of(sound)
    except ValueError:
        return False
    return True
