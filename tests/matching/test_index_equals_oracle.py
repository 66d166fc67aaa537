"""Whole lists: the index lists what the oracle lists, and its near misses come true."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from services.matching.found import Change
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.misses import near_misses
from tests.matching.kernel_answers import product_thresholds
from tests.matching.kernel_answers import product_words
from tests.matching.oracle import OracleMatch
from tests.matching.oracle import judge
from tests.matching.oracle import shortlist
from tests.matching.oracle.judging import in_order
from tests.matching.worlds import World
from tests.matching.worlds import a_world

SEEDS = range(409, 421)
Listed = list[tuple[UUID, str, int]]


def an_index(world: World) -> Index:
    """An index that holds a world, every third post and worker shown before."""
    # Even a handful of posts is searched through a layout here.
    index = Index(few=0)
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    index.show_posts(shown([post.id for post in world.posts]))
    index.show_workers(shown([worker.id for worker in world.workers]))
    return index


def shown(ids: list[UUID]) -> dict[UUID, int]:
    """How often each was shown: the first of each three once."""
    return dict.fromkeys(ids[::3], 1)


def by_hand(worker: Worker, post: Post, today: date) -> OracleMatch:
    """What the oracle says with the product's words."""
    return judge(worker, post, today, product_thresholds(), product_words())


def posts_listed(index: Index, worker: Worker, today: date) -> Listed:
    """The index's list of a worker."""
    told: Listing = index.shortlist_for_worker(worker.id, today=today, top=50)
    return [(one.post, str(one.verdict), one.score) for one in told.items]


def workers_listed(index: Index, post: Post, today: date) -> Listed:
    """The index's list of a post."""
    told = index.shortlist_for_post(post.id, today=today, top=50)
    return [(one.worker, str(one.verdict), one.score) for one in told.items]


def rows(found: list[tuple[UUID, OracleMatch]]) -> Listed:
    """The oracle's list in the same form."""
    return [(one, str(match.verdict), match.score) for one, match in found]


def changed(change: Change, worker: Worker, post: Post) -> tuple[Worker, Post]:
    """The pair after a change, applied by what its name and numbers say."""
    who, what = worker.model_dump(), post.model_dump()
    CHANGES[change.key](who, what, change.numbers)
    return Worker.model_validate(who), Post.model_validate(what)


def _shuttle(who: Any, what: Any, facts: Any) -> None:
    what["shuttle"] = [*what["shuttle"], {"area": facts["area"]}]


def _lodging(who: Any, what: Any, facts: Any) -> None:
    who["reach"]["lodging"] = "anywhere" if what["outside_county"] else "county"


def _start_later(who: Any, what: Any, facts: Any) -> None:
    for shift in what["time"]["shifts"]:
        shift["start_min"] = (shift["start_min"] + facts["minutes"]) % 1440


def _end_earlier(who: Any, what: Any, facts: Any) -> None:
    for shift in what["time"]["shifts"]:
        shift["end_min"] = (shift["end_min"] - facts["minutes"]) % 1440


def _fewer_days(who: Any, what: Any, facts: Any) -> None:
    named = {day for shift in what["time"]["shifts"] for day in shift["days"]}
    usual = what["time"]["days_required"] or len(named)
    what["time"]["days_required"] = usual - facts["days"]


def _pay_up(who: Any, what: Any, facts: Any) -> None:
    what["pay"]["max"] += facts["yuan"]


def _training(who: Any, what: Any, facts: Any) -> None:
    what["training_days"] = 7


def _age_wish(who: Any, what: Any, facts: Any) -> None:
    above = what["age_max"] is not None and facts["age"] > what["age_max"]
    what["age_max" if above else "age_min"] = facts["age"]


def _schooling(who: Any, what: Any, facts: Any) -> None:
    what["schooling"] = facts["schooling"]


def _accommodation(who: Any, what: Any, facts: Any) -> None:
    what["accommodations"] = (*what["accommodations"], facts["accommodation"])


def _licence(who: Any, what: Any, facts: Any) -> None:
    who["licences"] = [*(who["licences"] or ()), {"code": facts["licence"]}]


CHANGES: dict[str, Any] = {
    "shuttle": _shuttle,
    "lodging": _lodging,
    "start_later": _start_later,
    "end_earlier": _end_earlier,
    "fewer_days": _fewer_days,
    "pay_up": _pay_up,
    "training": _training,
    "age_wish": _age_wish,
    "schooling": _schooling,
    "accommodation": _accommodation,
    "licence": _licence,
}


def verdicts_around_changes(world: World) -> list[tuple[str, bool, bool]]:
    """For each near miss: its key, whether it was unfit, whether it is so no more."""
    index = an_index(world)
    posts = {post.id: post for post in world.posts}
    told = []
    for worker in world.workers:
        for change, found in near_misses(index, worker.id, world.today):
            for one in found:
                before = by_hand(worker, posts[one.post], world.today)
                pair = changed(change, worker, posts[one.post])
                after = by_hand(*pair, world.today)
                was, now = before.verdict == Verdict.UNFIT, after.verdict
                told.append((change.key, was, now != Verdict.UNFIT))
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_the_posts_of_a_worker_are_listed_as_the_oracle_lists_them(seed: int) -> None:
    world = a_world(seed)
    index = an_index(world)
    seen = shown([post.id for post in world.posts])
    words = product_thresholds(), product_words()
    oracle = [
        rows(shortlist(worker, world.posts, world.today, *words, seen))
        for worker in world.workers
    ]

    assert [posts_listed(index, w, world.today) for w in world.workers] == oracle


@pytest.mark.parametrize("seed", SEEDS)
def test_the_workers_of_a_post_are_listed_as_the_oracle_lists_them(seed: int) -> None:
    world = a_world(seed)
    index = an_index(world)
    seen = shown([worker.id for worker in world.workers])
    oracle = [
        rows(
            in_order(
                [(w.id, by_hand(w, post, world.today)) for w in world.workers], seen
            )
        )
        for post in world.posts
    ]

    assert [workers_listed(index, p, world.today) for p in world.posts] == oracle


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_in_which_posts_arrive_changes_no_list(seed: int) -> None:
    world = a_world(seed)
    there, back = an_index(world), Index()
    back.put_posts([(post, 1) for post in reversed(world.posts)])
    back.put_workers([(worker, 1) for worker in reversed(world.workers)])
    back.show_posts(shown([post.id for post in world.posts]))

    assert [posts_listed(there, w, world.today) for w in world.workers] == [
        posts_listed(back, w, world.today) for w in world.workers
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_that_is_told_opens_the_post_by_the_oracle_too(seed: int) -> None:
    told = verdicts_around_changes(a_world(seed))

    assert [one for one in told if one[1:] != (True, True)] == []


def test_the_worlds_bring_forth_most_kinds_of_changes() -> None:
    told = [one for seed in SEEDS for one in verdicts_around_changes(a_world(seed))]

    assert len({key for key, _, _ in told}) >= 8


@pytest.mark.parametrize("seed", SEEDS)
def test_an_explanation_sums_to_its_score_and_agrees_with_the_list(seed: int) -> None:
    world = a_world(seed)
    index = an_index(world)
    worker = world.workers[0]
    told = [index.explain(worker.id, p.id, world.today) for p in world.posts]
    listed = posts_listed(index, worker, world.today)

    assert [sum(part.points for part in one.parts) for one in told] == [
        one.score for one in told
    ]
    assert {(one.post, str(one.verdict), one.score) for one in told} >= set(listed)
