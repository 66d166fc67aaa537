"""Posts through the front door."""

from tests.jobs.conftest import Desk


async def test_a_published_post_is_found_by_a_worker(
    county: Desk, worker: Desk
) -> None:
    post = await county.post(await county.employer())

    found = await worker.read("/posts")

    assert [(p["id"], p["state"], p["openings"]) for p in found] == [
        (post, "published", 3)
    ]
