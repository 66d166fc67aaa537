"""Visit forms with what is known, and the month's report as a page."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from common.contracts.rosters import Monitored
from common.contracts.rosters import Monitoring
from common.contracts.rosters import RosterLine
from common.law import age_on
from common.texts import Language
from common.texts import say
from gateway.printing.book import Column
from gateway.printing.book import Page
from gateway.printing.wording import phones_text
from gateway.rosters.drawing import WIDTHS
from gateway.shortlists.domain import pay_text

# What a visit finds out; the first are known from the last time, if at all.
ASKED = (
    "state",
    "works_at",
    "works_as",
    "earns",
    "hours",
    "reach",
    "body",
    "skills",
    "wishes",
    "training_wish",
    "difficulties",
)
REPORTED = ("move", "state", "works_at", "works_as", "earns", "told_on")


def form_of(
    part: Sequence[RosterLine], title: str, lang: Language, today: date
) -> dict[str, Any]:
    """The forms of one member of the staff, as values of the template."""
    return {
        "title": title,
        "notes": [say("visit.about", lang, count=len(part))],
        "heads": [say(f"visit.{n}", lang) for n in ("item", "known", "now")],
        "signed": [say(f"visit.{n}", lang) for n in ("person", "visitor", "day")],
        "people": [
            {
                "number": str(number),
                "name": one.name,
                "about": _about(one, lang, today),
                "phones": phones_text(one.phones, lang).replace("\n", "  "),
                "lines": _lines(one, lang),
            }
            for number, one in enumerate(part, 1)
        ],
    }


def _about(one: RosterLine, lang: Language, today: date) -> str:
    known = (
        say(f"sex.{one.sex}", lang) if one.sex else "",
        say("visit.age", lang, age=age_on(one.birth, today)) if one.birth else "",
        one.area_name or "",
        say("visit.told", lang, day=one.told_on.isoformat()) if one.told_on else "",
    )
    return "  ".join(part for part in known if part)


def _lines(one: RosterLine, lang: Language) -> list[dict[str, str]]:
    known = known_of(one, lang)
    return [
        {
            "label": say(f"visit.ask.{name}", lang),
            "known": known.get(name, ""),
            "asked": say(f"visit.answer.{name}", lang),
        }
        for name in ASKED
    ]


def known_of(one: RosterLine, lang: Language) -> Mapping[str, str]:
    """What stands in the ledger already, in words."""
    return {
        "state": say(f"state.{one.state}", lang),
        "works_at": one.works_at or "",
        "works_as": one.works_as or "",
        "earns": pay_text(one.earns, lang) if one.earns else "",
        "training_wish": "、".join(one.training_wish),
    }


def report_of(told: Monitoring, lang: Language, today: date) -> Page:
    """The month's report as a page of texts."""
    counts = "　".join(
        f"{say(f'move.{move}', lang)} {count}" for move, count in told.counts.items()
    )
    name = told.area_name or told.area
    fields = ("number", "name", "sex", "age", "village", "phones", *REPORTED)
    widths = {**WIDTHS, "move": 12}
    columns = (*fields, "signature")
    return Page(
        say("monitoring.title", lang, area=name, month=told.month),
        (counts, say("monitoring.unasked", lang, count=told.unasked)),
        tuple(Column(say(f"column.{n}", lang), widths[n]) for n in columns),
        [
            (str(number), *_reported(row, lang, today), "")
            for number, row in enumerate(told.rows, 1)
        ],
    )


def _reported(row: Monitored, lang: Language, today: date) -> tuple[str, ...]:
    one = row.person
    known = known_of(one, lang)
    return (
        one.name,
        say(f"sex.{one.sex}", lang) if one.sex else "",
        str(age_on(one.birth, today)) if one.birth else "",
        one.area_name or "",
        phones_text(one.phones, lang),
        say(f"move.{row.move}", lang),
        say(f"state.{row.after}", lang),
        known["works_at"],
        known["works_as"],
        known["earns"],
        one.told_on.isoformat() if one.told_on else "",
    )
