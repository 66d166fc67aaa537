"""A post's contract as one row of the kernel."""

from typing import Any
from typing import get_args

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.codes import DEMANDS
from common.contracts.codes import GROUPS
from common.contracts.codes import SCHOOLING
from common.contracts.codes import TRAITS
from common.contracts.jobs import Flag
from common.contracts.jobs import Need
from common.contracts.jobs import Post
from common.contracts.jobs import PostKind
from common.contracts.jobs import WorkTime
from common.contracts.values import Place
from common.contracts.values import Window
from services.matching.columns import encoding as number
from services.matching.columns.encoding import Encoded
from services.matching.columns.encoding import Encoder
from services.matching.columns.encoding import joined
from services.matching.columns.encoding import offsets
from services.matching.columns.spans import DAY
from services.matching.columns.spans import end_of
from services.matching.columns.wages import wage_of
from services.matching.columns.ways import NO_WAY
from services.matching.columns.ways import Way
from services.matching.columns.ways import clocks
from services.matching.columns.ways import known_ways
from services.matching.columns.workers import UNITS
from services.matching.kernel.rows import EVER
from services.matching.kernel.rows import NEVER
from services.matching.thresholds import mask_of

HEALTH_CARD = "health_card"
PATTERNS = ("single", "choose", "rotate", "split")
KINDS: tuple[str, ...] = get_args(PostKind)
LIFTS = {
    "seated": ("STAND", "WALK", "BEND"),
    "ramp": ("WALK", "STAND", "CLIMB"),
    "written_instruction": ("HEAR", "SPEAK"),
    "hand_control": ("PEDAL",),
    "visual_alarm": ("HEAR",),
    "buddy": ("LEARN", "ALONE", "VIGIL"),
    "screen_reader": ("NEAR", "LEARN"),
    "tactile_path": ("FAR", "WALK"),
    "fixed_day": ("NIGHT",),
    "short_blocks": ("PACE", "SIT", "STAND"),
    "transport": ("WALK",),
}


def encode_post(post: Post, encoder: Encoder) -> Encoded:
    """One row; every list is in its flat array's order of numbers."""
    delivery = [_stop(code, None) for code in post.delivery]
    shuttle = [_stop(stop.area, stop.place) for stop in post.shuttle]
    known = known_ways(post)
    shifts = [_shift(window, encoder) for window in post.time.shifts]
    needs = [_need(need, encoder) for need in post.needs]
    words = _words(post, encoder)
    row = {
        **_standing(post, encoder),
        **_terms(post),
        **_body(post),
        **_time(post.time),
        **_wage(post),
        "region": encoder.region_of(post.area),
        "stops": offsets([delivery, shuttle, known]),
        "shifts": offsets([shifts]),
        "needs": offsets([needs]),
        "words": offsets(words),
    }
    lists: dict[str, list[Any]] = {
        "stops": [*delivery, *shuttle, *known],
        "shifts": shifts,
        "needs": needs,
        "words": joined(words),
    }
    return Encoded(row, lists)


def _stop(area: str, place: Place | None) -> Way:
    point = (*number.unit_vector(place), int(place is not None))
    return (*number.area_prefix(area), *point, *NO_WAY)


def _standing(post: Post, encoder: Encoder) -> dict[str, Any]:
    high, low = number.halves(post.id)
    x, y, z = number.unit_vector(post.place)
    residence, cut = number.UNKNOWN, 1
    if post.residence is not None:
        residence, cut = number.area_prefix(post.residence)
    title, group = _trade(post.title_code, encoder)
    return {
        "uid_high": high,
        "uid_low": low,
        "area": number.area_number(post.area),
        "x": x,
        "y": y,
        "z": z,
        "placed": post.place is not None,
        "kind": KINDS.index(post.kind),
        "published": post.state == "published",
        "openings": number.bounded(post.openings, 0, 10_000),
        "advert": _advert(post.flags),
        "valid_from": number.ordinal(post.valid_from, EVER),
        "valid_until": number.ordinal(post.valid_until, NEVER),
        "residence": residence,
        "residence_cut": cut,
        "title": title,
        "group": group,
        "outside": post.outside_county,
        "home_based": post.home_based,
    }


def _trade(title: str | None, encoder: Encoder) -> tuple[int, int]:
    """The numbers of a title and of its group; -1 where there is none."""
    if title is None:
        return number.UNKNOWN, number.UNKNOWN
    group = encoder.groups.get(title)
    trades = encoder.words.trades
    return trades.id_of(title), number.UNKNOWN if group is None else trades.id_of(group)


def _advert(flags: tuple[Flag, ...]) -> int:
    """0 clean, 1 only doubtful flags, 2 a firm one."""
    if not flags:
        return 0
    return 1 if all(flag.doubtful for flag in flags) else 2


