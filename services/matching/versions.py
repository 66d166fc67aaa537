"""The version of everything an answer rests on: same version, same bytes."""

from collections.abc import Sequence
from datetime import date

from common.following import Follower
from common.law import RuleSet


def data_version(followers: Sequence[Follower], day: date, rules: RuleSet) -> str:
    """Epoch and position of each source, the rules' digest, the day."""
    parts = [f"{one.name}:{str(one.epoch)[:8]}:{one.position}" for one in followers]
    return ";".join([*parts, f"rules:{rules.digest()}", day.isoformat()])
