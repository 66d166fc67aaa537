"""What must not matter does not matter, and what is added never makes things worse."""

from typing import Any

import pytest

from common.contracts.codes import Verdict
from common.contracts.people import Dated
from common.contracts.people import HeldSkill
from common.contracts.people import ModeReach
from common.contracts.people import Worker
from common.contracts.values import Window
from tests.matching.kernel_answers import columns_of
from tests.matching.kernel_answers import kernel_says
from tests.matching.worlds import World
from tests.matching.worlds import a_world

SEEDS = range(200, 212)
ORDER = tuple(Verdict)
HELD = (Dated(code="disabled"), Dated(code="dibao"))
SEWING = HeldSkill(code="overlock", years=20)
WORKDAYS = Window(days=(1, 2, 3, 4, 5), start_min=360, end_min=1320)
PROTECTED: dict[str, dict[str, Any]] = {
    "women": {"sex": "female"},
    "men": {"sex": "male"},
    "unknown sex": {"sex": None},
    "no group": {"groups": ()},
    "groups": {"groups": HELD},
    "a weak body": {"limits": {}, "unsafe": ("machine", "height")},
}


def ranked(world: World) -> list[tuple[int, int]]:
    """Where each pair stands, worker by worker: verdict rank, then score falling."""
    columns = columns_of(world.workers, world.posts, world.today)
    told = [
        kernel_says(columns, i, j)
        for i in range(len(world.workers))
        for j in range(len(world.posts))
    ]
    return [(ORDER.index(one["verdict"]), -one["score"]) for one in told]


def scores(world: World) -> list[int]:
    """The score of each pair."""
    return [-score for _, score in ranked(world)]


def changed(world: World, facts: dict[str, Any]) -> World:
    """The world with some facts of every worker replaced."""
    workers = tuple(worker.model_copy(update=facts) for worker in world.workers)
    return World(workers, world.posts, world.today)


def with_skill(worker: Worker) -> Worker:
    """The worker with one more skill, if any are known."""
    if worker.skills is None:
        return worker
    return worker.model_copy(update={"skills": (*worker.skills, SEWING)})


def with_hours(worker: Worker) -> Worker:
    """The worker with more hours on workdays, if any are known."""
    if worker.week is None:
        return worker
    windows = (*worker.week.windows, WORKDAYS)
    week = worker.week.model_copy(update={"windows": windows})
    return worker.model_copy(update={"week": week})


def with_bus(worker: Worker) -> Worker:
    """The worker with the bus as one more mode, if any are known and it is not."""
    reach = worker.reach
    if reach is None or not reach.modes or "bus" in {one.mode for one in reach.modes}:
        return worker
    modes = (*reach.modes, ModeReach(mode="bus", max_min=60))
    return worker.model_copy(
        update={"reach": reach.model_copy(update={"modes": modes})}
    )


def worse(before: World, after: World) -> list[int]:
    """The pairs that stand lower after than before; an unfit one stands nowhere."""
    unfit = ORDER.index(Verdict.UNFIT)
    pairs = zip(ranked(before), ranked(after), strict=True)
    return [at for at, (was, now) in enumerate(pairs) if was[0] < unfit and now > was]


@pytest.mark.parametrize("seed", (201, 204, 206, 210))
@pytest.mark.parametrize("facts", PROTECTED)
def test_a_protected_fact_never_changes_a_score(facts: str, seed: int) -> None:
    world = a_world(seed)

    assert scores(changed(world, PROTECTED[facts])) == scores(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_skill_never_lowers_a_match(seed: int) -> None:
    world = a_world(seed)
    more = World(tuple(map(with_skill, world.workers)), world.posts, world.today)

    assert worse(world, more) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_more_hours_never_lower_a_match(seed: int) -> None:
    world = a_world(seed)
    more = World(tuple(map(with_hours, world.workers)), world.posts, world.today)

    assert worse(world, more) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_mode_never_lowers_a_match(seed: int) -> None:
    world = a_world(seed)
    more = World(tuple(map(with_bus, world.workers)), world.posts, world.today)

    assert worse(world, more) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_parts_sum_to_the_score(seed: int) -> None:
    world = a_world(seed)
    columns = columns_of(world.workers, world.posts, world.today)
    told = [kernel_says(columns, 0, j) for j in range(len(world.posts))]

    assert [sum(points for points, _ in one["parts"].values()) for one in told] == [
        one["score"] for one in told
    ]
