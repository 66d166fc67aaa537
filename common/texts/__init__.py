"""Sentences for people, by key, in Chinese and English; code holds no sentence.

Every file `common/texts/<language>/<member>.json` is one flat map from key to format
string. A key may stand in one file only, and in both languages.
"""

from functools import cache
from pathlib import Path
from re import fullmatch
from typing import Literal

import orjson

Number = int | float | str
Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent


@cache
def sentences(lang: Language) -> dict[str, str]:
    """All format strings of a language; a key in two files is our own mistake."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / lang).glob("*.json")):
        for key, sentence in orjson.loads(file.read_bytes()).items():
            if key in found:
                raise ValueError(f"{file.name}: {key} stands in another file too")
            found[key] = sentence
    return found


def say(key: str, lang: Language = "zh", **numbers: Number) -> str:
    """The sentence with its numbers; KeyError when key or a number is missing."""
    return sentences(lang)[key].format_map(numbers)


def language(accept: str | None) -> Language:
    """The best of our languages for an `Accept-Language` header; Chinese by default."""
    best: tuple[float, Language] = (0.0, "zh")
    for part in (accept or "").lower().split(","):
        tag, _, weight = part.partition(";q=")
        known: Language | None = next(
            (lang for lang in LANGUAGES if tag.strip().split("-")[0] == lang), None
        )
        if known and _weight(weight) > best[0]:
            best = (_weight(weight), known)
    return best[1]


def _weight(text: str) -> float:
    """A quality value of `Accept-Language`; absent is 1, nonsense is 0."""
    if not text:
        return 1.0
    return float(text) if fullmatch(r"[01](\.[0-9]{1,3})?", text.strip()) else 0.0
