"""What a post brings with it: from named hazards, its title and its sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from common.contracts.codes import TRAITS
from common.contracts.jobs import PostKind
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.titles import titles

# Where people work at home, in the field or in a household, nobody `goes to a factory`.
NO_FACTORY: tuple[PostKind, ...] = ("coop", "household", "platform", "public_welfare")
# Work on hot stoves: an employer says `hot` and means fire.
STOVE = re.compile("炒|炸|灶|大锅|厨师|掌勺|炊事|油锅|熬|烧菜|大厨|做饭")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of traits.csv, compiled."""

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    traits: tuple[str, ...]


@lru_cache(maxsize=2)
def _rows(place: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            re.compile(row["words"]),
            re.compile(row["unless"]) if row["unless"] else None,
            cell(row["traits"]),
        )
        for row in rows("traits.csv")
        if row["place"] == place
    )


@lru_cache(maxsize=16384)
def _found(text: str, place: str) -> tuple[str, ...]:
    said = compact(text)
    hits = (
        row.traits
        for row in _rows(place)
        if row.words.search(said) and not (row.unless and row.unless.search(said))
    )
    return tuple(dict.fromkeys(trait for traits in hits for trait in traits))


def hazards_in(words: Iterable[str]) -> tuple[str, ...]:
    """Traits of named hazards, words or codes of any vocabulary: `hot`, `粉尘`."""
    found: dict[str, None] = {}
    for word in words:
        text = word.strip().lower()
        found.update({text: None} if text in TRAITS else {})
        found.update(dict.fromkeys(_found(text, "hazard")))
    return tuple(found)


def traits_in(
    title: str,
    text: str,
    hazards: Iterable[str] = (),
    *,
    title_code: str | None = None,
    kind: PostKind = "enterprise",
) -> tuple[str, ...]:
    """All traits of a post, in the order of the vocabulary.

    Hours, lodging and place are not read here: who knows the shifts adds `night`, who
    knows the site adds `migrate`.
    """
    said = f"{title}。{text}"
    found = {*hazards_in(hazards), *_found(said, "text")}
    if title_code in titles():
        found |= set(titles()[title_code].traits)
    if "heat" in found and STOVE.search(compact(said)):
        found.add("open_fire")
    if kind in NO_FACTORY:
        found -= {"factory", "line_work"}
    return tuple(trait for trait in TRAITS if trait in found)
