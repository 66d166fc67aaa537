"""After any history the index says what a fresh one says of the same facts."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID

import pytest

from common.contracts.jobs import Post
from common.problems import NotFound
from services.matching import store
from services.matching.columns import Encoder
from services.matching.columns import encode_post
from services.matching.columns.packing import POST_FLATS
from services.matching.filters import Filters
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.index import View
from services.matching.kernel.rows import POST as POST_ROW
from services.matching.kernel.rules import Weights
from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TODAY
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import north
from tests.matching.builders import yuan

WORKER = UUID(int=1)
POST = UUID(int=1001)


def an_index(*posts: Post) -> Index:
    """The default worker and some posts."""
    index = Index()
    index.put_worker(a_worker(), 1)
    index.put_posts([(post, 1) for post in posts])
    return index


def posts_of(index: Index, **view: Any) -> list[int]:
    """The posts listed for the default worker, as small numbers."""
    listing = index.shortlist_for_worker(
        WORKER, today=TODAY, top=100, view=View(Filters(**view))
    )
    return [found.post.int for found in listing.items]


def numbered(number: int, **facts: Any) -> Post:
    """A post with a small number for an id."""
    return a_post(id=UUID(int=number), **facts)


def told(listing: Listing) -> list[tuple[UUID, str, int]]:
    """What a listing says, without its explanations."""
    return [(one.post, one.verdict.value, one.score) for one in listing.items]


def test_a_newer_version_stands_and_an_older_one_is_ignored() -> None:
    index = an_index(numbered(1001))
    taken = [
        index.put_post(numbered(1001, state="paused"), 3),
        index.put_post(numbered(1001), 2),
        index.put_post(numbered(1001), 3),
    ]

    assert taken == [True, False, False]
    assert index.post(POST).state == "paused"
    assert posts_of(index) == []


def test_a_drop_is_remembered_by_its_version() -> None:
    index = an_index(numbered(1001))
    dropped = index.drop_post(POST, 5)
    late = index.put_post(numbered(1001), 4)
    again = index.put_post(numbered(1001), 6)

    assert (dropped, late, again) == (True, False, True)
    assert posts_of(index) == [1001]


def test_what_is_not_held_is_not_found() -> None:
    index = an_index(numbered(1001))
    index.drop_worker(WORKER, 2)

    with pytest.raises(NotFound):
        index.worker(WORKER)
    with pytest.raises(NotFound):
        index.shortlist_for_worker(WORKER, today=TODAY)
    with pytest.raises(NotFound):
        index.explain(WORKER, POST, TODAY)


def test_an_empty_index_lists_nobody() -> None:
    listing = Index().shortlist_for_post(a_post(), today=TODAY)

    assert (listing.items, listing.total, listing.next) == ((), 0, None)


def test_a_contract_comes_back_as_it_was_put() -> None:
    index = an_index(numbered(1001))

    assert index.worker(WORKER) == a_worker()
    assert index.post(POST) == numbered(1001)
    assert index.counts() == (1, 1)


def test_a_walk_in_is_listed_like_the_same_person_held() -> None:
    index = an_index(numbered(1001), numbered(1002, place=north(3)))
    held = index.shortlist_for_worker(WORKER, today=TODAY)
    walked_in = index.shortlist_for_worker(a_worker(), today=TODAY)

    assert told(walked_in) == told(held)


def test_pages_make_the_whole_list() -> None:
    index = an_index(*(numbered(number) for number in range(1, 24)))
    whole = index.shortlist_for_worker(WORKER, today=TODAY, top=100)
    first = index.shortlist_for_worker(WORKER, today=TODAY, top=10)
    second = index.shortlist_for_worker(
        WORKER, today=TODAY, top=10, view=View(after=first.next)
    )
    third = index.shortlist_for_worker(
        WORKER, today=TODAY, top=10, view=View(after=second.next)
    )

    assert told(first) + told(second) + told(third) == told(whole)
    assert [one.total for one in (first, second, third)] == [23, 23, 23]
    assert third.next is None


def test_the_last_page_is_known_as_the_last_when_it_is_full() -> None:
    index = an_index(*(numbered(number) for number in range(1, 11)))

    assert index.shortlist_for_worker(WORKER, today=TODAY, top=10).next is None


def test_of_equals_the_least_shown_stands_first() -> None:
    index = an_index(numbered(1), numbered(2), numbered(3))
    index.show_posts({UUID(int=1): 4, UUID(int=2): 1})

    assert posts_of(index) == [3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "listed"),
    [
        ({}, [1, 2, 3]),
        ({"kind": "coop"}, [2]),
        ({"home_based": True}, [3]),
        ({"home_based": False}, [1, 2]),
        ({"areas": (TOWNSHIP,)}, [1, 3]),
        ({"areas": (OTHER_TOWNSHIP, NEXT_VILLAGE)}, [1, 2, 3]),
        ({"areas": ("510000000000",)}, []),
        ({"min_pay": 4500.0}, [1, 3]),
        ({"min_pay": 4501.0}, [3]),
        ({"max_minutes": 0}, [3]),
        ({"group": "A"}, [1, 3]),
        ({"group": "Z"}, []),
    ],
)
def test_filters_leave_out_before_ranking(
    wanted: dict[str, Any], listed: list[int]
) -> None:
    index = an_index(
        numbered(1),
        numbered(2, kind="coop", area="430903104001", pay=yuan(3000, 3000)),
        numbered(3, home_based=True, pay=yuan(190, 200, "day")),
    )
    index.put_post(numbered(2, **_of_another_group()), 2)

    assert sorted(posts_of(index, **wanted)) == listed


def _of_another_group() -> dict[str, Any]:
    return {
        "kind": "coop",
        "area": "430903104001",
        "pay": yuan(3000, 3000),
        "title_code": None,
    }


def test_weights_are_a_value_of_the_question() -> None:
    index = an_index(numbered(1001))
    only_pay = Weights(0, 0, 0, 100_000, 0, 0, 0)
    found = index.explain(WORKER, POST, TODAY, only_pay)

    assert found.score == 88_200
    assert [part.points for part in found.parts] == [0, 0, 0, 88_200, 0, 0, 0]


def test_at_most_three_questions_the_most_awaited_first() -> None:
    index = Index()
    unknown = a_worker(reach=None, week=None, skills=None, birth=None, limits=None)
    index.put_worker(unknown, 1)
    index.put_post(numbered(1, area=OTHER_TOWNSHIP), 1)
    index.put_post(numbered(2, needs=[], area=OTHER_TOWNSHIP), 1)
    listing = index.shortlist_for_worker(WORKER, today=TODAY)

    assert [(one.key, one.opens) for one in listing.questions] == [
        ("birth", 2),
        ("reach", 2),
        ("hours", 2),
    ]


@pytest.mark.parametrize("seed", range(30))
def test_any_history_ends_like_a_fresh_index(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "FEW_DEAD", 4)
    rng = Random(seed)
    index = an_index()
    held: dict[int, Post] = {}
    for version in range(2, 60):
        number = rng.randrange(1, 9)
        if rng.random() < 0.3:
            index.drop_post(UUID(int=number), version)
            held.pop(number, None)
        else:
            held[number] = numbered(number, place=north(rng.randrange(9)))
            index.put_post(held[number], version)
    fresh = an_index(*held.values())

    assert told(index.shortlist_for_worker(WORKER, today=TODAY)) == told(
        fresh.shortlist_for_worker(WORKER, today=TODAY)
    )
    assert index.counts() == fresh.counts()


def test_readers_in_threads_see_whole_moments_while_the_loop_writes() -> None:
    index = an_index(numbered(1), numbered(2))

    def read(_: int) -> list[int]:
        return sorted(posts_of(index))

    with ThreadPoolExecutor(2) as pool:
        reading = pool.map(read, range(60))
        for version in range(2, 400):
            index.put_post(numbered(1, place=north(version % 5)), version)
        seen = {tuple(posts) for posts in reading}

    assert seen == {(1, 2)}


def test_a_moment_that_was_taken_never_changes() -> None:
    held = store.Store(POST_ROW, POST_FLATS)
    encoder = Encoder()
    held.put(POST, 1, encode_post(numbered(1001), encoder), b"")
    before = held.moment()
    held.put(POST, 2, encode_post(numbered(1001, state="paused"), encoder), b"")
    after = held.moment()

    assert (before.alive.tolist(), len(before.rows)) == ([1], 1)
    assert (after.alive.tolist(), len(after.rows)) == ([0, 1], 2)


def test_a_batch_takes_only_what_is_newer() -> None:
    index = an_index(numbered(1), numbered(2))
    taken = index.put_posts([(numbered(1), 1), (numbered(2, state="paused"), 2)])

    assert taken == 1
    assert posts_of(index) == [1]
