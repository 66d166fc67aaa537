"""What is held is compared with the source: losses show, writes that go on do not."""

from uuid import UUID

from services.matching.comparing import digests
from services.matching.comparing import wrong_buckets
from services.matching.comparing import wrong_ids
from services.matching.index import Index
from tests.matching.builders import a_worker

ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_digest_weighs_each_version_by_the_last_bits_of_its_id() -> None:
    assert digests({1: 1, 3: 2}, 2) == [0, 2 * 2 + 3 * 4]


def test_only_the_last_bits_of_an_id_count() -> None:
    assert digests({2**64 + 1: 7}, 2) == digests({1: 7}, 2)


def test_a_digest_stays_small_enough_for_json() -> None:
    assert max(digests(dict.fromkeys(range(2**32 - 9, 2**32), 2**31), 1)) < 2**53


def test_a_bucket_that_stood_still_and_differs_is_wrong() -> None:
    assert wrong_buckets([5, 6, 7], [5, 9, 8], [5, 6, 8]) == [1]


def test_an_id_between_before_and_after_is_right() -> None:
    assert wrong_ids({1: 3}, {1: 4}, {1: 5}) == set()


def test_a_lost_change_is_wrong() -> None:
    assert wrong_ids({1: 3}, {1: 4}, {1: 3}) == {ONE}


def test_a_version_that_never_was_is_wrong() -> None:
    assert wrong_ids({1: 9}, {1: 4}, {1: 9}) == {ONE}


def test_an_invented_id_is_wrong_and_a_new_one_is_not() -> None:
    assert wrong_ids({1: 1}, {}, {1: 1, 2: 1}) == {ONE}


def test_a_missing_id_is_wrong() -> None:
    assert wrong_ids({}, {1: 1, 2: 1}, {2: 1}) == {ONE}


def test_a_store_knows_the_versions_of_the_living_and_of_the_dropped() -> None:
    index = Index()
    index.put_worker(a_worker(id=ONE), 3)
    index.put_worker(a_worker(id=TWO), 4)
    index.drop_worker(TWO, 5)

    assert index.workers.known() == {1: 3, 2: 5}


def test_what_is_forgotten_has_no_version_and_is_taken_in_again() -> None:
    index = Index()
    index.put_worker(a_worker(id=ONE), 9)
    index.drop_worker(TWO, 9)
    index.workers.forget([ONE, TWO])

    assert index.workers.known() == {}
    assert len(index.workers) == 0
    assert index.put_worker(a_worker(id=ONE), 1)
