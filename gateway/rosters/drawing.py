"""One of the five lists as a page: what its readers look for, and room to sign."""

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import Any

from common.contracts.rosters import Roster
from common.law import age_on
from common.texts import Language
from common.texts import say
from gateway.printing.book import Column
from gateway.printing.book import Page
from gateway.printing.wording import phones_text
from gateway.rosters.lists import Entry
from gateway.rosters.lists import ListKind
from gateway.shortlists.domain import pay_text

Cell = Callable[[Entry, Language, date], str]
PERSON = ("name", "sex", "age", "village", "phones")
OF_LIST: Mapping[ListKind, tuple[str, ...]] = {
    "basic": ("state", "told_on", "fresh"),
    "training": ("trainings", "training_wish", "told_on"),
    "transfer": ("works_at", "works_as", "channel", "since", "earns", "told_on"),
    "self_employed": ("works_at", "works_as", "since", "earns", "told_on"),
    "public_welfare": ("works_at", "since", "until", "earns", "told_on"),
}
WIDTHS = {
    "number": 8,
    "name": 13,
    "sex": 8,
    "age": 8,
    "village": 14,
    "phones": 30,
    "state": 14,
    "told_on": 16,
    "fresh": 12,
    "trainings": 34,
    "training_wish": 24,
    "works_at": 27,
    "works_as": 14,
    "channel": 18,
    "since": 16,
    "until": 16,
    "earns": 20,
    "signature": 16,
}
CENTRED = 17


def page_of(
    roster: Roster, kind: ListKind, entries: tuple[Entry, ...], lang: Language
) -> Page:
    """The list as a page of texts."""
    fields = PERSON + OF_LIST[kind]
    names = ("number", *fields, "signature")
    rows = [
        (str(number), *(CELLS[n](entry, lang, roster.as_of) for n in fields), "")
        for number, entry in enumerate(entries, 1)
    ]
    title = say(f"list.{kind}", lang, area=roster.area_name or roster.area)
    fresh = sum(entry.person.fresh for entry in entries)
    day = roster.as_of.isoformat()
    note = say("list.about", lang, day=day, count=len(entries), fresh=fresh)
    columns = tuple(Column(say(f"column.{n}", lang), WIDTHS[n]) for n in names)
    return Page(title, (note,), columns, rows)


def paper_of(page: Page, lang: Language) -> dict[str, Any]:
    """The page as values of the template."""
    return {
        "title": page.title,
        "notes": list(page.notes),
        "columns": [
            {"label": c.label, "width": c.width, "centred": c.width < CENTRED}
            for c in page.columns
        ],
        "rows": [list(row) for row in page.rows],
        "signed": [
            say(f"paper.signed.{who}", lang) for who in ("keeper", "checker", "day")
        ],
    }


def _works_at(entry: Entry, lang: Language, today: date) -> str:
    if entry.placement:
        return entry.placement.employer_name
    return entry.person.works_at or say(f"state.{entry.person.state}", lang)


def _channel(entry: Entry, lang: Language, today: date) -> str:
    work = entry.placement
    return say(f"channel.{work.channel if work else 'surveyed'}", lang)


def _until(entry: Entry, lang: Language, today: date) -> str:
    until = entry.placement and entry.placement.contract_until
    return until.isoformat() if until else ""


CELLS: Mapping[str, Cell] = {
    "name": lambda e, lang, today: e.person.name,
    "sex": lambda e, lang, today: (
        say(f"sex.{e.person.sex}", lang) if e.person.sex else ""
    ),
    "age": lambda e, lang, today: (
        str(age_on(e.person.birth, today)) if e.person.birth else ""
    ),
    "village": lambda e, lang, today: e.person.area_name or "",
    "phones": lambda e, lang, today: phones_text(e.person.phones, lang),
    "state": lambda e, lang, today: say(f"state.{e.person.state}", lang),
    "told_on": lambda e, lang, today: (
        e.person.told_on.isoformat() if e.person.told_on else ""
    ),
    "fresh": lambda e, lang, today: say(
        "list.fresh" if e.person.fresh else "list.stale", lang
    ),
    "trainings": lambda e, lang, today: "、".join(e.person.trainings),
    "training_wish": lambda e, lang, today: "、".join(e.person.training_wish),
    "works_at": _works_at,
    "works_as": lambda e, lang, today: e.person.works_as or "",
    "channel": _channel,
    "since": lambda e, lang, today: (
        e.placement.started.isoformat() if e.placement else ""
    ),
    "until": _until,
    "earns": lambda e, lang, today: (
        pay_text(e.person.earns, lang) if e.person.earns else ""
    ),
}
