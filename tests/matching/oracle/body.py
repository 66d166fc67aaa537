"""The family body: what the post asks of a body against what the person said of it."""

from common.contracts.codes import DEMANDS
from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.people import Limit
from common.contracts.people import Worker
from tests.matching.oracle.values import RANK
from tests.matching.oracle.values import Outcomes

NOT_BODILY = (
    "SIT", "NEAR", "PUBLIC", "LEARN", "OUTDOOR", "PACE", "EARLY", "ONCALL", "LIVEIN",
    "NIGHT", "FINE", "HANDS",
)  # fmt: skip
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


def is_able(worker: Worker, post: Post) -> Outcomes:
    """Family `body`: its worst demand, or one question, or `body.demands` (pass)."""
    limits = worker.limits
    named = {d: one for d, one in (limits or {}).items() if d in DEMANDS}
    any_limit = any(one.block_at or one.caution_at for one in named.values())
    if post.demands is None:
        asked = Outcome.UNKNOWN if any_limit else Outcome.PASS
        return {"body.demands": (asked, {})}
    levels = {code: post.demands.get(code, 0) for code in DEMANDS}
    if any(code != "health_card" for code in post.licences):
        levels["DRIVE"] = 0
    if limits is None:
        heavy = any(levels[d] >= 3 for d in DEMANDS if d not in NOT_BODILY)
        if heavy:
            return {"body.asked": (Outcome.UNKNOWN, {})}
        return {"body.demands": (Outcome.PASS, {})}
    return _worst_demand(limits, levels, post.accommodations)


def _worst_demand(
    limits: dict[str, Limit], levels: dict[str, int], offered: tuple[str, ...]
) -> Outcomes:
    lifted = {demand for offer in offered for demand in LIFTS.get(offer, ())}
    said = {
        demand: _demand(limits[demand], levels[demand], demand in lifted)
        for demand in DEMANDS
        if demand in limits and levels[demand] >= 1
    }
    if not said or all(outcome == Outcome.PASS for outcome in said.values()):
        return {"body.demands": (Outcome.PASS, {})}
    worst = max(said, key=lambda demand: RANK.index(said[demand]))
    return {f"body.{worst}": (said[worst], {"level": levels[worst]})}


def _demand(limit: Limit, level: int, lifted: bool) -> Outcome:
    if limit.block_at is not None and level >= limit.block_at:
        return Outcome.CAUTION if lifted else Outcome.BLOCK
    if limit.caution_at is not None and level >= limit.caution_at:
        return Outcome.CAUTION
    return Outcome.PASS
