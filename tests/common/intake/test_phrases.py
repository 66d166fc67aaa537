"""Words of villagers and of those who hire: 282 phrases that reach the right codes."""

import csv
from pathlib import Path

import pytest

from common.intake.functions import limits_in
from common.intake.refusals import refusals_in
from common.intake.skills import skills_in

FILE = Path(__file__).parent / "phrases.csv"


def codes(text):
    return {code for code in text.split("|") if code}


def phrases(kind):
    rows = csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())
    return [
        pytest.param(row["text"], codes(row["codes"]), codes(row["also"]), id=str(at))
        for at, row in enumerate(rows, 2)
        if row["kind"] == kind
    ]


def is_right(found, wanted, also):
    """All that is wanted (any, where `also` repeats it) and nothing beside `also`."""
    wanted_found = wanted & found if wanted & also else wanted <= found
    return bool(wanted_found or not wanted) and found <= wanted | also


@pytest.mark.parametrize(("text", "wanted", "also"), phrases("skill"))
def test_a_skill_is_understood(text, wanted, also):
    found = {skill.code for skill in skills_in(text)}

    assert is_right(found, wanted, also), found


@pytest.mark.parametrize(("text", "wanted", "also"), phrases("refusal"))
def test_a_refusal_is_understood(text, wanted, also):
    found = set(refusals_in([], text))

    assert is_right(found, wanted, also), found


@pytest.mark.parametrize(("text", "wanted", "also"), phrases("limit"))
def test_a_limit_is_understood(text, wanted, also):
    body = limits_in([text], {})
    found = set(body.limits) | set(body.unsafe)

    # One saying limits much at once, but being well limits nothing.
    assert found >= wanted
    assert bool(found) == bool(wanted)
