"""Adverts as people write them who know that somebody reads: spaced, spelt, split.

Every disguise is drawn by the seed of its sentence, so a run can be repeated.
"""

import csv
import random
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import opencc

FOLDER = Path(__file__).parent
LAWFUL = "lawful"
SPAN = 5
BREAKS = (" ", "  ", "\u3000", "\u200b")
MARKS = (".", "*", "-", "_", "·", "~", "|", "/", "+", "、", "…")
FACES = ("⭐", "❤️", "🔥", "💰", "✨", "👉", "🈶")
BEFORE = (
    "【急聘】", "本厂在工业园区二号门，离镇上三公里。", "招工信息：",
    "包吃住，有空调，",
    "各位老乡大家好，", "长白班八小时，", "订单稳定，", "经村干部介绍，",
)  # fmt: skip
AFTER = (
    "，电话联系王主管", "。有意者到村委会报名", "，月休四天", "，早八晚五",
    "！欢迎转告亲友", "，每月十五号发钱", "，厂车接送", "。地址：示例镇老街",
)  # fmt: skip
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One hand-written sentence: what leads to the core, the core, what follows."""

    kind: str
    kept: bool
    before: str
    core: str
    after: str

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.before + self.core + self.after


@dataclass(frozen=True, slots=True)
class Variant:
    """A sentence in one disguise."""

    sentence: Sentence
    disguise: str
    text: str


def _lines(name: str) -> list[dict[str, str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def signs() -> dict[str, dict[str, str]]:
    """Reading, sounds alike and halves of characters."""
    return {row["sign"]: row for row in _lines("signs.csv")}


def sentences() -> Iterator[Sentence]:
    """All sentences; of every kind each second one is kept aside."""
    seen: dict[str, int] = {}
    for row in _lines("adverts.csv"):
        kind = row["kind"]
        place = seen[kind] = seen.get(kind, -1) + 1
        yield _parted(row["text"], kind, kept=place % 2 == 1, place=place)


def _parted(text: str, kind: str, *, kept: bool, place: int) -> Sentence:
    """Take the first core apart; a lawful sentence gets one drawn anywhere."""
    if "[" in text:
        before, rest = text.split("[", 1)
        core, after = rest.split("]", 1)
        return Sentence(
            kind, kept, before, core, after.replace("[", "").replace("]", "")
        )
    start = random.Random(f"{text}{place}").randrange(max(1, len(text) - SPAN))
    return Sentence(
        kind, kept, text[:start], text[start : start + SPAN], text[start + SPAN :]
    )


def _between(core: str, chance: random.Random, choices: tuple[str, ...]) -> str:
    mark = chance.choice(choices)
    return mark.join(core)


def _swapped(core: str, chance: random.Random, part: str) -> str:
    """One sign of the core in another shape; the same core where none is known."""
    known = [at for at, sign in enumerate(core) if signs().get(sign, {}).get(part)]
    if not known:
        return core
    at = chance.choice(known)
    other = signs()[core[at]][part]
    return (
        core[:at]
        + (chance.choice(other) if part == "alike" else other)
        + core[at + 1 :]
    )


@lru_cache(maxsize=1)
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


# Each takes the core and the dice, and gives the core disguised.
OF_CORE: dict[str, Callable[[str, random.Random], str]] = {
    "spaced": lambda core, chance: _between(core, chance, BREAKS),
    "marked": lambda core, chance: _between(core, chance, MARKS),
    "emoji": lambda core, chance: _between(core, chance, FACES),
    "alike": lambda core, chance: _swapped(core, chance, "alike"),
    "spelt": lambda core, chance: _swapped(core, chance, "reading"),
    "split": lambda core, chance: _swapped(core, chance, "halves"),
}


def variants(sentence: Sentence) -> Iterator[Variant]:
    """The sentence as it is, and in every disguise that changes it."""
    chance = random.Random(sentence.text)
    before, after = sentence.before, sentence.after
    yield Variant(sentence, "plain", sentence.text)
    for name, disguise in OF_CORE.items():
        core = disguise(sentence.core, chance)
        if core != sentence.core:
            yield Variant(sentence, name, before + core + after)
    told = {
        "traditional": _traditional().convert(sentence.text),
        "wide": sentence.text.translate(WIDE),
        "amid": chance.choice(BEFORE) + sentence.text + chance.choice(AFTER),
    }
    for name, text in told.items():
        if text != sentence.text:
            yield Variant(sentence, name, text)
