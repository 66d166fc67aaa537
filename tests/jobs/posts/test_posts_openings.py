"""Openings under pressure: nobody is taken on twice, nobody is lost."""

import asyncio
from collections import Counter

from tests.jobs.conftest import Desk


async def test_only_one_of_fifty_takes_the_last_opening(county: Desk) -> None:
    post = await county.post(await county.employer(), openings=1)

    answers = await asyncio.gather(
        *(county.insist(f"/posts/{post}/fill") for _ in range(50))
    )
    refused = [answer.json() for answer in answers if answer.status_code == 409]

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 49}
    assert {(r["type"], r["left"], r["total"]) for r in refused} == {
        ("/problems/post-is-full", 0, 1)
    }


async def test_the_last_opening_fills_the_post_and_a_release_reopens_it(
    county: Desk, worker: Desk
) -> None:
    post = await county.post(await county.employer(), openings=2)

    filled = await county.write(f"/posts/{post}/fill?count=2")
    gone = await worker.ask("GET", f"/posts/{post}")
    released = await county.write(f"/posts/{post}/release")
    back = await worker.read(f"/posts/{post}")

    assert (filled["state"], filled["openings"], filled["filled"]) == ("filled", 0, 2)
    assert gone.status_code == 404
    assert (released["state"], released["openings"]) == ("published", 1)
    assert (back["openings_total"], back["filled"]) == (2, 1)


async def test_a_refusal_tells_how_many_are_left(county: Desk) -> None:
    post = await county.post(await county.employer(), openings=3)

    refused = await county.ask("POST", f"/posts/{post}/fill?count=4", lang="zh")

    assert refused.status_code == 409
    assert refused.json()["detail"] == "岗位只剩 3 个名额（共招 3 人）。"


async def test_nothing_is_released_that_was_not_filled(county: Desk) -> None:
    post = await county.post(await county.employer())

    refused = await county.ask("POST", f"/posts/{post}/release")

    assert (refused.status_code, refused.json()["filled"]) == (409, 0)


async def test_a_repeated_fill_takes_one_opening(county: Desk) -> None:
    post = await county.post(await county.employer(), openings=3)
    key = {"Idempotency-Key": "the-same-key-for-both"}

    await county.ask("POST", f"/posts/{post}/fill", headers=key)
    await county.ask("POST", f"/posts/{post}/fill", headers=key)
    read = await county.read(f"/posts/{post}")

    assert read["filled"] == 1


async def test_fills_and_releases_at_once_leave_the_right_number(county: Desk) -> None:
    post = await county.post(await county.employer(), openings=20)
    await county.write(f"/posts/{post}/fill?count=10")

    await asyncio.gather(
        *(county.insist(f"/posts/{post}/fill") for _ in range(8)),
        *(county.insist(f"/posts/{post}/release") for _ in range(5)),
    )
    read = await county.read(f"/posts/{post}")

    assert (read["filled"], read["openings"]) == (13, 7)
