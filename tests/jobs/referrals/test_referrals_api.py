"""Referrals through the front door: who takes which step, and who sees what."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.jobs.builders import OTHER_TOWN
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf
from tests.jobs.referrals.conftest import Add
from tests.jobs.referrals.going import bring
from tests.jobs.referrals.going import put_forward
from tests.jobs.referrals.going import step

PersonOf = Callable[[str], Desk]


async def log_of(desk: Desk, referral: str) -> list[tuple[str, str, str]]:
    told = await desk.read(f"/referrals/{referral}")
    return [(line["step"], line["after"], line["party"]) for line in told["log"]]


async def test_what_a_person_asks_for_goes_to_the_employer_at_once(
    person: PersonOf, hr: Desk, worker_id: str, post: str
) -> None:
    made = await person(worker_id).write(
        "/referrals", {"worker": worker_id, "post": post}
    )
    lines = await log_of(person(worker_id), made["id"])

    assert (made["state"], made["origin"]) == ("sent", "worker")
    assert made["consent"]["how"] == "self"
    assert made["due_at"] == "2026-03-12T02:00:00Z"
    assert lines == [
        ("propose", "proposed", "person"),
        ("agree", "agreed", "person"),
        ("send", "sent", "person"),
    ]
    assert [row["id"] for row in await hr.read("/referrals")] == [made["id"]]


async def test_a_coordinator_writes_down_the_yes_and_sends_the_letter(
    village: Desk, hr: Desk, worker_id: str, post: str
) -> None:
    referral = await put_forward(village, worker_id, post)
    before = await hr.read("/referrals")
    sent = await step(village, referral, "send")

    assert before == []
    assert (sent["state"], sent["consent"]["how"]) == ("sent", "phone")
    assert len(await hr.read("/referrals")) == 1


async def test_without_a_yes_nothing_is_sent(
    village: Desk, worker_id: str, post: str
) -> None:
    draft = {"worker": worker_id, "post": post}
    made = await village.write("/referrals", draft)
    path = f"/referrals/{made['id']}/steps"
    early = await village.ask("POST", path, json={"step": "send"})
    bare = await village.ask("POST", path, json={"step": "agree"})

    assert made["state"] == "proposed"
    assert (early.status_code, early.json()["type"]) == (
        409,
        "/problems/step-too-early",
    )
    assert (bare.status_code, bare.json()["type"]) == (
        409,
        "/problems/consent-is-missing",
    )


async def test_an_invitation_waits_for_the_person(
    hr: Desk, person: PersonOf, worker_id: str, post: str
) -> None:
    invited = await hr.write("/referrals", {"worker": worker_id, "post": post})
    own = {"step": "agree"}
    by_hr = await hr.ask("POST", f"/referrals/{invited['id']}/steps", json=own)
    agreed = await step(person(worker_id), invited["id"], "agree", close_others=True)

    assert (invited["state"], invited["origin"]) == ("proposed", "invitation")
    assert by_hr.json()["type"] == "/problems/step-is-not-yours"
    assert (agreed["state"], agreed["close_others"]) == ("sent", True)


async def test_both_sides_walk_to_the_yes(
    village: Desk, hr: Desk, worker_id: str, post: str
) -> None:
    referral = await put_forward(village, worker_id, post)
    await bring(village, referral, "send")
    await bring(hr, referral, "see")
    await step(hr, referral, "interview", interview_at="2026-03-12T09:00:00+08:00")
    await bring(hr, referral, "absent")
    await step(hr, referral, "interview", interview_at="2026-03-13T09:00:00+08:00")
    await bring(hr, referral, "came", "offer")
    await step(village, referral, "accept", consent="visit")
    trial = await step(hr, referral, "trial", trial_until="2026-03-17")

    assert trial["state"] == "trial"
    assert trial["trial_until"] == "2026-03-17"
    assert trial["due_at"] == "2026-03-17T16:00:00Z"
    assert [after for _, after, _ in await log_of(village, referral)][2:] == [
        "sent",
        "seen",
        "interview",
        "absent",
        "interview",
        "came",
        "offered",
        "accepted",
        "trial",
    ]


@pytest.mark.parametrize("at", [None, "2026-03-10T01:00:00Z"])
async def test_an_interview_needs_a_time_to_come(
    village: Desk, worker_id: str, post: str, at: str | None
) -> None:
    referral = await put_forward(village, worker_id, post)
    await bring(village, referral, "send")
    asked = {"step": "interview", "interview_at": at}
    answer = await village.ask("POST", f"/referrals/{referral}/steps", json=asked)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "interview_at"


async def test_a_reason_of_the_body_is_never_shared(
    person: PersonOf, worker_id: str, post: str
) -> None:
    desk = person(worker_id)
    made = await desk.write("/referrals", {"worker": worker_id, "post": post})
    path = f"/referrals/{made['id']}/steps"
    told = {"step": "refuse", "reason": "health"}
    shared = await desk.ask("POST", path, json={**told, "shareable": True})
    kept = await desk.write(path, told)

    assert shared.status_code == 422
    assert (kept["state"], kept["refused_by"], kept["refusal"]) == (
        "refused",
        "person",
        "health",
    )
    assert kept["shareable"] is False


async def test_an_officer_says_for_whom_a_refusal_is(
    village: Desk, worker_id: str, post: str
) -> None:
    referral = await put_forward(village, worker_id, post)
    path = f"/referrals/{referral}/steps"
    told = {"step": "refuse", "reason": "pay"}
    bare = await village.ask("POST", path, json=told)
    early = await village.ask("POST", path, json={**told, "refused_by": "employer"})
    said = await village.write(path, {**told, "refused_by": "person"})

    assert (bare.status_code, early.status_code) == (422, 409)
    assert said["refused_by"] == "person"


async def test_nobody_is_put_forward_twice_to_one_post(
    village: Desk, worker_id: str, post: str
) -> None:
    referral = await put_forward(village, worker_id, post)
    draft = {"worker": worker_id, "post": post}
    twice = await village.ask("POST", "/referrals", json=draft)
    await step(village, referral, "refuse", refused_by="person", reason="far")
    again = await village.ask("POST", "/referrals", json=draft)

    assert (twice.status_code, again.status_code) == (409, 201)
    assert twice.json()["type"] == "/problems/already-referred"


async def test_only_the_persons_own_officers_put_them_forward(
    desk_of: DeskOf, add_worker: Add, worker_id: str, post: str
) -> None:
    stranger = desk_of(role="township", areas=("990121204",))
    draft = {"worker": worker_id, "post": post}
    far = await stranger.ask("POST", "/referrals", json=draft)
    nobody = await stranger.ask(
        "POST", "/referrals", json=draft | {"worker": str(uuid4())}
    )
    rests = add_worker(area=OTHER_TOWN, state="paused")
    resting = await stranger.ask("POST", "/referrals", json=draft | {"worker": rests})

    kinds = [answer.json()["type"] for answer in (far, nobody, resting)]
    assert kinds == [
        "/problems/area-is-not-yours",
        "/problems/person-is-unknown",
        "/problems/person-rests",
    ]


async def test_others_do_not_see_a_referral(
    village: Desk,
    desk_of: DeskOf,
    hr_of: HrOf,
    person: PersonOf,
    county: Desk,
    worker_id: str,
    post: str,
) -> None:
    referral = await put_forward(village, worker_id, post)
    await bring(village, referral, "send")
    foreign = await county.employer(name="别家工厂")
    desks = [
        village,
        desk_of(role="township", areas=("990121204",)),
        desk_of(role="township", areas=("990121305",)),
        desk_of(role="kiosk", areas=("990121",)),
        hr_of(foreign),
        person(str(uuid4())),
    ]
    seen = [len(await desk.read("/referrals")) for desk in desks]
    path = f"/referrals/{referral}"
    read = [(await desk.ask("GET", path)).status_code for desk in desks]

    assert seen == [1, 1, 0, 0, 0, 0]
    assert read == [200, 200, 404, 404, 404, 404]


async def test_the_funnel_counts_by_state(
    village: Desk, hr: Desk, add_worker: Add, post: str
) -> None:
    first, second, third = [
        await put_forward(village, add_worker(), post) for _ in range(3)
    ]
    await bring(village, first, "send")
    await bring(village, second, "send", "offer")
    query: Any = {"params": {"post": post}}
    all_of_them = await village.read("/referrals/funnel", **query)
    sent = await hr.read("/referrals/funnel", **query)

    assert all_of_them["states"] == {"agreed": 1, "sent": 1, "offered": 1}
    assert (sent["total"], sent["open"]) == (2, 2)
    assert third