def _terms(post: Post) -> dict[str, Any]:
    pay = post.pay if post.pay is not None and post.pay.unit in UNITS else None
    return {
        "pay_min": number.UNKNOWN if pay is None else number.fen(pay.min),
        "pay_max": number.UNKNOWN if pay is None else number.fen(pay.max),
        "pay_unit": 0 if pay is None else UNITS.index(pay.unit),
        "training": post.training_days is not None,
        "schooling": number.place_in(post.schooling, SCHOOLING),
        "age_min": number.bounded(post.age_min, 0, 999),
        "age_max": number.bounded(post.age_max, 0, 999),
        "formal_age": post.formal_age,
        "health_card": HEALTH_CARD in post.licences,
        "lodging": post.lodging,
        "meals": post.meals,
        "insurance": post.insurance,
    }


def _wage(post: Post) -> dict[str, Any]:
    how, earned = wage_of(post, weekly_minutes(post.time))
    return {"waged": how, "earned": earned}


def _body(post: Post) -> dict[str, Any]:
    demands = post.demands or {}
    lifted = [
        demand for offered in post.accommodations for demand in LIFTS.get(offered, ())
    ]
    levels = {code: min(level, 3) for code, level in demands.items()}
    at = tuple(
        mask_of([code for code, asked in levels.items() if asked == level], DEMANDS)
        for level in (1, 2, 3)
    )
    return {
        "traits": mask_of(post.traits, TRAITS),
        "demands_known": post.demands is not None,
        "at": (0, *at),
        "lifted": mask_of(lifted, DEMANDS),
        "lift_kg": number.bounded(post.lift_kg, 0, 100_000),
    }


def _time(time: WorkTime) -> dict[str, Any]:
    days = {day for shift in time.shifts for day in shift.days}
    earliest, latest = clocks(time.shifts)
    return {
        "earliest": earliest,
        "latest": latest,
        "pattern": PATTERNS.index(time.pattern),
        "flexible": time.flexible,
        "live_in": time.live_in,
        "days_required": time.days_required or 0,
        "minutes_per_day": number.bounded(time.minutes_per_day, 0, DAY),
        "season": number.months_mask(time.season_months),
        "days": number.days_mask(tuple(days)),
        "weekly": weekly_minutes(time),
    }


# Days a week where a post names its daily minutes and no days.
USUAL_DAYS = 6


def weekly_minutes(time: WorkTime) -> int:
    """Minutes a week of the worked pattern, rounded down; -1 unknown."""
    if not time.shifts:
        if time.minutes_per_day is None:
            return number.UNKNOWN
        return time.minutes_per_day * (time.days_required or USUAL_DAYS)
    if time.pattern in ("choose", "rotate"):
        total = sum(
            _length(shift, time) * _days(time, (shift,)) for shift in time.shifts
        )
        return total // len(time.shifts)
    named = len({day for shift in time.shifts for day in shift.days})
    total = sum(_length(shift, time) * len(set(shift.days)) for shift in time.shifts)
    return total * _days(time, time.shifts) // max(1, named)


def _length(shift: Window, time: WorkTime) -> int:
    length = end_of(shift.start_min, shift.end_min) - shift.start_min
    if time.flexible and time.minutes_per_day is not None:
        return min(length, time.minutes_per_day)
    return length


def _days(time: WorkTime, shifts: tuple[Window, ...]) -> int:
    named = len({day for shift in shifts for day in shift.days})
    return min(time.days_required or named, named)


def _shift(window: Window, encoder: Encoder) -> tuple[int, int, int, int]:
    """(start, end, days, whether it touches the night)."""
    start, end = window.start_min, end_of(window.start_min, window.end_min)
    late, early = encoder.night
    nights = [(late + day * DAY, early + (day + 1) * DAY) for day in (-1, 0, 1)]
    touches = any(start < until and end > since for since, until in nights)
    return start, end, number.days_mask(window.days), int(touches)


def _need(need: Need, encoder: Encoder) -> tuple[int, int, int, int]:
    code = encoder.words.skills.id_of(need.code)
    return code, number.years(need.years), int(need.must), int(need.trainable)


def _words(post: Post, encoder: Encoder) -> list[list[int]]:
    """Required licences, languages, background checks, target groups."""
    words = encoder.words
    targets = [
        GROUPS.index(code) if code in GROUPS else number.UNKNOWN
        for code in post.target_groups
    ]
    return [
        [words.licences.id_of(code) for code in post.licences if code != HEALTH_CARD],
        [words.languages.id_of(code) for code in post.languages],
        [words.checks.id_of(code) for code in post.background],
        targets,
    ]


def lifting(demand: str) -> tuple[str, ...]:
    """The accommodations that lift a demand, in the order of the codes."""
    return tuple(code for code in ACCOMMODATIONS if demand in LIFTS.get(code, ()))
