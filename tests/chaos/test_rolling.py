"""PostgreSQL dies under load, members are replaced under load: nobody is lost."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import psutil
import pytest

from tests.chaos.drill import drill_on
from tests.chaos.kills import Kills
from tests.chaos.stage import Stage
from tests.chaos.stage import an_employer
from tests.chaos.stage import signed_in
from tests.chaos.writers import History
from tests.chaos.writers import Writers

CRASH = Kills(seconds=3, postgres=1, people=0, jobs=0, matching=0, gateway=0)


def test_after_a_crash_of_postgres_the_same_programs_write_again(stage: Stage) -> None:
    pids = {member: program.pid for member, program in stage.programs.items()}

    found = drill_on(stage, 5, CRASH)

    assert found.findings.wrong == {}
    assert pids == {member: program.pid for member, program in stage.programs.items()}
    assert found.killed == {"postgres": 1}
    assert found.recovered_s[0] < 15
    # Every refusal said when to come back.
    assert found.history.met["503 hushed"] == 0


async def written_during(work: Writers, change: Coroutine[Any, Any, Any]) -> Any:
    """What came of the change, while writers go on."""
    writing = asyncio.create_task(work.run(4))
    await asyncio.sleep(0.5)
    found = await change
    await asyncio.sleep(0.5)
    work.ended = True
    await writing
    return found


@pytest.mark.parametrize("member", ["people", "jobs", "matching", "gateway"])
def test_a_member_is_replaced_and_no_request_is_lost(stage: Stage, member: str) -> None:
    history = History(first=stage.written)
    chance = random.Random(9)
    work = Writers(stage.url, signed_in(stage), an_employer(stage), history, chance)
    work.keep_alive = False
    before = stage.programs[member].pid
    rolled = asyncio.run(written_during(work, asyncio.to_thread(stage.roll, member)))
    stage.written = history.numbers().stop

    assert rolled
    assert stage.programs[member].pid != before
    assert not psutil.pid_exists(before or 0)
    assert set(history.met) == {"200", "201"}
