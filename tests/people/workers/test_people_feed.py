"""The feed tells workers as far as matching needs them, and drops who wants no more."""

import pytest

from tests.people.builders import AREAS
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_woman
from tests.people.builders import a_worker


async def told(feed, after=0):
    """What the feed tells after a position, by worker."""
    epoch = (await feed.read("/internal/feed/head"))["epoch"]
    page = await feed.read("/internal/feed", epoch=epoch, after=after)
    return {row["id"]: row for row in page["rows"]}


async def test_a_worker_is_told_as_the_contract_and_nothing_else(coordinator, feed):
    id = await coordinator.add(a_worker(stated={"limits": ["不能久站"]}))
    row = (await told(feed))[id]
    card = await coordinator.read(f"/workers/{id}")

    assert (row["op"], row["body"]) == ("put", card["worker"])
    assert row["version"] == card["version"]


async def test_a_new_fact_raises_the_version_and_is_told(coordinator, feed):
    id = await coordinator.add(a_worker())
    before = (await told(feed))[id]
    await coordinator.write(f"/workers/{id}", a_change(stated={"night": True}), "PATCH")
    after = (await told(feed, before["pos"]))[id]

    assert after["version"] > before["version"]
    assert after["body"]["night"] is True


@pytest.mark.parametrize("kind", ["no_match", "erase"])
async def test_who_wants_no_more_is_dropped(coordinator, feed, kind):
    id = await coordinator.add(a_worker())
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": kind})
    row = (await told(feed))[id]
    snapshot = await feed.read("/internal/feed/snapshot", kind="worker")

    assert (row["op"], row["body"]) == ("drop", None)
    assert [(row["op"], row["body"]) for row in snapshot["rows"]] == [("drop", None)]


async def test_a_paused_worker_is_told_as_paused(coordinator, feed):
    id = await coordinator.add(a_worker())
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "pause"})

    assert (await told(feed))[id]["body"]["state"] == "paused"


async def test_who_comes_back_is_told_again(coordinator, feed):
    id = await coordinator.add(a_worker())
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "no_match"})
    await coordinator.write(f"/workers/{id}/resume", {"said_by": "self"})

    assert (await told(feed))[id]["op"] == "put"


async def test_workers_of_a_village_that_moved_are_told_anew(
    coordinator, voice_of, feed
):
    home = {"lat": 22.9, "lng": 109.1}
    centred = await coordinator.add(a_worker())
    at_home = await coordinator.add(a_woman(stated={"place": home}))
    last = max(row["pos"] for row in (await told(feed)).values())
    moved = {"code": VILLAGE, "name": "上村", "centre": {"lat": 22.4, "lng": 109.6}}
    await voice_of("admin").write("/areas", [moved], "PUT")
    news = await told(feed, last)

    assert news[centred]["body"]["place"]["lat"] == 22.4
    assert news[at_home]["body"]["place"]["lat"] == 22.9


async def test_an_area_written_again_as_it_was_tells_nothing(
    coordinator, voice_of, feed
):
    await coordinator.add(a_worker())
    last = max(row["pos"] for row in (await told(feed)).values())
    same = [{k: v for k, v in area.items() if k != "parent"} for area in AREAS]
    await voice_of("admin").write("/areas", same, "PUT")

    assert await told(feed, last) == {}


async def test_a_snapshot_holds_everybody_in_pages(county, feed):
    ids = [await county.add(a_worker()), await county.add(a_woman())]
    first = await feed.read("/internal/feed/snapshot", kind="worker", limit=1)
    rest = await feed.read(
        "/internal/feed/snapshot", kind="worker", limit=5, after=first["next"]
    )

    assert [row["id"] for row in first["rows"] + rest["rows"]] == ids
    assert rest["next"] is None


@pytest.mark.parametrize("role", ["county", "hr", "worker", "admin"])
async def test_only_members_read_the_feed(voice_of, role):
    assert await voice_of(role, "").status("/internal/feed/head") == 403
