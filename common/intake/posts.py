"""From an employer's statement to the contract: words to codes, adverts screened."""

import re
from uuid import UUID

from common.contracts.codes import TRAITS
from common.contracts.jobs import Flag
from common.contracts.jobs import Need
from common.contracts.jobs import Post
from common.contracts.jobs import PostState
from common.contracts.jobs import WorkTime
from common.contracts.values import Window
from common.intake.functions import Needed
from common.intake.functions import accommodations_in
from common.intake.functions import demands_of
from common.intake.groups import target_groups_in
from common.intake.licences import licences_demanded
from common.intake.licences import required_licences_in
from common.intake.numbers import number_of
from common.intake.schooling import required_languages_in
from common.intake.schooling import schooling_of
from common.intake.skills import needs_in
from common.intake.stated import StatedPost
from common.intake.titles import title_of
from common.intake.traits import traits_in
from common.intake.vetting import flags_in
from common.intake.workers import windows_of

# What is handed on as it was stated.
SAME = (
    "title", "area", "place", "outside_county", "delivery", "shuttle", "pay", "age_min",
    "age_max", "background", "residence", "lodging", "meals", "insurance",
    "valid_from", "valid_until", "contact", "known_ways",
)  # fmt: skip
TRAINING = re.compile(
    r"(半|[0-9.]+|[一二两三四五六七八九十]+)\s*(?:个)?(天|日|周|星期|月|年)"
)
# Minutes of the day; the same hours that the law calls night.
NIGHT_FROM, NIGHT_UNTIL, NIGHT_LEAST, EARLY = 1320, 360, 120, 360
DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


def understand_post(  # noqa: PLR0913 (a contract's identity comes from its owner)
    stated: StatedPost,
    *,
    id: UUID,
    employer: UUID,
    site: UUID | None = None,
    openings: int | None = None,
    state: PostState | None = None,
) -> Post:
    """The contract of a statement: pure, and the same for every way in.

    `openings` (those still left) and `state` come from the ledger where there is one.
    """
    title = title_of(stated.title, context=stated.text)
    code = title.code if title else None
    needed = demands_of(code, stated.functions, stated.text)
    return Post(
        id=id,
        employer=employer,
        site=site,
        title_code=code,
        kind="export" if stated.outside_county else stated.kind,
        state=state or stated.state,
        home_based=stated.home_based or stated.remote,
        time=_time(stated),
        needs=_needs(stated, needed),
        training_days=training_days_of(stated.training),
        licences=_licences(stated),
        languages=_languages(stated, needed),
        schooling=schooling_of(stated.schooling),
        formal_age=_age_is_formal(stated),
        target_groups=target_groups_in(stated.target_groups, stated.area),
        traits=_traits(stated, code),
        demands=needed.demands if needed else None,
        lift_kg=needed.lift_kg if needed else None,
        accommodations=_accommodations(stated),
        openings=stated.openings if openings is None else openings,
        flags=screened(stated),
        **{name: getattr(stated, name) for name in SAME},
    )


def screened(stated: StatedPost) -> tuple[Flag, ...]:
    """Why the advert must not be shown, or must be looked at; empty for most."""
    return flags_in(stated)


def _time(stated: StatedPost) -> WorkTime:
    hours = stated.hours_per_day
    return WorkTime(
        pattern=stated.pattern,
        shifts=windows_of(stated.shifts),
        flexible=stated.flexible,
        days_required=stated.days_required,
        minutes_per_day=None if hours is None else round(hours * 60),
        season_months=stated.season_months,
        live_in=stated.live_in,
    )


def _needs(stated: StatedPost, needed: Needed | None) -> tuple[Need, ...]:
    """Named skills; a computer that a function implies is a must like any other."""
    named = needs_in(stated.skills)
    known = {need.code for need in named}
    implied = needed.skills if needed else ()
    return named + tuple(Need(code=code) for code in implied if code not in known)


def _traits(stated: StatedPost, code: str | None) -> tuple[str, ...]:
    """What words say, and what hours and place bring with them."""
    found = traits_in(
        stated.title,
        stated.text,
        stated.hazards,
        title_code=code,
        kind=stated.kind,
    )
    shifts = windows_of(stated.shifts)
    circumstances = {
        "night": any(map(is_night, shifts)),
        "early": any(shift.start_min < EARLY for shift in shifts),
        "rotating": stated.pattern == "rotate",
        "live_in": stated.live_in,
        "migrate": stated.outside_county,
    }
    brought = {trait for trait, is_so in circumstances.items() if is_so}
    return tuple(trait for trait in TRAITS if trait in brought or trait in found)


def is_night(shift: Window) -> bool:
    """Whether two hours or more lie between 22:00 and 06:00; 05:30 is only early."""
    end = shift.end_min + (1440 if shift.end_min <= shift.start_min else 0)
    before = max(0, min(end, NIGHT_UNTIL) - shift.start_min)
    after = max(0, min(end, NIGHT_UNTIL + 1440) - max(shift.start_min, NIGHT_FROM))
    return before + after >= NIGHT_LEAST


def _licences(stated: StatedPost) -> tuple[str, ...]:
    """Papers asked for by name, and those that only the sentences insist on."""
    named = required_licences_in(stated.certificates)
    return tuple(dict.fromkeys((*named, *licences_demanded(stated.text))))


def _languages(stated: StatedPost, needed: Needed | None) -> tuple[str, ...]:
    implied = needed.languages if needed else ()
    return tuple(dict.fromkeys((*required_languages_in(stated.languages), *implied)))


def _accommodations(stated: StatedPost) -> tuple[str, ...]:
    found = [code for word in stated.accommodations for code in accommodations_in(word)]
    return tuple(dict.fromkeys((*found, *accommodations_in(stated.text))))


def _age_is_formal(stated: StatedPost) -> bool:
    """Public-welfare posts and real-name building sites: a rule, not a wish."""
    if stated.age_min is None and stated.age_max is None:
        return False
    return stated.kind == "public_welfare" or "实名制" in stated.text


def training_days_of(training: str | None) -> int | None:
    """Days of training on offer: `3个月带考证` is 90; None: none; 0: not said."""
    if not training or training in ("无", "没有"):
        return None
    told = TRAINING.search(training)
    if not told:
        return 0
    count = 0.5 if told[1] == "半" else number_of(told[1]) or 0
    return max(1, round(count * DAYS[told[2]]))
