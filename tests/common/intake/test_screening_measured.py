"""The screening on sentences and disguises that share nothing with it, by figures."""

import ast
import json
import os
from datetime import date
from pathlib import Path

import pytest

from benchmarks.screening import __main__ as screening
from benchmarks.screening.disguises import LAWFUL
from benchmarks.screening.disguises import sentences
from common.intake.exchange import read_exchange
from common.intake.vetting import hits_in
from deploy.sample.county import county

FOLDER = Path(screening.__file__).parent
GRADED = Path(__file__).parents[4] / "shared/data/judgement/judgements_dev.json"


@pytest.fixture(scope="module")
def graded():
    """The graded file; it lies outside the project."""
    if not GRADED.exists() and not os.environ.get("CI"):
        pytest.skip(f"{GRADED.name} lies outside the project")
    return json.loads(GRADED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kept", [False, True])
def test_nearly_all_bad_adverts_are_found_and_lawful_ones_left(kept):
    figures = screening.figures(screening.outcomes(kept=kept))

    assert figures["bad"] > 400
    assert figures["lawful"] > 400
    assert figures["recall"] >= 0.95
    assert figures["precision"] >= 0.98


def test_there_are_many_sentences_of_many_kinds():
    told = list(sentences())
    bad = [one for one in told if one.kind != LAWFUL]

    assert len(bad) >= 150
    assert len({one.kind for one in bad}) == 21
    assert len(told) - len(bad) >= 140


def test_what_measures_shares_nothing_with_what_is_measured():
    imported = {
        node.module
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }

    assert {name for name in imported if name and name.startswith("common")} == {
        "common.intake.screening"
    }


def test_of_the_graded_posts_exactly_the_flagged_ones_are_refused(graded):
    flagged = {post["id"] for post in graded["posts"] if post["compliance_flags"]}
    hits = {key: hits_in(post) for key, post in read_exchange(graded).posts.items()}

    found = {key for key, of_post in hits.items() if of_post}
    refused = {
        key for key, of_post in hits.items() if any(not hit.doubtful for hit in of_post)
    }
    assert len(flagged) == 4
    assert found == refused == flagged


def test_every_published_post_of_the_sample_county_passes():
    drawn = county(today=date(2026, 3, 10), seed=7, worker_count=50, post_count=2000)
    shown = [post.stated for post in drawn.posts if post.stated.state != "draft"]

    assert len(shown) > 1900
    assert [(one.title, hits_in(one)) for one in shown if hits_in(one)] == []
