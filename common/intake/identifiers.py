"""Numbers that identify people, areas and telephones, read as they are written.

A wrong one raises `Unreadable` with a text key and numbers, never with the number
itself: the key becomes a sentence for the person who typed it. Full-width digits are
mapped, every other digit outside ASCII is refused. A cell that a spreadsheet turned
into a number is refused too, because the last digits are lost already.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

Sex = Literal["female", "male"]
Level = Literal["province", "prefecture", "county", "township", "village"]

_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＋", "0123456789Xx-+")
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff"))
# Tens and units of the two-digit codes; 83 stands on permits of Taiwan residents.
_PROVINCES = frozenset(
    f"{tens}{unit}"
    for tens, units in enumerate(
        ("12345", "123", "1234567", "123456", "01234", "12345", "1", "123"), 1
    )
    for unit in units
)
_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]")
_FIRST_GENERATION = re.compile(r"[1-9][0-9]{14}")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECK = "10X98765432"
_NUMBER_CELL = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]+|[0-9]+\.[0-9]*")
_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(B[0-9]{1,2})?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3})-?([0-9]{7,8})(?:-([0-9]{1,5}))?")
# At the start only: 0086 is no country code within a number.
_COUNTRY = re.compile(r"^(?:(?:\+|00)86-?|86-?(?=1[3-9][0-9]{9}$))")
_AREA = re.compile(r"[0-9]{12}")
_SEGMENT_ENDS = (2, 4, 6, 9, 12)
_LEVELS: tuple[Level, ...] = ("province", "prefecture", "county", "township", "village")
_LONGEST = 64


class Unreadable(ValueError):  # noqa: N818 - named after what happened
    """Something written is not what it should be; `key` names the sentence to say."""

    def __init__(self, key: str, **numbers: int | float | str) -> None:
        super().__init__(key)
        self.key = key
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Identity:
    """A resident ID number with what it says; the region is of first registration."""

    number: str
    region: str
    birth: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class Certificate:
    """A disability certificate number: its holder's ID, category 1–7, grade 1–4."""

    number: str
    holder: str
    category: int
    grade: int


def identity_check(body: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(map(mul, map(int, body), _IDENTITY_WEIGHTS))
    return _IDENTITY_CHECK[total % 11]


def read_identity(written: object, *, today: date, synthetic: bool = False) -> Identity:
    """An 18-character resident ID number or residence permit, fully checked.

    `synthetic` lets the invented province 99 pass, which no real number has. County
    codes are not looked up: regions are renamed and merged, numbers never change.
    """
    number = _characters(written, "identity").upper()
    if len(number) != 18:
        raise Unreadable("identity.length", length=len(number))
    if not _IDENTITY.fullmatch(number):
        raise Unreadable("identity.characters")
    _check_province(number[:2], synthetic)
    birth = _birth(number[6:14], today)
    if identity_check(number[:17]) != number[17]:
        # A spreadsheet keeps 15 digits and writes zeros for the rest.
        damaged = number.endswith("000")
        raise Unreadable("identity.number_cell" if damaged else "identity.check")
    sex: Sex = "male" if int(number[16]) % 2 else "female"
    return Identity(number, number[:6], birth, sex)


def read_first_generation(
    written: object, *, today: date, synthetic: bool = False
) -> Identity:
    """A 15-digit number of the first generation as its 18 characters; imports only."""
    number = _characters(written, "identity")
    if not _FIRST_GENERATION.fullmatch(number):
        raise Unreadable("identity.characters")
    body = number[:6] + "19" + number[6:]
    return read_identity(body + identity_check(body), today=today, synthetic=synthetic)


def read_certificate(
    written: object, *, holder: str, today: date, synthetic: bool = False
) -> Certificate:
    """A disability certificate number; it must carry its holder's own ID number."""
    number = _characters(written, "certificate").upper()
    parts = _CERTIFICATE.fullmatch(number)
    if parts is None:
        raise Unreadable("certificate.characters")
    if parts[1] != holder:
        read_identity(parts[1], today=today, synthetic=synthetic)
        raise Unreadable("certificate.holder")
    return Certificate(number, holder, int(parts[2]), int(parts[3]))


def read_mobile(written: object) -> str:
    """The 11 digits of a mobile number, without country code, spaces and hyphens."""
    digits = _COUNTRY.sub("", _characters(written, "phone"), count=1).replace("-", "")
    if not _MOBILE.fullmatch(digits):
        raise Unreadable("phone.mobile", length=len(digits))
    return digits


def read_phone(written: object) -> str:
    """A mobile number, or a landline as `0779-1234567` with `-12` for an extension."""
    digits = _COUNTRY.sub("", _characters(written, "phone"), count=1)
    parts = _LANDLINE.fullmatch(digits)
    if parts is None:
        return read_mobile(written)
    return "-".join(part for part in parts.groups() if part)


def read_area(written: object, *, synthetic: bool = False) -> str:
    """A 12-digit area code of a province that exists (99 where `synthetic`)."""
    code = _characters(written, "area")
    if not _AREA.fullmatch(code):
        raise Unreadable("area.characters", length=len(code))
    if code[:2] not in _PROVINCES and not (synthetic and code.startswith("99")):
        raise Unreadable("area.province")
    return code


def area_level(code: str) -> Level:
    """Which of the five levels a 12-digit code names, by its trailing zeros."""
    return _LEVELS[_SEGMENT_ENDS.index(len(area_prefix(code)))]


def area_prefix(code: str) -> str:
    """The code without its trailing zero segments; what lies inside starts with it."""
    for start, end in ((9, 12), (6, 9), (4, 6), (2, 4)):
        if int(code[start:end]):
            return code[:end]
    return code[:2]


def area_parent(code: str) -> str | None:
    """The area above: the last segment that is not zero becomes zero; None on top."""
    end = len(area_prefix(code))
    if end == _SEGMENT_ENDS[0]:
        return None
    start = _SEGMENT_ENDS[_SEGMENT_ENDS.index(end) - 1]
    # A city without counties has townships right below it: 4419 00 003.
    return area_prefix(code[:start].ljust(12, "0")).ljust(12, "0")


def area_covers(outer: str, inner: str) -> bool:
    """Whether the area `inner` is `outer` or lies inside it (both 12 digits)."""
    return inner.startswith(area_prefix(outer))


def _characters(written: object, kind: str) -> str:
    """The written characters without blanks; a number is not what was written."""
    if not isinstance(written, str):
        raise Unreadable(f"{kind}.number_cell")
    if len(written) > _LONGEST:
        raise Unreadable(f"{kind}.characters", length=len(written))
    text = written.translate(_FULL_WIDTH).translate(_BLANKS).lstrip("'‘’")
    if not text:
        raise Unreadable(f"{kind}.empty")
    if _NUMBER_CELL.fullmatch(text):
        raise Unreadable(f"{kind}.number_cell")
    return text


def _check_province(province: str, synthetic: bool) -> None:
    if province == "99" and not synthetic:
        raise Unreadable("identity.synthetic")
    if province != "99" and province not in _PROVINCES:
        raise Unreadable("identity.province")


def _birth(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Unreadable("identity.birth") from None
    if birth > today:
        raise Unreadable("identity.birth")
    return birth
