"""The placement: one opening, one transaction, and what it closes around it."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import asyncpg

from tests.jobs.conftest import Desk
from tests.jobs.referrals.conftest import Add
from tests.jobs.referrals.going import TERMS
from tests.jobs.referrals.going import accepted
from tests.jobs.referrals.going import bring
from tests.jobs.referrals.going import placed
from tests.jobs.referrals.going import put_forward
from tests.jobs.referrals.going import step

LIKE_THE_FIRST = """
INSERT INTO referrals SELECT (jsonb_populate_record(r, jsonb_build_object(
  'id', gen_random_uuid(), 'worker_id', gen_random_uuid()))).*
FROM referrals AS r, generate_series(1, $2) WHERE r.id = $1 RETURNING id"""


async def state_of(desk: Desk, referral: str) -> tuple[str, str | None]:
    told = await desk.read(f"/referrals/{referral}")
    return told["state"], told["cause"]


async def test_a_placement_takes_the_opening_of_another_township(
    village: Desk, worker_id: str, post: str
) -> None:
    made = await placed(village, worker_id, post)
    told = await village.read(f"/referrals/{made['referral']}")
    left = await village.ask("GET", f"/posts/{post}")

    assert (made["channel"], made["started"], made["contract"]) == (
        "local_firm",
        "2026-03-10",
        "labour",
    )
    assert (told["state"], told["placement"]) == ("placed", made["id"])
    # Nobody else is shown a filled post; who was put forward reads how it ended.
    assert (told["post_state"], left.status_code) == ("filled", 404)


async def test_the_filled_post_ends_what_others_had_open_on_it(
    village: Desk, county: Desk, add_worker: Add, worker_id: str, post: str
) -> None:
    waiting = await put_forward(village, add_worker(), post)
    trying = await accepted(village, add_worker(), post)
    await step(village, trying, "trial")
    await placed(village, worker_id, post)

    assert await state_of(county, waiting) == ("ended", "post_filled")
    assert await state_of(county, trying) == ("trial", None)
    assert (await county.read(f"/posts/{post}"))["state"] == "filled"


async def test_the_persons_other_referrals_close_where_they_agreed(
    village: Desk, county: Desk, hr: Desk, worker_id: str, post: str
) -> None:
    elsewhere = await county.employer(name="别家工厂")
    other = await put_forward(village, worker_id, await county.post(elsewhere))
    mine = await accepted(village, worker_id, post, close_others=True)
    await hr.write(f"/referrals/{mine}/place", TERMS)
    told = await village.read(f"/referrals/{other}")

    assert (told["state"], told["cause"]) == ("ended", "placed_elsewhere")
    assert told["log"][-1]["reason"] == "placed_elsewhere"


async def test_without_their_word_nothing_else_is_closed(
    village: Desk, county: Desk, employer: str, worker_id: str, post: str
) -> None:
    other = await put_forward(village, worker_id, await county.post(employer))
    await placed(village, worker_id, post)

    assert await state_of(village, other) == ("agreed", None)


async def test_a_trial_takes_no_opening_and_leaving_it_is_no_placement(
    village: Desk, county: Desk, worker_id: str, post: str
) -> None:
    referral = await accepted(village, worker_id, post)
    await step(village, referral, "trial")
    during = await county.read(f"/posts/{post}")
    told = {"refused_by": "person", "reason": "fumes", "shareable": True}
    left = await step(village, referral, "refuse", **told)

    assert (during["filled"], during["state"]) == (0, "published")
    assert left["state"] == "refused"
    assert await county.read("/placements") == []


async def test_who_has_not_agreed_is_not_placed(
    village: Desk, worker_id: str, post: str
) -> None:
    referral = await put_forward(village, worker_id, post)
    await bring(village, referral, "send", "offer")
    path = f"/referrals/{referral}/place"
    early = await village.ask("POST", path, json=TERMS)
    await step(village, referral, "accept", consent="phone")
    wrong = await village.ask("POST", path, json={**TERMS, "started": "2026-03-11"})

    assert (early.status_code, wrong.status_code) == (409, 422)


async def test_two_hundred_takers_get_ten_openings(
    village: Desk, county: Desk, employer: str, worker_id: str, database_urls: Any
) -> None:
    post = await county.post(employer, openings=10)
    first = await accepted(village, worker_id, post)
    owner = await asyncpg.connect(database_urls("jobs").owner)
    others = await owner.fetch(LIKE_THE_FIRST, UUID(first), 199)
    await owner.close()
    takers = [first, *(str(row["id"]) for row in others)]
    # As many at once as one gateway would let through; the others wait at its door.
    door = asyncio.Semaphore(20)

    async def take(taker: str) -> int:
        async with door:
            path = f"/referrals/{taker}/place"
            return (await village.insist(path, TERMS)).status_code

    answers = await asyncio.gather(*(take(taker) for taker in takers))
    told = await county.read(f"/posts/{post}")
    page = await county.ask("GET", "/placements", params={"total": True})

    assert Counter(answers) == {200: 10, 409: 190}
    assert (told["filled"], told["state"]) == (10, "filled")
    assert page.headers["x-total-count"] == "10"
