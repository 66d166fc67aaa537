"""The stories of a post, from the first wish to half a year of work."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.gateway.lines import TERMS
from tests.gateway.lines import a_new_post
from tests.gateway.lines import a_new_worker
from tests.gateway.lines import listed
from tests.gateway.lines import place
from tests.gateway.lines import put_forward
from tests.gateway.lines import read
from tests.gateway.lines import step
from tests.gateway.lines import wait_until
from tests.gateway.lines import wanted_by_both
from tests.gateway.lines import write

AFTERNOONS = [{"days": [1, 2, 3, 4, 5], "start": "13:00", "end": "19:00"}]


def test_a_filled_post_disappears_for_everybody(platform: Platform) -> None:
    """L01."""
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="一人岗", openings=1)
    hired, other, third = (
        a_new_worker(platform, name) for name in ("甲一", "乙二", "丙三")
    )
    for worker in (hired, other, third):
        wait_until(lambda worker=worker: listed(platform, worker, post))  # type: ignore[misc]
    waiting = put_forward(officer, other, post)
    place(officer, wanted_by_both(officer, hired, post))
    took_s = max(
        wait_until(lambda worker=worker: not listed(platform, worker, post))  # type: ignore[misc]
        for worker in (hired, other, third)
    )
    history = read(officer, "/v1/referrals", worker=other)

    assert took_s < 5
    assert read(platform.person("county"), f"/v1/posts/{post}")["state"] == "filled"
    assert [(row["id"], row["state"], row["cause"]) for row in history] == [
        (waiting, "ended", "post_filled")
    ]
    assert history[0]["text"].endswith("岗位已经招满。")


def test_of_two_who_press_at_once_one_is_placed(platform: Platform) -> None:
    """L02."""
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="抢最后一个", openings=1)
    referrals = [
        wanted_by_both(officer, a_new_worker(platform, name), post)
        for name in ("快一", "快二")
    ]
    terms = {**TERMS, "started": "2026-01-05"}
    with ThreadPoolExecutor(2) as hands:
        answers = list(
            hands.map(
                lambda id: officer.post(f"/v1/referrals/{id}/place", terms), referrals
            )
        )
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    placed = read(officer, "/v1/placements", post=post)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 1}
    assert refused["type"] == "/problems/post-is-full"
    assert len(refused["alternatives"]) == 3
    assert len(placed) == 1


def test_other_hours_flag_what_was_sent_and_cancel_nothing(platform: Platform) -> None:
    """L03."""
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="早班缝纫")
    worker = a_new_worker(platform, "改时间")
    wait_until(lambda: listed(platform, worker, post))
    referral = put_forward(officer, worker, post)
    change = {"origin": {"source": "phone"}, "stated": {"hours": AFTERNOONS}}
    officer.ask("PATCH", f"/v1/workers/{worker}", json=change)
    path = f"/v1/referrals/{referral}"
    flagged_s = wait_until(lambda: read(officer, path)["changed"] == ["hours"])
    gone_s = wait_until(lambda: not listed(platform, worker, post))
    told = read(officer, path)
    looked = step(officer, referral, "check")

    assert max(flagged_s, gone_s) < 5
    assert told["state"] == "sent"
    assert looked["changed"] == []


def test_who_withdraws_is_put_forward_no_longer(platform: Platform) -> None:
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="退出的岗")
    worker = a_new_worker(platform, "不找了")
    referral = put_forward(officer, worker, post)
    write(officer, f"/v1/workers/{worker}/withdraw", {"kind": "no_match"})
    path = f"/v1/referrals/{referral}"
    wait_until(lambda: read(officer, path)["cause"] == "withdrawn")
    again = officer.post("/v1/referrals", {"worker": worker, "post": post})

    assert read(officer, path)["state"] == "ended"
    assert again.json()["type"] == "/problems/person-is-unknown"


def test_who_quits_frees_the_opening_and_teaches_why(platform: Platform) -> None:
    """L11."""
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="喷漆打磨", openings=1)
    worker = a_new_worker(platform, "闻不惯")
    placed = place(officer, wanted_by_both(officer, worker, post), days_ago=3)
    path = f"/v1/placements/{placed['placement']}"
    left = {"ended": "2026-01-01", "cause": "fumes", "asked": True}
    wrong = officer.post(f"{path}/end", left)
    began = read(officer, path)["started"]
    ended = write(officer, f"{path}/end", {**left, "ended": began})
    reopened = read(officer, f"/v1/posts/{post}")
    again = officer.post("/v1/referrals", {"worker": worker, "post": post})
    facts = read(officer, f"/v1/workers/{worker}/facts")
    told = {fact["field"]: fact["value"] for fact in facts}

    assert wrong.status_code == 422
    assert (ended["cause"], ended["learnt"]) == ("fumes", True)
    assert (reopened["state"], reopened["filled"]) == ("published", 0)
    assert again.json()["type"] == "/problems/left-recently"
    assert told["vetoes"] == ["气味大"]
    assert read(officer, f"/v1/workers/{worker}")["state"] == "looking"


def test_after_ninety_days_somebody_asks_and_only_answers_count(
    platform: Platform,
) -> None:
    """L12, without its claim line."""
    officer = platform.person("coordinator")
    post = a_new_post(platform, title="长期工", openings=5)
    workers = [a_new_worker(platform, name) for name in ("留下", "走了", "没问")]
    placed = [
        place(officer, wanted_by_both(officer, worker, post), days_ago=91)["placement"]
        for worker in workers
    ]
    due = read(officer, f"/v1/placements/{placed[0]}")["checks_due"]
    before = stable_at_90(platform)
    check(platform, placed[0], "working")
    check(platform, placed[1], "left")
    check(platform, placed[2], "unreached")
    after = stable_at_90(platform)
    early = officer.post(
        f"/v1/placements/{placed[0]}/checks", {"day": 180, "outcome": "working"}
    )

    assert due == [7, 30, 90]
    assert read(officer, f"/v1/placements/{placed[0]}")["checks_due"] == [7, 30]
    assert read(officer, f"/v1/placements/{placed[2]}")["checks_due"] == [7, 30, 90]
    assert [after[name] - before[name] for name in ("working", "left", "unknown")] == [
        1,
        1,
        -2,
    ]
    assert early.json()["type"] == "/problems/check-too-early"


def check(platform: Platform, placement: str, outcome: str) -> None:
    body = {"day": 90, "outcome": outcome}
    write(platform.person("coordinator"), f"/v1/placements/{placement}/checks", body)


def stable_at_90(platform: Platform) -> dict[str, Any]:
    told = read(platform.person("coordinator"), "/v1/placements/figures", area=VILLAGE)
    return next(row for row in told["stability"] if row["day"] == 90)


def test_an_employer_reads_a_handle_and_nobody(platform: Platform) -> None:
    officer, hr = platform.person("coordinator"), platform.person("hr")
    post = a_new_post(platform, title="只看编号")
    worker = a_new_worker(platform, "不露面")
    referral = put_forward(officer, worker, post)
    told = read(hr, "/v1/referrals", post=post)
    text = hr.get(f"/v1/referrals/{referral}").text
    refused = step(officer, referral, "refuse", refused_by="person", reason="health")
    after = read(hr, f"/v1/referrals/{referral}")

    assert [row["id"] for row in told] == [referral]
    assert [word for word in (worker, VILLAGE) if word in text] == []
    assert refused["refusal"] == "health"
    assert (after["state"], after["refusal"]) == ("refused", None)


def test_contact_data_come_with_the_yes_to_this_very_post(platform: Platform) -> None:
    officer, hr = platform.person("coordinator"), platform.person("hr")
    post, other = (a_new_post(platform, title=f"联系{n}") for n in "甲乙")
    worker = a_new_worker(platform, "肯接电话")
    draft = {"worker": worker, "post": post, "consent": "visit"}
    agreed = write(officer, "/v1/referrals", draft)["id"]
    before = hr.get(f"/v1/referrals/{agreed}").status_code
    step(officer, agreed, "send")
    told = read(hr, f"/v1/referrals/{agreed}")["applicant"]
    asked = write(officer, "/v1/referrals", {"worker": worker, "post": other})["id"]
    unasked = hr.get(f"/v1/referrals/{asked}").status_code
    step(officer, agreed, "refuse", refused_by="person", reason="far")
    after = read(hr, f"/v1/referrals/{agreed}")["applicant"]
    routes = platform.sql(
        "SELECT DISTINCT route FROM read_log WHERE worker = :worker AND role = 'hr'",
        worker=worker,
    )

    assert (before, unasked) == (404, 404)
    assert told == {"name": "肯接电话", "phone": "15400001234"}
    assert after is None
    assert routes == [("referral_by_id",)]


def test_an_employer_invites_by_handle_and_waits_for_the_yes(
    platform: Platform,
) -> None:
    officer, hr = platform.person("coordinator"), platform.person("hr")
    post = a_new_post(platform, title="请您来看看")
    worker = a_new_worker(platform, "被邀请")
    wait_until(lambda: listed(platform, worker, post))
    people = read(hr, f"/v1/posts/{post}/shortlist", limit=200)["items"]
    path = f"/v1/posts/{post}/invitations"
    invited = [write(hr, path, {"handle": item["handle"]}) for item in people]
    unknown = hr.post(path, {"handle": "0" * 20})
    groups = f"/v1/posts/{platform.county.group_post}/invitations"
    officers_ask = hr.post(groups, {"handle": "0" * 20})
    mine = read(officer, "/v1/referrals", post=post, worker=worker)[0]
    tasks = read(officer, "/v1/tasks", kind="ask_person", limit=200)
    agreed = step(officer, mine["id"], "agree", consent="phone")
    told = read(hr, f"/v1/referrals/{mine['id']}")

    assert {one["state"] for one in invited} == {"proposed"}
    assert [one for one in invited if one["applicant"]] == []
    assert unknown.status_code == 404
    assert officers_ask.json()["type"] == "/problems/officers-invite"
    assert [t["person"]["name"] for t in tasks if t["referral"] == mine["id"]] == [
        "被邀请"
    ]
    assert (agreed["state"], told["applicant"]["name"]) == ("sent", "被邀请")


def test_a_person_asks_and_answers_for_themselves(platform: Platform) -> None:
    worker, hr = platform.person("worker"), platform.person("hr")
    post = a_new_post(platform, title="自己报名")
    own = write(worker, "/v1/referrals", {"post": post})
    other = worker.post(
        "/v1/referrals",
        {"post": post, "worker": str(platform.county.other_town_worker)},
    )
    step(hr, own["id"], "offer")
    accepted = step(worker, own["id"], "accept")
    funnel = read(hr, f"/v1/posts/{post}/funnel")
    declined = step(worker, own["id"], "refuse", reason="far", shareable=True)

    assert (own["state"], own["consent"]["how"]) == ("sent", "self")
    assert other.status_code == 404
    assert accepted["state"] == "accepted"
    assert funnel["states"] == {"accepted": 1}
    assert declined["text"].endswith("本人决定不去了。")
