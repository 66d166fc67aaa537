"""On a disk that is slow to say that it has written, nothing is lost either."""

import os

import pytest

from tests.chaos.drill import drill_on
from tests.chaos.kills import Kills
from tests.chaos.slow import can_be_slow
from tests.chaos.slow import commit_ms
from tests.chaos.slow import slowed
from tests.chaos.stage import Stage

# The server itself is left alone: after a crash it asks the disk about each of its
# thousands of files.
KILLS = Kills(seconds=6, postgres=0, people=1, jobs=1, matching=1, gateway=1)


@pytest.mark.drill
@pytest.mark.parametrize("late_ms", [20, 200])
def test_nothing_is_lost_on_a_slow_disk(stage: Stage, late_ms: int) -> None:
    if not can_be_slow():
        missing = "a disk is made slow with a C compiler"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with slowed(stage, late_ms):
        took_ms = commit_ms(stage)
        found = drill_on(stage, 7, KILLS)
    acknowledged = found.history.acknowledged("post", "worker", "fill")
    print(f"+{late_ms} ms: a commit {took_ms:.0f} ms, {len(acknowledged)} writes")

    assert took_ms >= late_ms
    assert found.findings.wrong == {}
    assert acknowledged != []
