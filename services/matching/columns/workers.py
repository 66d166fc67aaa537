"""A worker's contract as one row of the kernel."""

from datetime import date
from typing import Any

from common.contracts.codes import DEMANDS
from common.contracts.codes import GROUPS
from common.contracts.codes import MODES
from common.contracts.codes import SCHOOLING
from common.contracts.codes import TRAITS
from common.contracts.people import Dated
from common.contracts.people import Limit
from common.contracts.people import Reach
from common.contracts.people import Week
from common.contracts.people import Worker
from common.law import Paper
from common.law import birthday
from services.matching.columns import encoding as number
from services.matching.columns.encoding import Encoded
from services.matching.columns.encoding import Encoder
from services.matching.columns.encoding import joined
from services.matching.columns.encoding import offsets
from services.matching.columns.spans import WeekSpans
from services.matching.columns.spans import plain_of
from services.matching.columns.spans import week_spans
from services.matching.kernel.rows import EVER
from services.matching.kernel.rows import NEVER
from services.matching.thresholds import TERRAINS
from services.matching.thresholds import mask_of

SCOPES = ("home", "village", "township", "county")
LODGINGS = ("no", "county", "anywhere")
UNITS = ("month", "day", "hour")
EBIKE = MODES.index("ebike")
LEVELS = range(1, 4)
KNOWN = frozenset(TRAITS)
NO_TERMS = Paper()
Months = tuple[int, ...] | None


def encode_worker(worker: Worker, encoder: Encoder) -> Encoded:
    """One row; every list is in its flat array's order of numbers."""
    retires = number.ordinal(
        encoder.retires(worker.birth, worker.sex, worker.female_track), NEVER
    )
    week = _spans(worker)
    spans = [week.open, week.care, week.free]
    papers = [_licences(worker, encoder, retires), _groups(worker.groups or ())]
    words = _words(worker, encoder)
    held = [
        (encoder.words.skills.id_of(skill.code), number.years(skill.years))
        for skill in worker.skills or ()
    ]
    row = {
        **_person(worker, retires),
        **_week(worker, week, encoder),
        **reach_columns(worker.reach),
        **_body(worker.limits),
        "spans": offsets(spans),
        "papers": offsets(papers),
        "skills": offsets([held]),
        "words": offsets(words),
    }
    lists: dict[str, list[Any]] = {
        "spans": joined(spans),
        "papers": joined(papers),
        "skills": held,
        "words": joined(words),
    }
    return Encoded(row, lists)


def _person(worker: Worker, retires: int) -> dict[str, Any]:
    high, low = number.halves(worker.id)
    x, y, z = number.unit_vector(worker.place)
    paid = worker.pay_floor is not None and worker.pay_floor.unit in UNITS
    floor = worker.pay_floor if paid else None
    return {
        "uid_high": high,
        "uid_low": low,
        "area": number.area_number(worker.area),
        "x": x,
        "y": y,
        "z": z,
        "placed": worker.place is not None,
        "terrain": TERRAINS.index(worker.terrain),
        "birth": number.ymd(worker.birth),
        "retires": retires,
        "female": worker.sex == "female",
        "looking": worker.state == "looking",
        "schooling": number.place_in(worker.schooling, SCHOOLING),
        "unsafe": mask_of(worker.unsafe, TRAITS),
        "refused": mask_of(worker.refused, TRAITS),
        "wished": mask_of(worker.wished, TRAITS),
        "has_wish": bool(worker.wished),
        "night": number.UNKNOWN if worker.night is None else int(worker.night),
        "floor": number.UNKNOWN if floor is None else number.fen(floor.min),
        "floor_unit": 0 if floor is None else UNITS.index(floor.unit),
        "skills_known": worker.skills is not None,
        "licences_known": worker.licences is not None,
        "groups_known": worker.groups is not None,
        "languages_known": worker.languages is not None,
    }


def _spans(worker: Worker) -> WeekSpans:
    if worker.week is None:
        return week_spans((), ())
    return week_spans(plain_of(worker.week.windows), plain_of(worker.week.care))


def _months(week: Week | None, area: str | None, encoder: Encoder) -> Months:
    """The months that were named, or those that the farm of the village leaves."""
    if week is None or week.months is not None or week.farm is None:
        return week.months if week else None
    busy = encoder.farm(area or "")
    if not busy:
        return None
    wanted = week.farm == "busy"
    return tuple(month for month in range(1, 13) if (month in busy) is wanted)


