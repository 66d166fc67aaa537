"""Two thousand small worlds, empty ones too: pair by pair and list by list as by hand.

A failing world is made smaller by itself, and its arguments are printed.
"""

from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as some

from tests.matching.kernel_answers import differences_of
from tests.matching.kernel_answers import product_thresholds
from tests.matching.kernel_answers import product_words
from tests.matching.oracle import shortlist
from tests.matching.test_index_equals_oracle import an_index
from tests.matching.test_index_equals_oracle import posts_listed
from tests.matching.test_index_equals_oracle import rows
from tests.matching.test_index_equals_oracle import shown
from tests.matching.worlds import a_world

# The same worlds on every run: what fails here fails for everybody.
STEADY = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
SEEDS = some.integers(10_000, 10_000_000)


@given(SEEDS, some.integers(0, 2), some.integers(0, 3))
@settings(max_examples=2000, **STEADY)  # type: ignore[arg-type]  # mixed settings
def test_every_pair_of_a_small_world_is_judged_as_by_hand(
    seed: int, workers: int, posts: int
) -> None:
    assert differences_of(a_world(seed, workers, posts)) == []


@given(SEEDS, some.integers(0, 2), some.integers(0, 4))
@settings(max_examples=500, **STEADY)  # type: ignore[arg-type]  # mixed settings
def test_every_list_of_a_small_world_is_the_one_by_hand(
    seed: int, workers: int, posts: int
) -> None:
    world = a_world(seed, workers, posts)
    index = an_index(world)
    seen = shown([post.id for post in world.posts])
    words = product_thresholds(), product_words()

    assert [posts_listed(index, one, world.today) for one in world.workers] == [
        rows(shortlist(one, world.posts, world.today, *words, seen))
        for one in world.workers
    ]
