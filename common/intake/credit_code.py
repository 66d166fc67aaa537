"""The unified social credit code of an employer (GB 32100-2015), checked part by part.

The outer check decides. The inner check of the organisation code only warns: many
codes in use were issued before it was kept strictly.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Part = Literal["length", "letters", "region", "check"]

# No I, O, S, V, Z: they look like 1, 0, 5, U, 2 on paper.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# 10 stands in 100000: registered with the national office.
PROVINCES = re.compile(
    "1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]",
)
SYNTHETIC = "99"
_OUTER = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_SEPARATORS = re.compile(r"[\s'\-\u00ad\u200b-\u200f\u2010-\u2015\ufeff]+")


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code as read: `wrong` names the parts that cannot be true, in their order.

    `doubtful` is the inner check: worth a look, never a reason to refuse.
    """

    text: str
    wrong: tuple[Part, ...]
    doubtful: bool


def read_credit_code(written: str, *, synthetic: bool = False) -> CreditCode:
    """What stands in a cell or a form, cleaned and checked.

    Full-width characters, small letters, blanks and hyphens are put right. With
    `synthetic` the region prefix 99 of made-up employers is accepted too.
    """
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()
    wrong = _wrong_parts(text, synthetic)
    return CreditCode(text, wrong, not wrong and text[16] != inner_check(text[8:16]))


def outer_check(body: str) -> str:
    """The 18th character for the first 17, all of them in `ALPHABET`."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, _OUTER, strict=True))
    # A remainder of 0 gives 31, which is no letter: it must wrap to "0".
    return ALPHABET[(31 - total % 31) % 31]


def inner_check(organisation: str) -> str:
    """The check character of the first 8 of an organisation code (GB 11714)."""
    total = sum(int(c, 36) * w for c, w in zip(organisation, _INNER, strict=True))
    return "0123456789X0"[11 - total % 11]


def _wrong_parts(text: str, synthetic: bool) -> tuple[Part, ...]:
    if len(text) != 18:
        return ("length",)
    if not set(text) <= set(ALPHABET):
        return ("letters",)
    region_ok = text[2:8].isdigit() and (
        PROVINCES.fullmatch(text[2:4]) is not None
        or (synthetic and text[2:4] == SYNTHETIC)
    )
    checks: tuple[tuple[Part, bool], ...] = (
        ("region", region_ok),
        ("check", text[17] == outer_check(text[:17])),
    )
    return tuple(part for part, ok in checks if not ok)
