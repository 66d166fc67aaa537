"""What the numbers of a rule are called, and the codes that stand for them."""

from collections.abc import Callable
from collections.abc import Iterable
from typing import NamedTuple

from common.contracts.codes import DEMANDS
from common.contracts.codes import GROUPS
from common.contracts.codes import MODES
from common.contracts.codes import SCHOOLING
from common.contracts.codes import TRAITS
from services.matching.columns import Vocabularies
from services.matching.columns.ways import SOURCES
from services.matching.found import Number
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.rows import REQUIRED
from services.matching.kernel.rows import TARGETS
from services.matching.kernel.rows import WAGED_BY_HOUR
from services.matching.kernel.rows import Row
from services.matching.kernel.tracing import Pair
from services.matching.kernel.ways import way_known

Numbers = dict[str, Number]
Answer = list[int]
NO_AGE_LIMIT = 99
UNITS = ("", "month", "hour")


class Case(NamedTuple):
    """One pair with one rule's answer: the outcome and three numbers."""

    pair: Pair
    worker: Row
    post: Row
    words: Vocabularies
    answer: Answer


def codes_in(mask: int, order: tuple[str, ...]) -> str:
    """The codes of a mask in their order, joined by commas."""
    return ",".join(code for at, code in enumerate(order) if (mask >> at) & 1)


def _values(case: Case) -> Row:
    return case.pair.rules.values[int(case.post["region"])]


def _wage(case: Case) -> Numbers:
    how, values = int(case.post["waged"]), _values(case)
    least = int(values["wage_hour" if how == WAGED_BY_HOUR else "wage_month"])
    told = {"earned": _yuan(case.answer[1]), "least": _yuan(least)}
    return {**told, "unit": UNITS[how]}


def _yuan(fen: int) -> Number:
    return fen // 100 if fen % 100 == 0 else fen / 100


def _joined(codes: Iterable[str]) -> str:
    return ",".join(codes)


def _list(case: Case, which: int) -> list[int]:
    first, last = case.post["words"][which], case.post["words"][which + 1]
    return [int(code) for code in case.pair.posts.words[first:last]]


def _open_post(case: Case) -> Numbers:
    today = _values(case)["today"]
    why = "state"
    if case.post["published"]:
        why = "full"
    if today < case.post["valid_from"]:
        why = "early"
    if today > case.post["valid_until"]:
        why = "late"
    return {"openings": int(case.post["openings"]), "why": why}


def _child(case: Case) -> Numbers:
    least = int(_values(case)["working_age"])
    return {"least": least, **_age(case)}


def _age(case: Case) -> Numbers:
    age = case.answer[1]
    return {"age": age} if age >= 0 else {}


def _minor(case: Case) -> Numbers:
    values = _values(case)
    hard = int(case.post["traits"]) & int(values["minors_traits"])
    at = 0
    for level in (1, 2, 3):
        at |= int(case.post["at"][level]) & int(values["minors_at"][level])
    named = [codes_in(hard, TRAITS), codes_in(at, DEMANDS)]
    licences = [case.words.licences.code_of(one) for one in _list(case, REQUIRED)]
    found = [code for code in (*named, *licences) if code]
    return {"what": _joined(found) or "night"}


def _women(case: Case) -> Numbers:
    deep = int(case.post["traits"]) & int(_values(case)["underground"])
    return {"what": codes_in(deep, TRAITS) or "heavy"}


def _groups(case: Case) -> Numbers:
    return {"groups": _joined(GROUPS[one] for one in _list(case, TARGETS) if one >= 0)}


def _ages(case: Case) -> Numbers:
    least, most = int(case.post["age_min"]), int(case.post["age_max"])
    return {
        "least": max(least, 0),
        "most": most if most >= 0 else NO_AGE_LIMIT,
        **_age(case),
    }


def _licences(case: Case) -> Numbers:
    lacking = case.answer[1]
    required = [case.words.licences.code_of(one) for one in _list(case, REQUIRED)]
    if case.answer[0] == BLOCK and lacking >= 0:
        required = [case.words.licences.code_of(lacking)]
    return {"licences": _joined(required) or "health_card"}


def _hazard(case: Case) -> Numbers:
    found = int(case.worker["unsafe"]) & int(case.post["traits"])
    return {"what": codes_in(found, TRAITS)}


