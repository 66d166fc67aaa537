"""Postings, stations, bands and what an employer may see: values without a server."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.matching import Match
from common.contracts.matching import Reason
from common.contracts.matching import Shortlist
from common.contracts.values import Pay
from gateway.accounts.domain import NoPosting
from gateway.accounts.domain import Posting
from gateway.accounts.domain import Role
from gateway.accounts.domain import posting_for
from gateway.accounts.domain import stations_over
from gateway.shortlists.domain import band_of
from gateway.shortlists.domain import employer_match
from gateway.shortlists.domain import employer_shortlist
from gateway.shortlists.domain import handle_of
from gateway.shortlists.domain import pay_text

TODAY = date(2026, 11, 21)
POST, OTHER_POST, WORKER = UUID(int=1), UUID(int=2), UUID(int=3)
KEY = b"k" * 32


def a_posting(
    number: int = 1,
    role: Role = "township",
    begins: date = date(2026, 1, 1),
    ends: date | None = None,
) -> Posting:
    return Posting(UUID(int=number), role, "430903105000", None, begins, ends)


def a_reason(rule: str, outcome: Outcome) -> Reason:
    return Reason(
        rule=rule, outcome=outcome, numbers={"kg": 25}, text=f"text of {rule}"
    )


def a_match(*reasons: Reason, **changed: Any) -> Match:
    told: dict[str, Any] = {
        "worker": WORKER,
        "post": POST,
        "verdict": Verdict.CONDITIONAL,
        "score": 71234,
        "minutes": 23,
        "mode": "walk",
        "parts": (),
        "reasons": reasons,
        "change": None,
        **changed,
    }
    return Match(**told)


def a_shortlist(total: int) -> Shortlist:
    return Shortlist(
        data_version="1", items=(a_match(),), total=total, next=None, questions=()
    )


def test_a_posting_that_ended_yesterday_gives_nothing_today() -> None:
    ended = a_posting(ends=date(2026, 11, 20))

    with pytest.raises(NoPosting):
        posting_for((ended,), TODAY)


def test_a_posting_holds_on_its_last_day_and_its_first() -> None:
    last = a_posting(ends=TODAY)
    first = a_posting(begins=TODAY)

    assert posting_for((last,), TODAY) is last
    assert posting_for((first,), TODAY) is first


def test_a_posting_of_tomorrow_gives_nothing_today() -> None:
    with pytest.raises(NoPosting):
        posting_for((a_posting(begins=date(2026, 11, 22)),), TODAY)


def test_one_of_two_postings_is_chosen_and_never_both() -> None:
    first, second = a_posting(1, "coordinator"), a_posting(2, "county")

    assert posting_for((first, second), TODAY) is first
    assert posting_for((first, second), TODAY, asked=second.id) is second


def test_an_ended_posting_cannot_be_asked_for() -> None:
    ended = a_posting(2, "county", ends=date(2026, 11, 20))

    with pytest.raises(NoPosting):
        posting_for((a_posting(1), ended), TODAY, asked=ended.id)


def test_stations_are_asked_from_the_village_upwards() -> None:
    assert stations_over("430903105201") == (
        "430903105201",
        "430903105000",
        "430903000000",
        "430900000000",
        "430000000000",
    )


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (0, "0-15"),
        (15, "0-15"),
        (16, "15-30"),
        (30, "15-30"),
        (60, "30-60"),
        (61, "over-60"),
        (None, "unknown"),
    ],
)
def test_an_employer_reads_travel_as_a_band(minutes: int | None, band: str) -> None:
    assert band_of(minutes) == band


def test_a_handle_is_stable_for_a_post_and_differs_between_posts() -> None:
    once = handle_of(KEY, POST, WORKER)

    assert once == handle_of(KEY, POST, WORKER)
    assert once != handle_of(KEY, OTHER_POST, WORKER)
    assert once != handle_of(b"q" * 32, POST, WORKER)


@pytest.mark.parametrize(
    "rule",
    [
        "body.LIFT",
        "body.asked",
        "safety.hazard",
        "eligible.group",
        "law.over_age",
        "pay.floor",
        "reach.asked",
        "veto.refused",
        "open.worker",
    ],
)
def test_an_employer_sees_nothing_of_the_body_or_of_the_persons_standing(
    rule: str,
) -> None:
    seen = employer_match(a_match(a_reason(rule, Outcome.CAUTION)), KEY, "zh")

    assert seen.reasons == ()
    assert seen.verdict == Verdict.FIT


def test_an_employer_sees_what_concerns_the_work() -> None:
    late = a_reason("week.hours", Outcome.CAUTION)
    lift = a_reason("body.LIFT", Outcome.UNKNOWN)
    seen = employer_match(a_match(late, lift), KEY, "zh")

    assert seen.reasons == ("text of week.hours",)
    assert seen.verdict == Verdict.CONDITIONAL


def test_nothing_in_an_employers_match_names_the_worker_or_the_score() -> None:
    told = employer_match(a_match(), KEY, "zh").model_dump_json()

    assert str(WORKER) not in told
    assert "71234" not in told
    assert "23" not in told.replace(handle_of(KEY, POST, WORKER), "")


def test_fewer_than_five_people_are_not_counted_for_an_employer() -> None:
    few = employer_shortlist(a_shortlist(4), KEY, "zh", counts_only=False)
    five = employer_shortlist(a_shortlist(5), KEY, "zh", counts_only=False)

    assert (few.total, five.total) == (None, 5)


def test_posts_with_target_groups_show_an_employer_counts_only() -> None:
    seen = employer_shortlist(a_shortlist(12), KEY, "zh", counts_only=True)

    assert (seen.items, seen.total) == ((), 12)
    assert "12" in seen.text


@pytest.mark.parametrize(
    ("pay", "text"),
    [
        (Pay(min=2300, max=2800, unit="month"), "每月 2300–2800 元（按月算）"),
        (Pay(min=120, max=120, unit="day"), "每天 120 元（按天算）"),
        (Pay(min=15.5, max=15.5, unit="hour"), "每小时 15.5 元（按小时算）"),
        (Pay(min=0.8, max=0.8, unit="piece"), "每件 0.8 元（计件）"),
        (None, "工资面议，请打电话问清"),
    ],
)
def test_pay_is_told_with_how_it_is_counted(pay: Pay | None, text: str) -> None:
    assert pay_text(pay, "zh") == text


def test_the_order_of_an_employers_list_tells_no_hidden_caution() -> None:
    careful = a_match(a_reason("body.STAND", Outcome.CAUTION)).model_copy(
        update={"worker": OTHER_POST, "verdict": Verdict.CONDITIONAL, "score": 80_000}
    )
    late = a_match(a_reason("week.hours", Outcome.CAUTION))
    found = a_shortlist(5).model_copy(update={"items": (a_match(), late, careful)})
    seen = employer_shortlist(found, KEY, "zh", counts_only=False)

    assert [item.verdict for item in seen.items] == ["fit", "fit", "conditional"]
    assert seen.items[0].handle == handle_of(KEY, POST, OTHER_POST)