def _week(worker: Worker, spans: WeekSpans, encoder: Encoder) -> dict[str, Any]:
    week = worker.week
    months = _months(week, worker.area, encoder)
    return {
        "week_known": week is not None,
        "months": number.months_mask(months),
        "max_minutes": number.bounded(
            week.max_minutes if week else None, 0, number.MOST_MINUTES
        ),
        "longest": spans.longest,
        "day_spans": spans.ended,
        "starts": spans.starts,
    }


def reach_columns(reach: Reach | None) -> dict[str, Any]:
    """Kilometres or a scope without a mode stand for an e-bike without a limit."""
    minutes = [number.UNKNOWN] * len(MODES)
    modes = 0
    for way in reach.modes if reach else ():
        at = MODES.index(way.mode)
        if not (modes >> at) & 1:
            minutes[at] = number.bounded(way.max_min, 0, number.MOST_MINUTES)
        modes |= 1 << at
    km = reach.max_km if reach else None
    scope = reach.scope if reach else None
    known = bool(modes) or km is not None or scope is not None
    if known and not modes:
        modes = 1 << EBIKE
    metres = number.UNKNOWN
    if km is not None:
        metres = number.half_up(min(km, 1e6) * 1000, number.MOST_METRES)
    return {
        "modes": modes,
        "mode_minutes": tuple(minutes),
        "max_metres": metres,
        "scope": number.place_in(scope, SCOPES),
        "lodging": number.place_in(reach.lodging if reach else None, LODGINGS),
        "reach_known": known,
    }


def _body(limits: dict[str, Limit] | None) -> dict[str, Any]:
    known = limits or {}
    return {
        "limits_known": limits is not None,
        "limited": any(
            limit.block_at is not None or limit.caution_at is not None
            for demand, limit in known.items()
            if demand in DEMANDS
        ),
        "blocks": (0, *(_reached(known, "block_at", level) for level in LEVELS)),
        "cautions": (0, *(_reached(known, "caution_at", level) for level in LEVELS)),
    }


def _reached(limits: dict[str, Limit], which: str, level: int) -> int:
    named = [
        demand
        for demand, limit in limits.items()
        if (least := getattr(limit, which)) is not None and least <= level
    ]
    return mask_of(named, DEMANDS)


def _licences(
    worker: Worker, encoder: Encoder, retires: int
) -> list[tuple[int, int, int]]:
    """Papers with the days on which they are good, by their own dates and the law's."""
    papers = []
    for held in worker.licences or ():
        terms = encoder.papers.get(held.code, NO_TERMS)
        since, until = _allowed(worker.birth, terms, retires)
        code = encoder.words.licences.id_of(held.code)
        start = max(number.ordinal(held.valid_from, EVER), since)
        papers.append((code, start, min(_runs_out(held, terms), until)))
    return papers


def _runs_out(held: Dated, terms: Paper) -> int:
    """The last day that the paper itself names, or that its issue allows."""
    if held.valid_until is not None or held.valid_from is None:
        return number.ordinal(held.valid_until, NEVER)
    return number.ordinal(terms.runs_out(held.valid_from), NEVER)


def _allowed(birth: date | None, terms: Paper, retires: int) -> tuple[int, int]:
    """The first and the last day on which a person may hold such a paper at all.

    A licence of special operation ends on the day before the retirement month.
    """
    since, until = EVER, retires - 1 if terms.retirement else NEVER
    if birth is not None and terms.since is not None:
        since = birthday(birth, terms.since).toordinal()
    if birth is not None and terms.until is not None:
        until = min(until, birthday(birth, terms.until).toordinal() - 1)
    return since, until


def _groups(groups: tuple[Dated, ...]) -> list[tuple[int, int, int]]:
    return [
        (
            GROUPS.index(held.code),
            number.ordinal(held.valid_from, EVER),
            number.ordinal(held.valid_until, NEVER),
        )
        for held in groups
        if held.code in GROUPS
    ]


def _words(worker: Worker, encoder: Encoder) -> list[list[int]]:
    """Refused, wished, trades, languages, bars."""
    trades, known = encoder.words.trades, KNOWN
    refused = [trades.id_of(code) for code in worker.refused if code not in known]
    wished = [trades.id_of(code) for code in worker.wished if code not in known]
    held = [trades.id_of(code) for code in worker.trades]
    languages = [encoder.words.languages.id_of(code) for code in worker.languages or ()]
    bars = [encoder.words.checks.id_of(code) for code in worker.bars]
    return [refused, wished, [*wished, *held], languages, bars]