def _signal(case: Case) -> Numbers:
    signals = _values(case)["signal_traits"]
    return {"what": codes_in(int(case.post["traits"]) & int(signals), TRAITS)}


def way_numbers(case: Case) -> Numbers:
    minutes, mode, metres = case.answer[1:4]
    numbers: Numbers = {}
    if minutes >= 0:
        numbers["minutes"] = minutes
    if mode >= 0:
        numbers["mode"] = MODES[mode]
    if metres >= 0:
        numbers["metres"] = metres
    return numbers


def _way(case: Case) -> Row | None:
    stops, mode = case.pair.posts.stops, case.answer[2]
    at = way_known(case.worker, case.post, stops, mode)
    return stops[at] if at >= 0 else None


def _known(case: Case) -> Numbers:
    way = _way(case)
    source = "" if way is None else SOURCES[int(way["source"])]
    return {**way_numbers(case), "source": source}


def _bus(case: Case) -> Numbers:
    """The hours of the bus where a shift begins or ends outside of them."""
    way, values = _way(case), _values(case)
    first, last = int(values["bus_first"]), int(values["bus_last"])
    if way is not None:
        first = int(way["first"]) if way["first"] >= 0 else first
        last = int(way["last"]) if way["last"] >= 0 else last
    numbers = way_numbers(case)
    if case.post["earliest"] < first:
        numbers["first"] = _clock(first)
    if case.post["latest"] > last:
        numbers["last"] = _clock(last)
    return numbers


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _season(case: Case) -> Numbers:
    season = int(case.post["season"])
    month = int(_values(case)["month"])
    coming = [(month - 1 + step) % 12 for step in range(12)]
    named = [at + 1 for at in coming if season >= 0 and (season >> at) & 1]
    return {"month": named[0] if named else month}


def _hours(case: Case) -> Numbers:
    return {"day": case.answer[1] + 1, "minutes": case.answer[2]}


def _days(case: Case) -> Numbers:
    return {"days": case.answer[1], "required": case.answer[2]}


def _long(case: Case) -> Numbers:
    return {"minutes": max(0, case.answer[1])}


def _pay(case: Case) -> Numbers:
    percent = case.answer[1]
    numbers: Numbers = {"percent": percent} if percent >= 0 else {}
    if 0 <= percent < int(_values(case)["pay_caution"]):
        numbers["far"] = 1
    return numbers


def _skill(case: Case) -> Numbers:
    first, last = case.post["needs"]
    needs = case.pair.posts.needs[first:last]
    at = case.answer[1]
    if at >= 0:
        needs = case.pair.posts.needs[at : at + 1]
    codes = [case.words.skills.code_of(int(n["code"])) for n in needs if n["must"]]
    return {"skill": _joined(codes)}


def _schooling(case: Case) -> Numbers:
    return {"schooling": SCHOOLING[max(0, int(case.post["schooling"]))]}


def _language(case: Case) -> Numbers:
    code = case.answer[1]
    return {"language": case.words.languages.code_of(code)} if code >= 0 else {}


def _refused(case: Case) -> Numbers:
    named = codes_in(int(case.worker["refused"]) & int(case.post["traits"]), TRAITS)
    first, last = case.worker["words"][:2]
    own = {int(code) for code in case.pair.workers.words[first:last]}
    trade = [int(case.post["title"]), int(case.post["group"])]
    codes = [case.words.trades.code_of(one) for one in trade if one in own]
    return {"what": _joined([code for code in (named, *codes) if code])}


def _unasked(case: Case) -> Numbers:
    return {"demand": codes_in(case.answer[1], DEMANDS)}


NAMED: dict[str, Callable[[Case], Numbers]] = {
    "open.post": _open_post,
    "law.child": _child,
    "law.minor": _minor,
    "law.women": _women,
    "law.wage": _wage,
    "eligible.group": _groups,
    "eligible.age": _ages,
    "eligible.licence": _licences,
    "safety.hazard": _hazard,
    "safety.signal": _signal,
    "body.asked": _unasked,
    "reach.known": _known,
    "reach.bus": _bus,
    "week.season": _season,
    "week.hours": _hours,
    "week.days": _days,
    "week.care": _hours,
    "week.long": _long,
    "pay.floor": _pay,
    "skill.must": _skill,
    "skill.asked": _skill,
    "asks.age": _ages,
    "asks.schooling": _schooling,
    "asks.language": _language,
    "veto.refused": _refused,
}
