"""Every question names a fact that decides: answering it changes the verdict."""

from typing import Any

import pytest

from common.contracts.codes import Verdict
from services.matching.index import Index
from tests.matching.builders import TODAY
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

# question, what is not known, the post, an answer that opens it, one that shuts it
Facts = dict[str, Any]
ASKED: list[tuple[str, Facts, Facts, Facts, Facts]] = [
    (
        "hours",
        {"week": None},
        {},
        {},
        {"week": {"windows": [{"days": (1,), "start_min": 0, "end_min": 60}]}},
    ),
    (
        "reach",
        {"reach": None},
        {},
        {},
        {"reach": {"modes": [{"mode": "walk"}], "max_km": 0.1}},
    ),
    (
        "live_in",
        {"reach": {"modes": [{"mode": "ebike"}], "max_km": 8.0}},
        {"time": {"live_in": True}},
        {"reach": {"modes": [{"mode": "ebike"}], "max_km": 8.0, "lodging": "county"}},
        {"reach": {"modes": [{"mode": "ebike"}], "max_km": 8.0, "lodging": "no"}},
    ),
    (
        "body",
        {"limits": None},
        {"demands": {"STAND": 3}},
        {"limits": {}},
        {"limits": {"STAND": {"block_at": 2}}},
    ),
    ("skills", {"skills": None}, {}, {}, {"skills": ()}),
    (
        "schooling",
        {"schooling": None},
        {"schooling": "junior"},
        {},
        {"schooling": "primary"},
    ),
    (
        "groups",
        {"groups": None},
        {"target_groups": ("lifted",)},
        {"groups": [{"code": "lifted"}]},
        {"groups": ()},
    ),
    (
        "licences",
        {"licences": None},
        {"licences": ("welding",)},
        {"licences": [{"code": "welding"}]},
        {"licences": ()},
    ),
    ("birth", {"birth": None}, {}, {}, {"birth": "2012-01-01"}),
    ("area", {"area": None}, {"residence": TOWNSHIP}, {}, {"area": "430903104201"}),
]


@pytest.mark.parametrize(("key", "unknown", "post", "opens", "shuts"), ASKED)
def test_answering_a_question_changes_the_verdict(
    key: str, unknown: Facts, post: Facts, opens: Facts, shuts: Facts
) -> None:
    index = Index()
    offer = a_post(**post)

    before = index.explain(a_worker(**unknown), offer, TODAY)
    yes = index.explain(a_worker(**opens), offer, TODAY)
    no = index.explain(a_worker(**shuts), offer, TODAY)

    assert before.verdict is Verdict.OPEN_QUESTION
    assert key in before.asked
    assert yes.verdict in (Verdict.FIT, Verdict.CONDITIONAL)
    assert no.verdict is Verdict.UNFIT


def test_somebody_of_whom_only_the_ledger_is_known_still_gets_a_list() -> None:
    index = Index()
    index.put_posts(
        [(a_post(id=f"00000000-0000-0000-0000-0000000010{n:02d}"), 1) for n in range(9)]
    )
    ledger_only = a_worker(
        week=None, reach=None, limits=None, skills=None, licences=None, groups=None
    )

    listing = index.shortlist_for_worker(ledger_only, today=TODAY, top=5)

    assert len(listing.items) == 5
    assert {one.verdict for one in listing.items} == {Verdict.OPEN_QUESTION}
    assert 1 <= len(listing.questions) <= 3
