"""Two people's posts as the contract says them: with sentences in one language."""

from common.contracts.pairs import PairedMatch
from common.contracts.pairs import PairedMatches
from common.contracts.pairs import PairedMiss
from common.contracts.pairs import PairedSide
from common.texts import Language
from common.texts import say
from services.matching.found import Number
from services.matching.pairing import Apart
from services.matching.pairing import Together
from services.matching.pairing_ways import Going

DAY = 1440
# Reasons that name a day; the others hold for all of them.
DAILY = ("care", "ride", "driver")


def paired_matches(
    good: list[Together], bad: list[Apart], version: str, lang: Language
) -> PairedMatches:
    """The whole answer."""
    key = "pair.found" if good else ("pair.missed" if bad else "pair.none")
    return PairedMatches(
        data_version=version,
        items=tuple(paired_match(one, lang) for one in good),
        misses=tuple(paired_miss(one, lang) for one in bad),
        text=say(key, lang, count=len(good)),
    )


def paired_match(one: Together, lang: Language) -> PairedMatch:
    """One place for both, and how they get there."""
    first, second = one.sides
    return PairedMatch(
        sides=(_side(first), _side(second)),
        verdict=one.verdict,
        score=one.score,
        text=say(_how(first, second), lang, **_numbers(first, second, lang)),
    )


def paired_miss(one: Apart, lang: Language) -> PairedMiss:
    """Why two posts do not go together."""
    clash, numbers = one.clash, dict[str, Number]()
    said: dict[str, Number] = {}
    if clash.key in DAILY:
        numbers = {"day": clash.day + 1, "start": clash.start, "end": clash.end}
        said = {"day": say(f"day.{clash.day + 1}", lang)}
        said |= {"start": _clock(clash.start), "end": _clock(clash.end)}
        said["minutes"] = clash.end - clash.start
    return PairedMiss(
        posts=one.posts,
        key=clash.key,
        numbers=numbers,
        text=say(f"pair.{clash.key}", lang, **said),
    )


def _side(one: Going) -> PairedSide:
    return PairedSide(
        worker=one.person.id,
        post=one.post.id,
        verdict=one.found.verdict,
        score=one.found.score,
        minutes=one.found.minutes,
        mode=one.found.mode,
        role=one.role,
        hours=one.hours,
    )


def _how(first: Going, second: Going) -> str:
    """Which sentence says how they go."""
    if "passenger" in (first.role, second.role):
        return "pair.how.ride"
    if first.post.home_based and second.post.home_based:
        return "pair.how.home"
    if first.found.mode == second.found.mode == "shuttle":
        return "pair.how.shuttle"
    if first.found.mode is None or second.found.mode is None:
        return "pair.how.near"
    return "pair.how.each"


def _numbers(first: Going, second: Going, lang: Language) -> dict[str, Number]:
    minutes = [one.found.minutes or 0 for one in (first, second)]
    modes = [
        say(f"mode.{one.found.mode or 'unknown'}", lang) for one in (first, second)
    ]
    return {
        "minutes": max(minutes),
        "first": modes[0],
        "second": modes[1],
        "first_minutes": minutes[0],
        "second_minutes": minutes[1],
    }


def _clock(minute: int) -> str:
    """A time of day; past midnight it is the next day's."""
    return f"{minute % DAY // 60}:{minute % 60:02d}"
