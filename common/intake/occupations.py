"""The minor group (小类) of the national dictionary that an advert's title belongs to.

Weights of letter groups are added up. They were counted on labelled titles and on the
names that the dictionary and the county's own titles give; no name decides alone, for
one name in five means another trade at another employer.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact

# Brackets, numbers, praise and signs; 招聘 stands between the firm and the trade.
BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
NOISE = re.compile(
    r"[0-9a-z]*\d+[0-9a-z]*|招聘|诚聘|高薪|急聘|急招|直招|招|[^\u3400-\u9fffa-z]"
)
CJK = re.compile("[\u3400-\u9fff]")
LONGEST = 3
THOUSANDTHS = 1000
BIAS = "*"
# So far before the second group, more than nineteen of twenty left-out titles are right
# (`python -m benchmarks.train_occupations … --folds 3`).
SURE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Occupation:
    """A minor group as `6-05-01`, its name, and how far it is before others (0–1)."""

    code: str
    name: str
    confidence: float

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.confidence >= SURE_FROM


@lru_cache(maxsize=1)
def occupations() -> dict[str, str]:
    """Names of all minor groups by code."""
    return {row["code"]: row["name"] for row in rows("occupations.csv")}


@lru_cache(maxsize=1)
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Per letter group the minor groups it speaks for or against."""
    return {
        row["letters"]: tuple(
            (code, int(weight) / THOUSANDTHS)
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
    found = [group for group in letter_groups(text) if group in _weights()]
    if not found:
        return None
    scores = dict(_weights()[BIAS])
    for group in found:
        for code, weight in _weights()[group]:
            share = weight / math.sqrt(len(found))
            scores[code] = scores.get(code, 0.0) + share
    return _likeliest(scores)


def _likeliest(scores: dict[str, float]) -> Occupation:
    """The group with the highest score; of equal ones the last by code."""
    ordered = sorted(scores, key=lambda code: (scores[code], code))
    best = ordered[-1]
    ahead = scores[best] - scores[ordered[-2]] if len(ordered) > 1 else 1.0
    return Occupation(best, occupations().get(best, ""), round(min(ahead, 1.0), 3))
