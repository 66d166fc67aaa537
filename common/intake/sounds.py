"""How words sound in Hunan, Sichuan, Guangxi: keys under which mishearings agree."""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

MERGED = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("^n"), "l"),
    (re.compile("^h(?=u)"), "f"),
    (re.compile("(?<=[ei])ng$"), "n"),
)


def _merged(syllable: str) -> str:
    for pattern, sound in MERGED:
        syllable = pattern.sub(sound, syllable)
    return syllable


@lru_cache(maxsize=65536)
def sound(text: str) -> tuple[str, ...]:
    """The syllables of a text as several dialects would merge them."""
    # Its phrases take half a second to read, which no start needs.
    from pypinyin import lazy_pinyin

    return tuple(_merged(syllable) for syllable in lazy_pinyin(text))


def alike(heard: str, known: str) -> float:
    """How surely `heard` is `known` written otherwise: 0, .9 or .75.

    Same sounds count if a character is shared or the word is long; a character too
    many or too few counts from four on. Another character that sounds otherwise is
    another word: 骑电动车 is not 修电动车.
    """
    if abs(len(heard) - len(known)) > 1 or min(len(heard), len(known)) < 2:
        return 0.0
    shared = len(set(heard) & set(known))
    if sound(heard) == sound(known) and (shared or len(heard) > 2):
        return 0.9
    if len(heard) == len(known) or min(len(heard), len(known)) < 4:
        return 0.0
    return 0.75 if Levenshtein.distance(heard, known) == 1 else 0.0
