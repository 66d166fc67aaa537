"""The minor group (小类) of the national dictionary that an advert's title belongs to.

Weights of letter groups, counted on labelled titles, are added up; where the county's
own titles know the words exactly, they decide.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.titles import title_of
from common.intake.titles import titles

# Brackets, numbers, praise and signs; 招聘 stands between the firm and the trade.
BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
NOISE = re.compile(
    r"[0-9a-z]*\d+[0-9a-z]*|招聘|诚聘|高薪|急聘|急招|直招|招|[^\u3400-\u9fffa-z]"
)
CJK = re.compile("[\u3400-\u9fff]")
LONGEST = 3
HUNDREDTHS = 100
SURE = ("name", "alias")
BIAS = "*"
# Below this, no group is likelier than the rest together.
LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Occupation:
    """A minor group as `6-05-01`, its name, and how likely it is (0–1)."""

    code: str
    name: str
    confidence: float


@lru_cache(maxsize=1)
def occupations() -> dict[str, str]:
    """Names of all minor groups by code."""
    return {row["code"]: row["name"] for row in rows("occupations.csv")}


@lru_cache(maxsize=1)
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Per letter group the minor groups it speaks for or against."""
    return {
        row["letters"]: tuple(
            (code, int(weight) / HUNDREDTHS)
            for code, weight in (pair.split(":") for pair in cell(row["weights"]))
        )
        for row in rows("occupation_words.csv")
    }


def trade_words(text: str) -> str:
    """The letters of a title that may tell the trade, those in brackets at need."""
    whole = compact(text)
    after = whole.split("招聘")[-1] or whole
    return NOISE.sub("", BRACKETS.sub("", after)) or NOISE.sub("", whole)


def letter_groups(text: str) -> tuple[str, ...]:
    """Every group of one to three letters, each once, with the ends marked."""
    marked = f"^{trade_words(text)}$"
    if not CJK.search(marked):
        return ()
    spans = (
        marked[start : start + length]
        for length in range(1, LONGEST + 1)
        for start in range(len(marked) - length + 1)
    )
    return tuple(dict.fromkeys(span for span in spans if span not in ("^", "$")))


@lru_cache(maxsize=16384)
def occupation_of(text: str) -> Occupation | None:
    """The likeliest minor group of a title, or None where nothing speaks for one."""
    known = title_of(text)
    if known and known.method in SURE and titles()[known.code].occupation:
        code = titles()[known.code].occupation[:7]
        return Occupation(code, occupations().get(code, ""), known.confidence)
    found = [group for group in letter_groups(text) if group in _weights()]
    if not found:
        return None
    scores = dict(_weights()[BIAS])
    for group in found:
        for code, weight in _weights()[group]:
            share = weight / math.sqrt(len(found))
            scores[code] = scores.get(code, 0.0) + share
    return _likeliest(scores)


def _likeliest(scores: dict[str, float]) -> Occupation | None:
    best = max(scores, key=lambda code: (scores[code], code))
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    if 1 / total < LEAST:
        return None
    return Occupation(best, occupations().get(best, ""), round(1 / total, 3))
