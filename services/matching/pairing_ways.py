"""The ways in which one of two people can take a post: by what vehicle, which shift."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import ModeReach
from common.contracts.people import Worker
from common.contracts.values import Window
from services.matching.found import Found
from services.matching.index import Index
from services.matching.pairing_week import Away
from services.matching.pairing_week import away_for

VEHICLES = ("ebike", "moto", "car")
CARRYING = ("moto", "car")
# Whoever has no other way of their own still may board the employer's bus.
SHUTTLE = ModeReach(mode="shuttle")
# What the week counts for a way that nobody knows.
UNKNOWN_WAY_MIN = 60


@dataclass(frozen=True, slots=True)
class Going:
    """One person with one post and one way to it; all weeks of `turns` come up."""

    person: Worker
    post: Post
    found: Found
    role: str
    vehicle: str | None
    hours: tuple[Window, ...]
    turns: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people and the day on which they ask; `care` is due to one of the two."""

    index: Index
    people: tuple[Worker, Worker]
    today: date
    _known: dict[tuple[int, UUID], tuple[Going, ...]] = field(default_factory=dict)

    @property
    def care(self) -> tuple[Window, ...]:
        """All windows in which one of them must be at home."""
        weeks = [one.week for one in self.people if one.week]
        return tuple(dict.fromkeys(window for week in weeks for window in week.care))

    def goings(self, at: int, post: Post) -> tuple[Going, ...]:
        """One person's ways to a post, found once."""
        if (at, post.id) not in self._known:
            self._known[at, post.id] = tuple(goings(self, at, post))
        return self._known[at, post.id]


def ways_of(couple: Couple, at: int) -> Iterator[tuple[Worker, str, str | None]]:
    """(the person with only these modes, role, vehicle): free, driving, taken along."""
    person, partner = couple.people[at], couple.people[1 - at]
    own, driven = modes_of(person), modes_of(partner)
    if not own:
        yield person, "free", None
        return
    others = tuple(one for one in own if one.mode not in VEHICLES)
    yield with_modes(person, others or (SHUTTLE,)), "free", None
    for one in own:
        if one.mode in VEHICLES:
            yield with_modes(person, (one,)), "driver", one.mode
    for one in driven:
        if one.mode in CARRYING and partner.reach:
            # Who is taken along goes as far as the one who drives.
            far = partner.reach.max_km
            yield with_modes(person, (one,), {"max_km": far}), "passenger", one.mode


def modes_of(person: Worker) -> tuple[ModeReach, ...]:
    """How somebody gets about; who named only how far is taken to ride, as ever."""
    reach = person.reach
    if reach is None or (not reach.modes and reach.max_km is None and not reach.scope):
        return ()
    return reach.modes or (ModeReach(mode="ebike"),)


def with_modes(
    person: Worker,
    modes: tuple[ModeReach, ...],
    more: Mapping[str, float | None] = MappingProxyType({}),
) -> Worker:
    """The same person with other modes, and other limits if any are named."""
    if person.reach is None:
        return person
    reach = person.reach.model_copy(update={"modes": modes, **more})
    return person.model_copy(update={"reach": reach})


def carefree(person: Worker, care: tuple[Window, ...] = ()) -> Worker:
    """The same person with other care windows, or none."""
    if person.week is None:
        return person
    week = person.week.model_copy(update={"care": care})
    return person.model_copy(update={"week": week})


def goings(couple: Couple, at: int, post: Post) -> Iterator[Going]:
    """One person's ways to a post that would be listed, by each shift to choose."""
    for variant, role, vehicle in ways_of(couple, at):
        for offered in alternatives(post):
            # Flexible hours are laid around care, so there care stays their own.
            care = couple.care if offered.time.flexible else ()
            person = carefree(variant, care)
            found = couple.index.explain(person, offered, couple.today)
            needless = role != "free" and found.mode != vehicle
            if found.verdict is Verdict.UNFIT or needless:
                continue
            turns = tuple(turns_of(couple, person, offered, found))
            hours = offered.time.shifts
            yield Going(couple.people[at], post, found, role, vehicle, hours, turns)


def alternatives(post: Post) -> Iterator[Post]:
    """The post with each shift that may be chosen; else as it is."""
    if post.time.pattern != "choose" or len(post.time.shifts) < 2:
        yield post
        return
    for shift in post.time.shifts:
        time = post.time.model_copy(update={"pattern": "single", "shifts": (shift,)})
        yield post.model_copy(update={"time": time})


def turns_of(
    couple: Couple, person: Worker, post: Post, found: Found
) -> Iterator[Away]:
    """The weeks of a post, one after the other where shifts rotate."""
    if post.home_based or post.time.flexible:
        yield Away({}, 0)
        return
    if any(ruling.rule == "reach.live_in" for ruling in found.rulings):
        yield replace(away_for(always(), range(7), 0), required=7)
        return
    travel = UNKNOWN_WAY_MIN if found.minutes is None else found.minutes
    shifts = post.time.shifts
    turns = [(one,) for one in shifts] if post.time.pattern == "rotate" else [shifts]
    for turn in turns:
        named = {day for shift in turn for day in shift.days}
        wanted = min(post.time.days_required or len(named), len(named))
        days = [day - 1 for day in sorted(named)]
        if not fits_every_day(found) or wanted < len(named):
            days = able_days(couple, person, post, turn)
        wanted = min(wanted, len(days))
        yield replace(away_for(turn, days, travel), required=wanted)


def fits_every_day(found: Found) -> bool:
    """Whether no rule about the hours has anything to say."""
    hours = [one.outcome for one in found.rulings if one.rule.startswith("week.")]
    return all(outcome is Outcome.PASS for outcome in hours)


def always() -> tuple[Window, ...]:
    """Every hour of the week."""
    return (Window(days=(1, 2, 3, 4, 5, 6, 7), start_min=0, end_min=1440),)


def able_days(
    couple: Couple, person: Worker, post: Post, turn: tuple[Window, ...]
) -> list[int]:
    """The days of a turn, from 0, that the person can work by themselves."""
    named = sorted({day for shift in turn for day in shift.days})
    able = []
    for day in named:
        shifts = tuple(
            shift.model_copy(update={"days": (day,)})
            for shift in turn
            if day in shift.days
        )
        changed = {"shifts": shifts, "days_required": 1, "pattern": "split"}
        time = post.time.model_copy(update=changed)
        alone = post.model_copy(update={"time": time})
        found = couple.index.explain(person, alone, couple.today)
        if found.verdict is not Verdict.UNFIT:
            able.append(day - 1)
    return able
