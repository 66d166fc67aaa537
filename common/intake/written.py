"""Values as spreadsheets hold them: blanks, days, serial numbers, telephones, yes.

A cell is a text, a number, a truth value, or `{"d": "2026-11-01"}` for a day. What
cannot be read raises `Unreadable` with the key of the sentence to say.
"""

import calendar
import re
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from datetime import timedelta

from common.intake.identifiers import Unreadable
from common.intake.identifiers import read_phone
from common.intake.normalise import compact
from common.intake.normalise import plain
from common.intake.numbers import number_of

Cell = str | int | float | bool | dict[str, str] | None
NOTHING = frozenset(("", "/", "\\", "—", "——", "-", "--", "－", "n/a", "null", "none"))
NONE_WORDS = frozenset(("无", "没有", "暂无", "无。", "没得"))
BROKEN = frozenset(
    ("#ref!", "#n/a", "#value!", "#name?", "#div/0!", "#null!", "#num!", "####")
)
# With these a spreadsheet begins a formula, or something that acts like one.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EPOCH = date(1899, 12, 30)
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\D.*)?")
SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
BARE_MONTH = re.compile("(.{1,2})月(?:份)?")
RELATIONS = (
    ("self", re.compile("本人|自己")),
    ("spouse", re.compile("妻|夫|老婆|老公|爱人|配偶|丈夫")),
    ("child", re.compile("儿|女|子|媳|婿")),
    ("parent", re.compile("父|母|爸|妈|爹|娘")),
    ("village", re.compile("村干|支书|组长|村委|干部")),
    ("relative", re.compile("亲")),
)
# 154…(女儿): whose it is stands behind, else before.
BRACKETED = re.compile(r"\s*\(([^)]*)\)")
PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9][\d \-]{9,13}|0\d{2,3}-?\d{7,8}(?:-\d{1,5})?")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be taken: its field, the key of the sentence, its numbers."""

    field: str
    key: str
    numbers: dict[str, int | float | str] = made(default_factory=dict)


def text_of(value: Cell) -> str:
    """The cell as one text without blanks around it; a whole number without `.0`."""
    if isinstance(value, str):
        guarded_start = value[:1] == "'" and value[1:2] in STARTS
        return plain(value[1:] if guarded_start else value)
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dict():
            return value.get("d", "")
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `text_of` takes it off again."""
    return f"'{text}" if text[:1] in STARTS and text else text


def is_hidden(text: str) -> bool:
    """Whether stars stand for what somebody may not read: nothing is said by it."""
    return "***" in text


def is_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing to write."""
    return text.lower() in NOTHING


def day_in(value: Cell, written_on: date) -> date | None:
    """The day of a cell; a month is its last day, of the year of `written_on`.

    None where nothing stands. A number such as 2026.1 may be January or October.
    """
    text = text_of(value)
    if is_nothing(text) or text in NONE_WORDS:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numbered(float(value))
    found = whole_day(text)
    if found:
        return found
    month = MONTH.fullmatch(text)
    if month:
        return _last_day(int(month[1]), int(month[2]))
    bare = BARE_MONTH.fullmatch(text)
    number = number_of(bare[1]) if bare else None
    if number is None:
        raise Unreadable("cell.day")
    return _last_day(written_on.year, int(number))


def birth_in(value: Cell) -> date | None:
    """The day of birth; a month alone is not enough to tell people apart."""
    text = text_of(value)
    if is_nothing(text) or text in NONE_WORDS:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 19_000_101 <= value < 22_000_000:
            return whole_day(str(int(value)))
        return _serial(float(value))
    found = whole_day(text)
    if found is None:
        raise Unreadable("cell.birth")
    return found


def whole_day(text: str) -> date | None:
    """`2026-11-05`, `2026年11月5日`, `2026.11.5`, `20261105`, or a serial number."""
    hit = DAY.fullmatch(text) or SOLID.fullmatch(text)
    if hit:
        try:
            return date(*(int(part) for part in hit.groups()))
        except ValueError:
            raise Unreadable("cell.day") from None
    if re.fullmatch(r"[2-7]\d{4}(?:\.0)?", text):
        return _serial(float(text))
    return None


def _numbered(number: float) -> date:
    """A day that a spreadsheet took for a number."""
    if 19_000_101 <= number < 22_000_000 and number.is_integer():
        found = whole_day(str(int(number)))
        if found:
            return found
    if 1900 < number < 2200:
        text = f"{number:.2f}"
        # 2026.10 was written as a number and lost its zero: it reads 2026.1 now.
        if text.endswith("10") or number.is_integer():
            raise Unreadable("cell.month_number")
        return _last_day(int(text[:4]), int(text[5:]))
    return _serial(number)


def _serial(number: float) -> date:
    if not 3_000 <= number < 80_000:
        raise Unreadable("cell.day")
    return EPOCH + timedelta(days=int(number))


def _last_day(year: int, month: int) -> date:
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        raise Unreadable("cell.day")
    return date(year, month, calendar.monthrange(year, month)[1])


def phones_in(value: Cell) -> tuple[tuple[str, str], ...]:
    """(number, whose) of every telephone in a cell: `154… 女儿154…`."""
    if isinstance(value, float) and not value.is_integer():
        raise Unreadable("phone.number_cell")
    text = text_of(value).translate(str.maketrans("", "", "'‘’"))
    if is_nothing(text) or text in NONE_WORDS or is_hidden(text):
        return ()
    hits = list(PHONE.finditer(text))
    if not hits:
        read_phone(text)
        raise Unreadable("phone.mobile", length=len(text))
    found: dict[str, str] = {}
    for place, hit in enumerate(hits):
        start = hits[place - 1].end() if place else 0
        before = BRACKETED.sub("", text[start : hit.start()])
        behind = BRACKETED.match(text, hit.end())
        found.setdefault(read_phone(hit[0]), _whose(behind[1] if behind else before))
    return tuple(found.items())


def _whose(words: str) -> str:
    if not words:
        return "self"
    return next((r for r, known in RELATIONS if known.search(words)), "self")


def yes_or_no(text: str) -> bool | None:
    """What a tick or a word says; None where it says neither."""
    said = compact(text)
    if said in ("是", "有", "√", "✓", "y", "yes", "true", "1", "已", "在外") or (
        said.startswith(("是", "已")) and "否" not in said
    ):
        return True
    if said in ("否", "无", "没有", "×", "x", "n", "no", "false", "0", "未", "在家"):
        return False
    return False if said.startswith(("否", "未", "没", "不")) else None
