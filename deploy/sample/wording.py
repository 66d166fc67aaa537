"""People's own words: trades in dialect and with typos, wishes, refusals, limits."""

from dataclasses import dataclass
from typing import Any

from deploy.sample.chance import Chance
from deploy.sample.population import Person
from deploy.sample.tables import table

_YEARS = "一两三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Craft:
    """What a person says of their work: skills, papers, wishes, refusals."""

    skills: tuple[str, ...]
    papers: tuple[str, ...]
    wishes: tuple[str, ...]
    vetoes: tuple[str, ...]


def craft_of(chance: Chance, person: Person, transport: str) -> Craft:
    """One to three trades that go with age, sex and county; some have none."""
    trades = _trades(chance, person)
    skills: list[str] = []
    papers = _driving(chance, transport)
    for trade in trades:
        words = chance.some(trade["say"], 1 + int(chance.yes(0.35)))
        skills += [_as_said(chance, word, trade, person.age) for word in words]
        paper = trade.get("paper")
        if paper and chance.yes(paper[1]):
            papers.append(paper[0])
    wishes = [chance.one(trade["wish"]) for trade in trades if chance.yes(0.35)]
    return Craft(
        tuple(skills),
        tuple(dict.fromkeys(papers)),
        tuple(dict.fromkeys(wishes)),
        _vetoes(chance),
    )


def limits_of(
    chance: Chance, category: str | None, grade: str | None
) -> tuple[tuple[str, ...] | None, dict[str, Any] | None]:
    """Own words about the body and a form's answers; None where nobody asked."""
    words = table("words")
    if category and grade:
        if chance.yes(0.25):
            return None, None
        answers = words["answers"].get(category + grade)
        return (chance.one(words["body"][category][grade]),), answers
    if chance.yes(0.15):
        return None, None
    if chance.yes(0.16):
        text, answers = chance.one(words["ailments"])
        return (text,), answers if answers and chance.yes(0.5) else None
    return (), None


def sentence(chance: Chance, topics: tuple[str, ...], skills: tuple[str, ...]) -> str:
    """A free sentence as a coordinator writes it down; half of the people have one."""
    if chance.yes(0.5):
        return ""
    words = table("words")
    parts = [chance.one(words["openings"])]
    if skills:
        parts.append("、".join(skills[:2]) + "。")
    parts += [chance.one(words[topic]) for topic in topics]
    parts.append(chance.one(words["closings"]))
    return "".join(parts)


def misspelt(chance: Chance, word: str) -> str:
    """The word with a slip of the pen, rarely."""
    typos = table("words")["typos"]
    for right, wrong in typos.items():
        if right in word and chance.yes(0.12):
            return word.replace(right, str(wrong))
    return word


def _trades(chance: Chance, person: Person) -> tuple[dict[str, Any], ...]:
    if chance.yes(0.08):
        return ()
    open_to = [trade for trade in table("trades") if _fits(trade, person)]
    count = chance.weighted((1, 2, 3), (0.5, 0.38, 0.12))
    drawn: list[dict[str, Any]] = []
    for _ in range(count):
        weights = [t["weight"] * t["sex"][person.sex] for t in open_to]
        trade = chance.weighted(open_to, weights)
        if trade not in drawn:
            drawn.append(trade)
    return tuple(drawn)


def _fits(trade: dict[str, Any], person: Person) -> bool:
    low, high = trade["ages"]
    terrain = trade.get("terrain", person.village.terrain)
    return bool(low <= person.age <= high and terrain == person.village.terrain)


def _as_said(chance: Chance, word: str, trade: dict[str, Any], age: int) -> str:
    word = misspelt(chance, word)
    most = min(age - 17, 12)
    if not trade.get("years") or most < 1 or chance.yes(0.5):
        return word
    years = chance.whole(1, most)
    said = _YEARS[years - 1] if years <= 10 and chance.yes(0.5) else str(years)
    return f"{word}{said}年"


def _driving(chance: Chance, transport: str) -> list[str]:
    if transport == "car":
        return ["驾照C1"]
    if transport == "motorcycle" and chance.yes(0.7):
        return ["摩托车E照"]
    return ["健康证(有效)"] if chance.yes(0.06) else []


def _vetoes(chance: Chance) -> tuple[str, ...]:
    words = table("words")
    if chance.yes(0.012):
        return tuple(words["hui"])
    if chance.yes(0.72):
        return ()
    return chance.some(words["vetoes"], 1 + int(chance.yes(0.25)))
