"""The families open, law, eligible and safety: whether this may be shown at all."""

from common.contracts.codes import GROUPS
from common.contracts.codes import TRAITS
from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.people import Worker
from tests.matching.oracle.calendar import age_on
from tests.matching.oracle.calendar import lies_in
from tests.matching.oracle.calendar import retirement_day
from tests.matching.oracle.clock import touches_night
from tests.matching.oracle.papers import has_paper
from tests.matching.oracle.papers import holds
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Situation
from tests.matching.oracle.values import worst
from tests.matching.oracle.wages import is_paid_lawfully

PASS, CAUTION = Outcome.PASS, Outcome.CAUTION
UNKNOWN, BLOCK = Outcome.UNKNOWN, Outcome.BLOCK


def blocked(yes: bool) -> Outcome:
    """Block when something holds, else pass."""
    return BLOCK if yes else PASS


def is_open(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `open`."""
    begun = post.valid_from is None or post.valid_from <= now.today
    ended = post.valid_until is not None and post.valid_until < now.today
    offered = post.state == "published" and post.openings >= 1 and begun and not ended
    advert = PASS
    if post.flags:
        advert = CAUTION if all(flag.doubtful for flag in post.flags) else BLOCK
    return {
        "open.post": (blocked(not offered), {}),
        "open.advert": (advert, {}),
        "open.worker": (blocked(worker.state != "looking"), {}),
    }


def is_lawful(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `law`."""
    age = None if worker.birth is None else age_on(worker.birth, now.today)
    child = UNKNOWN if age is None else blocked(age < now.rules.working_age)
    too_heavy = post.lift_kg is not None and post.lift_kg > now.rules.women_lift_kg
    women = worker.sex == "female" and ("underground" in post.traits or too_heavy)
    retires = retirement_day(worker.birth, worker.sex, worker.female_track)
    over = retires is not None and now.today >= retires
    return {
        "law.child": (child, {}),
        "law.minor": (_minor(age, post, now), {}),
        "law.women": (blocked(women), {}),
        "law.over_age": (CAUTION if over else PASS, {}),
        "law.wage": (is_paid_lawfully(post, now), {}),
    }


def _minor(age: int | None, post: Post, now: Situation) -> Outcome:
    rules = now.rules
    if age is None or not rules.working_age <= age < rules.adult_age:
        return PASS
    demands = post.demands or {}
    listed = any(trait in rules.minors_traits for trait in post.traits)
    hard = any(
        demands.get(code, 0) >= level for code, level in rules.minors_demands.items()
    )
    night = touches_night(post.time.shifts, rules)
    licensed = any(code != "health_card" for code in post.licences)
    return BLOCK if listed or hard or night or licensed else CAUTION


def is_eligible(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `eligible`."""
    residence = PASS
    if post.residence is not None:
        inside = lies_in(worker.area, post.residence)
        residence = UNKNOWN if worker.area is None else blocked(not inside)
    return {
        "eligible.group": (_group(worker, post, now), {}),
        "eligible.residence": (residence, {}),
        "eligible.age": (_formal_age(worker, post, now), {}),
        "eligible.licence": (_licences(worker, post, now), {}),
        "eligible.background": (
            blocked(bool(set(worker.bars) & set(post.background))),
            {},
        ),
    }


def _group(worker: Worker, post: Post, now: Situation) -> Outcome:
    if not post.target_groups:
        return PASS
    if worker.groups is None:
        return UNKNOWN
    targets = [code for code in post.target_groups if code in GROUPS]
    held = [holds(worker.groups, code, now.today) for code in targets]
    return blocked(not any(held))


def _formal_age(worker: Worker, post: Post, now: Situation) -> Outcome:
    if not post.formal_age or (post.age_min is None and post.age_max is None):
        return PASS
    if worker.birth is None:
        return UNKNOWN
    age = age_on(worker.birth, now.today)
    low = post.age_min is not None and age < post.age_min
    high = post.age_max is not None and age > post.age_max
    return blocked(low or high)


def _licences(worker: Worker, post: Post, now: Situation) -> Outcome:
    return worst([_licence(worker, code, now) for code in post.licences])


def _licence(worker: Worker, code: str, now: Situation) -> Outcome:
    if worker.licences is None:
        return CAUTION if code == "health_card" else UNKNOWN
    has = has_paper(worker, code, now)
    return CAUTION if code == "health_card" and not has else blocked(not has)


def is_safe(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `safety`."""
    hazards = {trait for trait in worker.unsafe if trait in TRAITS}
    hearing = (worker.limits or {}).get("HEAR")
    level = (post.demands or {}).get("HEAR", 0)
    deaf = hearing is not None and (hearing.block_at or 9) <= level
    signals = any(trait in now.rules.signal_traits for trait in post.traits)
    return {
        "safety.hazard": (blocked(bool(hazards & set(post.traits))), {}),
        "safety.signal": (blocked(deaf and level >= 2 and signals), {}),
    }
