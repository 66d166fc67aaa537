"""A call sheet as a page: whom to ring, what to ask, and what to fill in."""

from datetime import date
from typing import Any
from typing import get_args

from common.contracts.contacts import CallLine
from common.contracts.contacts import CallSheet
from common.contracts.contacts import Outcome
from common.contracts.contacts import Way
from common.contracts.contacts import Whose
from common.law import age_on
from common.texts import Language
from common.texts import say
from gateway.door import CHINA
from gateway.printing.book import Column
from gateway.printing.book import Page
from gateway.printing.wording import phones_text

WIDTHS = {
    "number": 6,
    "name": 10,
    "sex": 6,
    "age": 6,
    "village": 12,
    "phones": 22,
    "last": 18,
    "questions": 44,
}
# On paper an outcome is ticked, and there is room for a day, a word and a name.
PAPER = {
    "number": 8,
    "name": 12,
    "sex": 8,
    "age": 8,
    "village": 12,
    "phones": 26,
    "last": 16,
    "questions": 40,
    "outcome": 43,
    "note": 18,
    "signature": 12,
}
# Narrow columns hold a word, and stand in the middle.
CENTRED = 13
TYPED = {
    "outcome": 12,
    "reason": 18,
    "next_on": 12,
    "on": 12,
    "way": 10,
    "spoke_with": 10,
    "note": 24,
}


def page_of(sheet: CallSheet, lang: Language, today: date) -> Page:
    """The sheet as it is printed and filled in; its number stands above the heading."""
    made = sheet.made_at.astimezone(CHINA).date().isoformat()
    count = len(sheet.lines)
    return Page(
        sheet.title,
        (
            say("call-sheet.code", lang, code=sheet.code),
            say("call-sheet.about", lang, count=count, day=made),
        ),
        (
            *(Column(say(f"column.{n}", lang), w) for n, w in WIDTHS.items()),
            *(_typed(name, width, lang) for name, width in TYPED.items()),
        ),
        [_row(line, lang, today) for line in sheet.lines],
    )


def _typed(name: str, width: int, lang: Language) -> Column:
    offered = {"outcome": Outcome, "way": Way, "spoke_with": Whose}
    prefix = "whose" if name == "spoke_with" else name
    codes = get_args(offered[name]) if name in offered else ()
    choices = tuple(say(f"contact.{prefix}.{code}", lang) for code in codes)
    return Column(say(f"column.{name}", lang), width, choices, typed=True)


def _row(line: CallLine, lang: Language, today: date) -> tuple[str, ...]:
    asked = "\n".join(f"{n}. {text}" for n, text in enumerate(line.questions, 1))
    told = (
        str(line.number),
        line.name or "",
        say(f"sex.{line.sex}", lang) if line.sex else "",
        str(age_on(line.birth, today)) if line.birth else "",
        line.area_name or "",
        phones_text(line.phones, lang),
        last_of(line, lang),
        asked,
    )
    return told + ("",) * len(TYPED)


def last_of(line: CallLine, lang: Language) -> str:
    """The day and outcome of the latest contact."""
    if line.last is None:
        return ""
    outcome = say(f"contact.outcome.{line.last.outcome}", lang)
    return f"{line.last.on.isoformat()} {outcome}"


def paper_of(sheet: CallSheet, lang: Language, today: date) -> dict[str, Any]:
    """The sheet as values of the template: outcomes to tick, and room to write."""
    page = page_of(sheet, lang, today)
    known = len(WIDTHS)
    columns = [
        {"label": say(f"column.{n}", lang), "width": w, "centred": w < CENTRED}
        for n, w in PAPER.items()
    ]
    ticks = say("paper.outcomes", lang)
    return {
        "title": page.title,
        "notes": list(page.notes),
        "columns": columns,
        "rows": [[*row[:known], ticks, "", ""] for row in page.rows],
        "signed": [say(f"paper.signed.{who}", lang) for who in ("caller", "checker")],
    }
