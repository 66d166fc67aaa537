"""From a worker's statement to the contract: words become codes, nothing is guessed.

Own words stand above a certificate: what the certificate suggests is used only where
the person said nothing about the body at all.
"""

from datetime import date
from uuid import UUID

from common.contracts.people import Dated
from common.contracts.people import HeldSkill
from common.contracts.people import Limit
from common.contracts.people import ModeReach
from common.contracts.people import Reach
from common.contracts.people import Week
from common.contracts.people import Worker
from common.contracts.values import Mode
from common.contracts.values import Window
from common.intake.farming import farm_in
from common.intake.functions import limits_in
from common.intake.groups import Membership
from common.intake.groups import groups_in
from common.intake.licences import licences_in
from common.intake.refusals import refusals_in
from common.intake.refusals import wishes_in
from common.intake.schooling import languages_in
from common.intake.schooling import schooling_of
from common.intake.skills import skills
from common.intake.skills import skills_in
from common.intake.stated import Hours
from common.intake.stated import StatedWorker
from common.intake.transport import modes_in
from common.law import RuleSet
from common.law import limits_from_certificate

# Everybody who rides can also walk; a wheelchair user may not.
ALSO: dict[Mode, tuple[Mode, ...]] = {
    "ebike": ("walk",),
    "moto": ("walk",),
    "car": ("walk",),
    "bus": ("walk",),
}


def understand_worker(
    stated: StatedWorker, *, id: UUID, rules: RuleSet | None = None
) -> Worker:
    """The contract of a statement: pure, and the same for every way in.

    `rules` other than the built-in ones say what a certificate suggests.
    """
    groups = groups_in(stated.categories or ())
    limits, unsafe, bars = _body(stated, groups.certificates, rules)
    held = _skills(stated)
    return Worker(
        id=id,
        area=stated.area,
        terrain=stated.terrain,
        place=stated.place,
        household=stated.household,
        birth=_birth(stated),
        sex=stated.sex,
        female_track=stated.female_track,
        state=stated.state,
        schooling=schooling_of(stated.schooling),
        languages=_languages(stated),
        licences=_licences(stated),
        groups=None if stated.categories is None else groups.groups,
        bars=bars,
        week=_week(stated),
        reach=_reach(stated),
        night=stated.night,
        skills=held,
        trades=_trades(held or ()),
        wished=_wished(stated),
        refused=_refused(stated),
        pay_floor=stated.pay_floor,
        limits=limits,
        unsafe=unsafe,
    )


def _birth(stated: StatedWorker) -> date | None:
    """The birth date, or the latest one that agrees with the age that was told."""
    if stated.birth or stated.age is None or stated.age_on is None:
        return stated.birth
    told = stated.age_on
    day = min(told.day, 28) if told.month == 2 else told.day
    return date(told.year - stated.age, told.month, day)


def _body(
    stated: StatedWorker, certificates: tuple[Membership, ...], rules: RuleSet | None
) -> tuple[dict[str, Limit] | None, tuple[str, ...], tuple[str, ...]]:
    """(limits, unsafe traits, bars); limits None only if nobody ever asked."""
    told = limits_in(stated.limits or (), stated.capabilities or {})
    asked = stated.limits is not None or stated.capabilities is not None
    if told.limits or told.unsafe or not certificates:
        known = dict(told.limits) if asked or told.limits else None
        return known, tuple(told.unsafe), tuple(told.bars)
    return _certified(certificates, rules), tuple(told.unsafe), tuple(told.bars)


def _certified(
    certificates: tuple[Membership, ...], rules: RuleSet | None
) -> dict[str, Limit] | None:
    """Limits of all certificates, strictest first; None where the limb is not known."""
    strictest: dict[str, Limit] = {}
    for held in certificates:
        found = limits_from_certificate(held.category, held.grade, held.limb, rules)
        for demand, limit in found.items():
            strictest[demand] = _stricter(strictest.get(demand), limit)
    return strictest or None


def _stricter(one: Limit | None, other: Limit) -> Limit:
    if one is None:
        return other
    return Limit(
        block_at=_lower(one.block_at, other.block_at),
        caution_at=_lower(one.caution_at, other.caution_at),
    )


def _lower(one: int | None, other: int | None) -> int | None:
    known = [level for level in (one, other) if level is not None]
    return min(known, default=None)


def _languages(stated: StatedWorker) -> tuple[str, ...] | None:
    return languages_in(stated.languages, stated.limits, stated.capabilities)


def _week(stated: StatedWorker) -> Week | None:
    if stated.hours is None:
        return None
    longest = stated.max_hours_per_day
    return Week(
        windows=windows_of(stated.hours),
        care=windows_of(stated.care),
        months=stated.months,
        farm=None if stated.months is not None else stated.farm or farm_in(stated.said),
        max_minutes=None if longest is None else round(longest * 60),
    )


def windows_of(hours: tuple[Hours, ...]) -> tuple[Window, ...]:
    """Spoken clock times as minutes; 24:00 is the end of the day."""
    return tuple(
        Window(days=h.days, start_min=minute_of(h.start), end_min=minute_of(h.end))
        for h in hours
    )


def minute_of(clock: str) -> int:
    """Minutes after midnight of `HH:MM`, at most 1440."""
    return min(1440, int(clock[:2]) * 60 + int(clock[3:]))


def _reach(stated: StatedWorker) -> Reach | None:
    """None only if nobody said how, how far, or where to."""
    told = (stated.transport, stated.max_km, stated.max_minutes, stated.scope)
    if all(value is None for value in (*told, stated.lodging)):
        return None
    named = modes_in(stated.transport or ())
    modes = dict.fromkeys(m for mode in named for m in (mode, *ALSO.get(mode, ())))
    longest = stated.max_minutes
    return Reach(
        modes=tuple(ModeReach(mode=mode, max_min=longest) for mode in modes),
        max_km=stated.max_km,
        scope=stated.scope,
        lodging=stated.lodging,
    )


def _licences(stated: StatedWorker) -> tuple[Dated, ...] | None:
    """Licences held, with what they cover: B2 lets drive what C1 does."""
    told = stated.certificates
    return None if told is None else licences_in(told)


def _skills(stated: StatedWorker) -> tuple[HeldSkill, ...] | None:
    """Named skills first, then those of the free sentence; None: nobody asked."""
    held: dict[str, HeldSkill] = {}
    for text in (*(stated.skills or ()), stated.said):
        for skill in skills_in(text):
            known = held.get(skill.code)
            if known is None or (known.years is None and skill.years is not None):
                held[skill.code] = skill
    return tuple(held.values()) if held or stated.skills is not None else None


def _trades(held: tuple[HeldSkill, ...]) -> tuple[str, ...]:
    """Title codes that the held skills lead to."""
    codes = (title for skill in held for title in skills()[skill.code].titles)
    return tuple(dict.fromkeys(codes))


def _wished(stated: StatedWorker) -> tuple[str, ...]:
    return wishes_in(stated.wishes, stated.said)


def _refused(stated: StatedWorker) -> tuple[str, ...]:
    return refusals_in(stated.vetoes, stated.said)
