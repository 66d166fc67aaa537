"""One pass over the county says what the single questions say, on any cut."""

import pytest

from services.matching.index import Index
from services.matching.rematching import Listed
from services.matching.rematching import rematch_county
from tests.matching.worlds import World
from tests.matching.worlds import a_world

TOP = 4
WORLDS = [a_world(seed, workers=12, posts=12) for seed in range(700, 706)]


def an_index(world: World) -> Index:
    """All of a world, some shown before, one of each side gone."""
    index = Index()
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    index.show_posts({post.id: 3 for post in world.posts[::3]})
    index.show_workers({worker.id: 3 for worker in world.workers[::3]})
    # Counting lays the rows down; who is dropped before that never had one.
    index.counts()
    index.drop_worker(world.workers[0].id, 2)
    index.drop_post(world.posts[0].id, 2)
    return index


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_lists_of_all_are_the_lists_of_each(world: World, threads: int) -> None:
    index = an_index(world)
    county = rematch_county(index, world.today, TOP, threads)
    posts = dict(county.of_workers())
    workers = dict(county.of_posts())

    assert posts.pop(world.workers[0].id) == []
    assert workers.pop(world.posts[0].id) == []
    assert posts == {
        worker.id: [
            Listed(found.post, found.verdict, found.score)
            for found in index.shortlist_for_worker(
                worker.id, today=world.today, top=TOP
            ).items
        ]
        for worker in world.workers[1:]
    }
    assert workers == {
        post.id: [
            Listed(found.worker, found.verdict, found.score)
            for found in index.shortlist_for_post(
                post.id, today=world.today, top=TOP
            ).items
        ]
        for post in world.posts[1:]
    }
