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


@pytest.mark.drill
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


async def roll_all(stage: Stage) -> dict[str, bool]:
    """Every member in turn; whether its successor took over."""
    return {
        member: await asyncio.to_thread(stage.roll, member) for member in stage.programs
    }


@pytest.mark.drill
def test_all_members_are_replaced_in_turn_and_no_request_is_lost(stage: Stage) -> None:
    history = History(first=stage.written)
    chance = random.Random(9)
    work = Writers(stage.url, signed_in(stage), an_employer(stage), history, chance)
    work.keep_alive = False
    before = {program.pid for program in stage.programs.values()}
    rolled = asyncio.run(written_during(work, roll_all(stage)))
    stage.written = history.numbers().stop
    after = {program.pid for program in stage.programs.values()}

    assert rolled == dict.fromkeys(stage.programs, True)
    assert before.isdisjoint(after)
    assert [pid for pid in before if psutil.pid_exists(pid or 0)] == []
    assert set(history.met) == {"200", "201"}
