"""The families asks (what the employer wishes) and veto (what the person refuses)."""

from common.contracts.codes import SCHOOLING
from common.contracts.codes import TRAITS
from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.people import Worker
from tests.matching.oracle.calendar import age_on
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Situation


def is_asked(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `asks`."""
    return {
        "asks.age": (_age(worker, post, now), {}),
        "asks.schooling": (_schooling(worker, post), {}),
        "asks.language": (_language(worker, post), {}),
    }


def _age(worker: Worker, post: Post, now: Situation) -> Outcome:
    if post.formal_age or (post.age_min is None and post.age_max is None):
        return Outcome.PASS
    if worker.birth is None:
        return Outcome.UNKNOWN
    age = age_on(worker.birth, now.today)
    adult = now.rules.adult_age
    low = 0 if post.age_min is None else post.age_min
    high = 999 if post.age_max is None else post.age_max
    outside = max(low - age, age - high, 0)
    if outside > now.rules.asks_years or (age < adult <= low):
        return Outcome.BLOCK
    return Outcome.CAUTION if outside else Outcome.PASS


def _schooling(worker: Worker, post: Post) -> Outcome:
    if post.schooling is None or post.schooling == "none":
        return Outcome.PASS
    if worker.schooling is None:
        return Outcome.UNKNOWN
    below = SCHOOLING.index(worker.schooling) < SCHOOLING.index(post.schooling)
    return Outcome.BLOCK if below else Outcome.PASS


def _language(worker: Worker, post: Post) -> Outcome:
    lacking = worker.languages is not None and set(post.languages) - set(
        worker.languages
    )
    return Outcome.BLOCK if lacking else Outcome.PASS


def marks(post: Post, now: Situation) -> set[str]:
    """What a person may wish or refuse of a post: traits, title and title group."""
    named = {trait for trait in post.traits if trait in TRAITS}
    if post.title_code is not None:
        named.add(post.title_code)
        named.add(now.words.groups.get(post.title_code, post.title_code))
    return named


def is_refused(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `veto`."""
    refused = bool(set(worker.refused) & marks(post, now))
    return {"veto.refused": (Outcome.BLOCK if refused else Outcome.PASS, {})}


def wish_share(worker: Worker, post: Post, now: Situation) -> tuple[int, bool]:
    """The score's share for wishes, and whether any wish was named."""
    if not worker.wished:
        return 500, False
    if set(worker.wished) & marks(post, now):
        return 1000, True
    title = post.title_code
    near = title is not None and any(
        now.words.near(title, wish) for wish in worker.wished
    )
    return (700 if near else 300), True


def is_wished(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """`skill.trade`: work of another trade than the one wished is a compromise."""
    other = wish_share(worker, post, now) == (300, True)
    return {"skill.trade": (Outcome.CAUTION if other else Outcome.PASS, {})}
