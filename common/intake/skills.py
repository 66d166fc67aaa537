"""Skills out of people's words and employers' wishes, and how alike skills are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from common.contracts.jobs import Need
from common.contracts.people import HeldSkill
from common.intake.lexicon import Lexicon
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.lexicon import turned
from common.intake.normalise import compact
from common.intake.normalise import parts
from common.intake.numbers import years_of
from common.intake.sounds import alike

SAME = 1000
SAME_TRADE = 500
SAME_TITLE = 400
SAME_MINOR = 300
CAN_LEARN = re.compile(
    "可学|肯学|愿学|想学|可教|包教|包会|学徒|可带|带教|无经验|零基础|不会|生手|新手|培训"
)
WISHED = re.compile("优先|最好|更好|加分|佳$|者佳")
LATIN = re.compile("[a-z]{4,}")
HAN = re.compile("[\u4e00-\u9fff]{2,}")
CLAUSE = re.compile(r"[,。;!?\n]+")
# A wish, a fear or a duty at home is no skill, unless years or a past are told too.
NO_SKILL = re.compile(
    "想|希望|愿意|打算|最好|找个|找份|要照顾|要带|要接|回去|回来照顾|接送|家里有|屋里有|怕|住院"
)
TOLD = re.compile("做过|干过|会|年|搞过|当过|开过|学过|踩过|手艺")
# What stands between verb and object: 带过两个孙子, 喂了几十只鸡, 种过点蘑菇.
FILLER = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:过(?![磅秤年手敏])|了)"
    r"(?:[一二两三四五六七八九十百千几多半好0-9]+来?(?:年|个月|个|头|只|亩|台|辆|条|回|天|口|家)"
    r"多?的?)?(?:自己|自家|别人|人家|屋里)?(?:的|[一两二三几]个)?|(?<=[做搞种养喂带看扫修煮卖干开])(?:点|些|个|下)"
)


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the vocabulary: its names, trade, titles (J…) and minor group."""

    code: str
    zh: str
    en: str
    trade: str
    titles: tuple[str, ...]
    minor: str


@lru_cache(maxsize=1)
def skills() -> dict[str, Skill]:
    """All skills by code, in the order of the vocabulary."""
    return {
        row["code"]: Skill(
            row["code"],
            row["zh"],
            row["en"],
            row["trade"],
            cell(row["titles"]),
            row["minor"],
        )
        for row in rows("skills.csv")
    }


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(
        (word, row["code"])
        for row in rows("skills.csv")
        for word in (row["zh"], *cell(row["aliases"]))
    )


@lru_cache(maxsize=16384)
def skills_in(text: str) -> tuple[HeldSkill, ...]:
    """The skills a person names, each once, with years where years are named."""
    held: dict[str, HeldSkill] = {}
    for clause in CLAUSE.split(compact(text)):
        if NO_SKILL.search(clause) and not TOLD.search(clause):
            continue
        for skill in _skills_of(clause.strip()):
            known = held.get(skill.code)
            if known is None or (known.years is None and skill.years):
                held[skill.code] = skill
    return tuple(held.values())


def _skills_of(clause: str) -> list[HeldSkill]:
    years = years_of(clause)
    clause = FILLER.sub("", clause)
    found = _lexicon().find(clause)
    hits = [hit for hit in found if not turned(clause, hit.start)]
    if found:
        return [
            HeldSkill(
                code=hit.value,
                years=years,
                text=hit.word,
                method="alias" if hit.word == clause else "contained",
                confidence=1.0 if hit.word == clause else 0.9,
            )
            for hit in hits
        ]
    spelt = [skill for run in LATIN.findall(clause) if (skill := _spelt(run))]
    return spelt + [s for word in parts(clause) if (s := _misspelt(word))]


def _spelt(letters: str) -> HeldSkill | None:
    """A skill whose name stands in pinyin letters: pingche."""
    code = _readings().get(letters)
    if code is None:
        return None
    return HeldSkill(code=code, text=letters, method="misspelt", confidence=0.75)


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Names in pinyin letters, but those that stand for two skills."""
    found: dict[str, set[str]] = {}
    for word, code in _lexicon().words.items():
        if HAN.fullmatch(word):
            found.setdefault("".join(lazy_pinyin(word)), set()).add(code)
    return {letters: min(codes) for letters, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=65536)
def _misspelt(word: str) -> HeldSkill | None:
    bare = re.sub(
        r"^(?:会|能|做过|干过|当过|做|懂)|(?:师傅|师付|工人|工|的)$", "", word
    )
    best, sure = "", 0.0
    for known, code in _lexicon().words.items():
        score = max(alike(bare, known), alike(word, known))
        if score > sure:
            best, sure = code, score
    if not best:
        return None
    return HeldSkill(code=best, text=word, method="misspelt", confidence=sure)


def needs_in(words: Iterable[str]) -> tuple[Need, ...]:
    """What an employer asks: `缝纫>=3年`, `缝纫|可学`, `有面点经验优先`."""
    needs: dict[str, Need] = {}
    for word in words:
        text = compact(word)
        for skill in skills_in(word.split("|")[0]):
            need = Need(
                code=skill.code,
                must=not WISHED.search(text),
                years=skill.years,
                trainable=bool(CAN_LEARN.search(text)),
            )
            needs.setdefault(skill.code, need)
    return tuple(needs.values())


@lru_cache(maxsize=1)
def similarity() -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """All skill codes and a symmetric table of likeness in thousandths, same order."""
    near = {
        frozenset((row["a"], row["b"])): int(row["thousandths"])
        for row in rows("near_skills.csv")
    }
    known = tuple(skills().values())
    table = tuple(tuple(_likeness(a, b, near) for b in known) for a in known)
    return tuple(skill.code for skill in known), table


def _likeness(a: Skill, b: Skill, near: dict[frozenset[str], int]) -> int:
    if a.code == b.code:
        return SAME
    curated = near.get(frozenset((a.code, b.code)))
    if curated is not None:
        return curated
    if a.trade == b.trade:
        return SAME_TRADE
    if set(a.titles) & set(b.titles):
        return SAME_TITLE
    return SAME_MINOR if a.minor == b.minor else 0
