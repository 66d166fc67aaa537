"""Job titles of the county out of adverts' and people's words.

Exact names first, then names contained, then letters and sounds; words that several
trades use (车工, 焊工, 普工) are refused unless other words tell the trade.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from common.intake.lexicon import Hit
from common.intake.lexicon import Lexicon
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.lexicon import turned
from common.intake.normalise import compact
from common.intake.sounds import alike

# In ambiguous.csv: the word names no title of ours near such words.
NONE = "-"
SAME = 1000
NEAR = 700
SAME_GROUP = 350
BRACKETS = re.compile(r"[(\[【<「](.*?)[)\]】>」]")
NOISE = re.compile(
    r"^(?:急?招聘?|诚聘|高薪|急聘|急招|长期|大量|聘请?|常年招?|想?找|想?做|想当)+"
    r"|\d+(?:名|个|人|位)|若干名?|[!！。~*#+]"
)
# Words after the name that do not change the trade.
TAIL = re.compile(r"(?:岗位?|职位|人员|师傅|师付|工作|活儿?|的)$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: bodily demands by code (0–3), papers, time patterns, traits."""

    code: str
    name: str
    group: str
    occupation: str
    aliases: tuple[str, ...]
    near: tuple[str, ...]
    demands: dict[str, int]
    strength: str
    licences: tuple[str, ...]
    patterns: tuple[str, ...]
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A title found in words, how it was found, and how surely (0–1)."""

    code: str
    name: str
    method: str
    confidence: float
    text: str


@lru_cache(maxsize=1)
def titles() -> dict[str, Title]:
    """The 200 titles by code."""
    return {row["code"]: _title(row) for row in rows("titles.csv")}


def _title(row: dict[str, str]) -> Title:
    pairs = (pair.split(":") for pair in cell(row["demands"]))
    return Title(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        occupation=row["occupation"],
        aliases=cell(row["aliases"]),
        near=cell(row["near"]),
        demands={code: int(level) for code, level in pairs},
        strength=row["strength"],
        licences=cell(row["licences"]),
        patterns=cell(row["patterns"]),
        traits=cell(row["traits"]),
    )


@lru_cache(maxsize=1)
def _contexts() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Per ambiguous word the titles it may be, each with the words that tell."""
    found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for row in rows("ambiguous.csv"):
        told = (row["title"], cell(row["context"]))
        found[row["word"]] = (*found.get(row["word"], ()), told)
    return found


@lru_cache(maxsize=1)
def title_names() -> Lexicon:
    """Names without brackets; ambiguous words stand for themselves."""
    words = {word: word for word in _contexts()}
    for title in titles().values():
        if title.name not in words:
            words[title.name] = title.code
    for title in titles().values():
        for alias in title.aliases:
            bare = BRACKETS.sub("", alias)
            if alias == bare or bare not in words:
                words.setdefault(alias, title.code)
    return Lexicon(words)


@lru_cache(maxsize=32768)
def title_of(text: str, *, context: str = "") -> Recognised | None:
    """The title a text names, or None; `context` is other words of the same advert."""
    whole = compact(text)
    inside = " ".join(BRACKETS.findall(whole))
    # The firm stands before 招聘, the trade after it.
    told = BRACKETS.sub(" ", whole)
    main = NOISE.sub("", told.split("招聘")[-1].strip() or told).strip()
    around = f"{whole} {compact(context)}"
    return (
        _exact(whole, around)
        or _exact(main, around)
        or _contained(main, around)
        or _contained(inside, around)
        or _misspelt(main)
    )


def _exact(word: str, around: str) -> Recognised | None:
    for name in (word, TAIL.sub("", word)):
        value = title_names().words.get(name)
        code = _told(value, around, name) if value else None
        if code:
            known = titles()[code].name
            method = "name" if known == name else "alias"
            return Recognised(code, known, method, 1.0, name)
    return None


def _told(value: str, around: str, word: str) -> str | None:
    """The title a word stands for; of an ambiguous one the title most words tell."""
    if value in titles():
        return value
    elsewhere = around.replace(word, " ")
    scores = [
        (sum(hint in elsewhere for hint in hints) * (9 if code == NONE else 1), code)
        for code, hints in _contexts()[value]
    ]
    best, code = max(scores, key=lambda pair: pair[0])
    return code if best and code != NONE else None


def _contained(text: str, around: str) -> Recognised | None:
    """The longest name in the text; of equally long ones the last, the head noun."""
    hits = [hit for hit in title_names().find(text) if not turned(text, hit.start)]
    for hit in sorted(hits, key=_weight, reverse=True):
        code = _told(hit.value, around, hit.word)
        if code:
            return _recognised(hit, code)
    return None


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    """Names that say how or where one works more than at what."""
    return frozenset(row["word"] for row in rows("weak_names.csv"))


def _weight(hit: Hit) -> tuple[bool, int, int]:
    return hit.word not in _weak(), len(hit.word), hit.start


def _recognised(hit: Hit, code: str) -> Recognised:
    return Recognised(code, titles()[code].name, "contained", 0.9, hit.word)


def _misspelt(word: str) -> Recognised | None:
    best, sure = "", 0.0
    if not 3 <= len(word) <= 8:
        return None
    for name, code in title_names().words.items():
        score = alike(word, name) if len(name) > 2 and code in titles() else 0.0
        if score > sure:
            best, sure = code, score
    if not best:
        return None
    return Recognised(best, titles()[best].name, "misspelt", sure, word)


def near_titles(code: str) -> tuple[str, ...]:
    """Titles one easily goes to or comes from, both directions."""
    own = titles()[code].near
    back = (other.code for other in titles().values() if code in other.near)
    return tuple(dict.fromkeys((*own, *back)))


@lru_cache(maxsize=1)
def near() -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """All title codes and a symmetric table of likeness in thousandths, same order."""
    codes = tuple(titles())
    linked = {code: set(near_titles(code)) for code in codes}
    table = tuple(tuple(_likeness(a, b, linked[a]) for b in codes) for a in codes)
    return codes, table


def _likeness(a: str, b: str, linked: set[str]) -> int:
    if a == b:
        return SAME
    if b in linked:
        return NEAR
    return SAME_GROUP if titles()[a].group == titles()[b].group else 0
