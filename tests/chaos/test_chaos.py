"""The drill in short: everything is killed under writes, and nothing may be missing.

`make chaos` does the same for longer and over three seeds, or with a mutant.
"""

import pytest

from deploy.members import COMMANDS
from deploy.members import MEMBERS
from tests.chaos.drill import drill_on
from tests.chaos.kills import Kills
from tests.chaos.stage import Stage
from tests.chaos.wrong import commands_of

KILLS = Kills(seconds=5, postgres=1, people=1, jobs=1, matching=1, gateway=1)
QUIET = Kills(seconds=3, postgres=0, people=0, jobs=0, matching=0, gateway=0)


def test_nothing_is_lost_invented_or_doubled_though_all_are_killed(
    stage: Stage,
) -> None:
    found = drill_on(stage, 7, KILLS)

    assert found.findings.wrong == {}
    assert found.killed == dict.fromkeys((*MEMBERS, "postgres"), 1)
    assert found.history.acknowledged("post") != []
    assert found.history.acknowledged("worker") != []


@pytest.mark.drill
def test_a_feed_that_is_read_by_serial_number_is_found_wrong(stage: Stage) -> None:
    wrong = commands_of("id > last")
    stage.become({member: wrong[member] for member in ("jobs", "matching")})

    found = drill_on(stage, 7, QUIET)
    stage.become({member: COMMANDS[member] for member in ("jobs", "matching")})

    assert set(found.findings.wrong) >= {"index_differs"}
