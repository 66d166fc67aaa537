"""The version of everything an answer rests on: same version, same bytes."""

import hashlib
from collections.abc import Sequence
from datetime import date

from common.following import Follower
from common.law import rules_on


def rules_digest(day: date) -> str:
    """Eight hex digits of the rule values in force on a day."""
    told = "\n".join(f"{key}={value}" for key, value in sorted(rules_on(day).items()))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def data_version(followers: Sequence[Follower], day: date) -> str:
    """Epoch and position of each source, the rules' digest, the day."""
    parts = [f"{one.name}:{str(one.epoch)[:8]}:{one.position}" for one in followers]
    return ";".join([*parts, f"rules:{rules_digest(day)}", day.isoformat()])
