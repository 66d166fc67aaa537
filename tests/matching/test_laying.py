"""A list found through a layout is that of judging every post, whatever happened."""

import pytest

from services.matching.filters import Filters
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.index import View
from tests.matching.worlds import World
from tests.matching.worlds import a_world

WORLDS = [a_world(seed, workers=8, posts=40) for seed in range(1200, 1206)]
NEVER_LAID = 10**9


def an_index(world: World, few: int) -> Index:
    """A world of which only the first half of the posts is held yet."""
    index = Index(few=few)
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts[:20]])
    index.show_posts({post.id: 3 for post in world.posts[::3]})
    return index


def lists_of(index: Index, world: World, view: View | None = None) -> list[Listing]:
    """The list of everybody, whole: items, totals, questions."""
    return [
        index.shortlist_for_worker(
            one.id, today=world.today, top=7, view=view or View()
        )
        for one in world.workers
    ]


@pytest.mark.parametrize("world", WORLDS)
def test_a_list_through_a_layout_is_that_of_judging_every_post(world: World) -> None:
    laid, plain = an_index(world, 0), an_index(world, NEVER_LAID)

    assert lists_of(laid, world) == lists_of(plain, world)


@pytest.mark.parametrize("world", WORLDS)
def test_posts_that_came_after_the_layout_are_found(world: World) -> None:
    laid, plain = an_index(world, 15), an_index(world, NEVER_LAID)
    lists_of(laid, world)
    for index in (laid, plain):
        index.put_posts([(post, 1) for post in world.posts[20:]])
        index.drop_post(world.posts[0].id, 2)
        index.put_post(world.posts[1], 2)

    assert lists_of(laid, world) == lists_of(plain, world)


@pytest.mark.parametrize("world", WORLDS[:2])
def test_a_layout_of_rows_that_moved_is_not_used(world: World) -> None:
    laid, plain = an_index(world, 0), an_index(world, NEVER_LAID)
    lists_of(laid, world)
    for index in (laid, plain):
        for version in range(2, 120):
            index.put_posts([(post, version) for post in world.posts[:20]])

    assert lists_of(laid, world) == lists_of(plain, world)


@pytest.mark.parametrize("world", WORLDS[:3])
def test_filters_and_pages_hold_through_a_layout(world: World) -> None:
    laid, plain = an_index(world, 0), an_index(world, NEVER_LAID)
    near = View(filters=Filters(max_minutes=40))
    seconds = [View(after=one.next) for one in lists_of(plain, world)]

    assert lists_of(laid, world, near) == lists_of(plain, world, near)
    assert [lists_of(laid, world, view) for view in seconds] == [
        lists_of(plain, world, view) for view in seconds
    ]
