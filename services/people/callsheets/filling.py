"""What somebody typed into a call sheet: words in cells become outcomes, or are named.

A line without an outcome was not rung yet and says nothing.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any

from common.contracts.contacts import Outcome
from common.contracts.contacts import Way
from common.contracts.contacts import Whose
from common.contracts.referrals import Refusal
from common.intake.identifiers import Unreadable
from common.intake.normalise import compact
from common.intake.written import RELATIONS
from common.intake.written import Cell
from common.intake.written import day_in
from common.intake.written import is_nothing
from common.intake.written import text_of
from common.problems import FieldError
from services.people.callsheets.domain import SheetIsUnreadable
from services.people.contacts.domain import NOTE_MOST
from services.people.contacts.domain import Said

# What stands in the heading, by field; the sheets that we write use the first word.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "序号", "No."),
    "name": ("姓名", "Name"),
    "outcome": ("结果", "联系结果", "Outcome"),
    "reason": ("不愿意的原因", "原因", "Reason"),
    "on": ("联系日期", "Date"),
    "next_on": ("下次联系", "Next"),
    "way": ("联系方式", "By"),
    "spoke_with": ("谁接的", "Who"),
    "note": ("备注", "Note"),
}
NEEDED = ("number", "name", "outcome")
HEADING_LINES = 12
CODE = re.compile(r"(?:名单号|List)\D{0,3}([0-9A-F]{8})(?![0-9A-F])", re.IGNORECASE)
# 不愿意 holds 愿意, and 家人代接 holds 接: what says more stands first.
OUTCOMES: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    ("unwilling", re.compile("不愿|不去|不想|不肯|unwilling")),
    ("no_answer", re.compile("没人接|无人接|未接|没接|不接|打不通|no answer")),
    ("dead_number", re.compile("空号|停机|错号|号码不对|dead number")),
    ("family", re.compile("家人|代接|family")),
    ("away", re.compile("在外|外出|外地|away")),
    ("later", re.compile("改天|再打|回头|later")),
    ("willing", re.compile("愿意|愿去|同意|willing")),
    ("reached", re.compile("接通|打通|通了|已接|reached")),
)
REASONS: tuple[tuple[Refusal, re.Pattern[str]], ...] = (
    ("night", re.compile("夜班|晚班|night")),
    ("fumes", re.compile("气味|味道|味大|fumes")),
    ("dust", re.compile("粉尘|灰|dust")),
    ("noise", re.compile("噪|吵|noise")),
    ("heavy", re.compile("重活|太重|太累|搬|heavy")),
    ("far", re.compile("远|路上|far")),
    ("pay", re.compile("工资|钱少|收入|待遇|pay")),
    ("hours", re.compile("时间|上班早|加班|hours")),
    ("skill", re.compile("不会|技术|skill")),
    ("papers", re.compile("证|papers")),
    ("family", re.compile("家里|孩子|小孩|老人|接送|带娃|family")),
    ("health", re.compile("身体|病|腰|腿|health")),
    ("other_job", re.compile("有活|有工作|找到|上班了|other job")),
    ("work", re.compile("不喜欢|不合适|这个活|工种|work")),
)
WAYS: tuple[tuple[Way, re.Pattern[str]], ...] = (
    ("visit", re.compile("上门|走访|入户|visit")),
    ("hall", re.compile("来站|大厅|村委|hall")),
    ("message", re.compile("微信|短信|message")),
    ("phone", re.compile("电话|phone")),
)
Rows = Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """One line as somebody filled it in; `said` None: nothing was typed, or wrong."""

    line: int
    number: int | None = None
    name: str = ""
    said: Said | None = None
    wrong: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: the code that is printed on it, and its lines."""

    code: str | None
    lines: tuple[Filled, ...] = field(default=())


def read_sheet(rows: Rows, today: date) -> Sheet:
    """The lines below the heading; SheetIsUnreadable if there is none."""
    heading = next(_headings(rows), None)
    if heading is None:
        raise SheetIsUnreadable(FieldError("file", "field.call-sheet.heading"))
    at, places = heading
    above = " ".join(text_of(c) for line, cells in rows if line < at for c in cells)
    code = CODE.search(above)
    lines = (
        _filled(line, _cells(cells, places), today) for line, cells in rows if line > at
    )
    known = tuple(one for one in lines if one.number is not None or one.wrong)
    return Sheet(code[1].upper() if code else None, known)


def _headings(rows: Rows) -> Iterator[tuple[int, dict[str, int]]]:
    fields = {compact(w): name for name, words in HEADINGS.items() for w in words}
    for line, cells in rows[:HEADING_LINES]:
        said = [fields.get(compact(text_of(cell))) for cell in cells]
        places = {name: said.index(name) for name in HEADINGS if name in said}
        if all(name in places for name in NEEDED):
            yield line, places


def _cells(cells: Sequence[Cell], places: Mapping[str, int]) -> dict[str, Cell]:
    found = {n: cells[place] for n, place in places.items() if place < len(cells)}
    return {n: cell for n, cell in found.items() if not is_nothing(text_of(cell))}


def _filled(line: int, cells: Mapping[str, Cell], today: date) -> Filled:
    number = text_of(cells.get("number"))
    if not number.isdecimal() or not number.isascii():
        return Filled(line)
    filled = Filled(line, int(number), text_of(cells.get("name")))
    if "outcome" not in cells:
        typed = cells.keys() & {"reason", "next_on", "note", "on"}
        wrong = FieldError("outcome", "field.call-sheet.outcome-missing")
        return Filled(line, filled.number, filled.name, None, (wrong,) * bool(typed))
    said, errors = _said(cells, today)
    return Filled(line, filled.number, filled.name, said, errors)


def _said(
    cells: Mapping[str, Cell], today: date
) -> tuple[Said | None, tuple[FieldError, ...]]:
    words = text_of(cells["outcome"])
    outcome = _first(OUTCOMES, words)
    if outcome is None:
        return None, (FieldError("outcome", "field.call-sheet.outcome"),)
    told: dict[str, Any] = {}
    try:
        for name in ("on", "next_on"):
            told[name] = day_in(cells.get(name), today)
    except Unreadable as refused:
        return None, (FieldError(name, f"field.{refused.key}", refused.numbers),)
    why = text_of(cells.get("reason"))
    note = text_of(cells.get("note"))
    said = Said(
        outcome,
        way=_first(WAYS, text_of(cells.get("way"))) or "phone",
        spoke_with=_whose(text_of(cells.get("spoke_with"))),
        reason=_reason(why or words) if outcome == "unwilling" else None,
        note=_joined(why, note)[:NOTE_MOST],
        **told,
    )
    errors = tuple(said.wrong(today))
    return (None, errors) if errors else (said, ())


def _reason(words: str) -> Refusal | None:
    """Why somebody does not want it; words of their own are `other` and a note."""
    bare = re.sub("不愿意?|不想去?|不去|不肯", "", words).strip("：:，,。 ")
    return (_first(REASONS, bare) or "other") if bare else None


def _joined(*texts: str) -> str:
    return "；".join(text for text in texts if text)


def _whose(words: str) -> Whose:
    found: Whose = _first(RELATIONS, words) or "self"
    return found


def _first(table: Sequence[tuple[Any, re.Pattern[str]]], words: str) -> Any:
    said = words.lower()
    return next((name for name, known in table if known.search(said)), None)
