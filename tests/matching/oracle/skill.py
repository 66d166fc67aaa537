"""The family skill: every must need covered, near, trainable or lacking."""

from decimal import ROUND_HALF_UP
from decimal import Decimal

from common.contracts.codes import Outcome
from common.contracts.jobs import Need
from common.contracts.jobs import Post
from common.contracts.people import HeldSkill
from common.contracts.people import Worker
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Situation
from tests.matching.oracle.values import worst

COVERED, NEAR = 800, 500
PASS, CAUTION = Outcome.PASS, Outcome.CAUTION


def is_skilled(worker: Worker, post: Post, now: Situation) -> Outcomes:
    """Family `skill`."""
    musts = [need for need in post.needs if need.must]
    if not musts:
        return {"skill.must": (PASS, {})}
    taught = [need.trainable or post.training_days is not None for need in musts]
    if worker.skills is None and not all(taught):
        return {"skill.asked": (Outcome.UNKNOWN, {})}
    said = [
        worst_kept(need, worker.skills or (), trained, now)
        for need, trained in zip(musts, taught, strict=True)
    ]
    return {"skill.must": (worst(said), {})}


def worst_kept(
    need: Need, held: tuple[HeldSkill, ...], trained: bool, now: Situation
) -> Outcome:
    """What the best held skill makes of one need."""
    lacking = CAUTION if trained else Outcome.BLOCK
    outcomes = [_one(need, skill, lacking, now) for skill in held]
    ladder = (PASS, CAUTION, Outcome.BLOCK)
    return min([*outcomes, lacking], key=ladder.index)


def _one(need: Need, skill: HeldSkill, lacking: Outcome, now: Situation) -> Outcome:
    likeness = now.words.alike(need.code, skill.code)
    if likeness < NEAR:
        return lacking
    covered = PASS if likeness >= COVERED else CAUTION
    if need.years is None or skill.years is None:
        return covered
    known, asked = hundredths(skill.years), hundredths(need.years)
    if known >= asked:
        return covered
    return CAUTION if 2 * known >= asked else lacking


def hundredths(years: float) -> int:
    """Years in whole hundredths, rounded half up."""
    exact = Decimal(str(years)) * 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def skills_share(worker: Worker, post: Post, now: Situation) -> tuple[int, bool]:
    """The score's share for skills in thousandths, and whether it is known."""
    if not post.needs:
        return _trade_share(worker, post, now), True
    if worker.skills is None:
        return 500, False
    points, weights = 0, 0
    for need in post.needs:
        best = max(
            (now.words.alike(need.code, s.code) for s in worker.skills), default=0
        )
        weight = 2 if need.must else 1
        points += weight * best
        weights += weight
    return points // weights, True


def _trade_share(worker: Worker, post: Post, now: Situation) -> int:
    own = {*worker.trades, *worker.wished}
    title = post.title_code
    if title is None:
        return 600
    if title in own:
        return 1000
    return 850 if any(now.words.near(title, one) for one in own) else 600
