"""Raw words made plain: one width, simplified characters, no artefacts of conversion.

Never for people's names: their rare and traditional characters are their identity.
"""

import re
from functools import lru_cache

import opencc

INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_INITIAL = "(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?"
_FINAL = "[aeiouvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,3}(?:ng|n|r)?"
# Converters of web pages leave the reading behind: 業(yè). Only a syllable is taken
# out, so that 会计(wps) and 客服(pop) keep what stands in their brackets.
READING = re.compile(rf"(?<=[\u4e00-\u9fff])\({_INITIAL}{_FINAL}\)")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
CJK = "\u3400-\u9fff"
INNER_SPACE = re.compile(rf"(?<=[{CJK}]) (?=[{CJK}])|(?<=[{CJK}]) (?=[0-9a-z])")
AFTER_LATIN = re.compile(rf"(?<=[0-9a-z]) (?=[{CJK}])")
SEPARATOR = re.compile(r"[、,;/|\n\r]+")
CLAUSE_END = re.compile(r"[、,;。!?:\n\r|]+")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """The text in half width and simplified characters, without invisible signs."""
    if text.isascii():
        # Numbers and codes, of which no two are alike in a file: nothing to turn.
        return SPACES.sub(" ", text).strip()
    seen = INVISIBLE.sub("", text)
    seen = READING.sub("", seen)
    seen = seen.translate(HALF_WIDTH)
    seen = READING.sub("", seen)
    simple: str = _simplifier().convert(seen)
    return SPACES.sub(" ", simple).strip()


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """The plain text in small letters, without spaces beside Chinese characters."""
    small = plain(text).lower()
    return AFTER_LATIN.sub("", INNER_SPACE.sub("", small))


def parts(text: str) -> tuple[str, ...]:
    """What stands between separators (、，;/| and line ends), trimmed, none empty."""
    pieces = (piece.strip() for piece in SEPARATOR.split(plain(text)))
    return tuple(piece for piece in pieces if piece)


def clauses(text: str) -> tuple[str, ...]:
    """The compact text cut where a breath is taken."""
    pieces = (piece.strip() for piece in CLAUSE_END.split(compact(text)))
    return tuple(piece for piece in pieces if piece)
