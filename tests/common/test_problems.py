"""Failures speak to people in their language and keep secrets."""

from re import findall

import pytest

from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from common.problems import Unavailable
from common.problems import answer
from common.problems import kebab
from common.texts import language
from common.texts import say
from common.texts import sentences

PROBLEM = "application/problem+json"


class BoothIsTaken(Conflict):
    """A problem without a text of its own."""


def test_every_sentence_stands_in_both_languages():
    assert set(sentences("zh")) == set(sentences("en"))


def numbers_of(lang):
    """What each sentence names; `law_en` is the same law under its English name."""
    named = {key: findall(r"{(\w+)", s) for key, s in sentences(lang).items()}
    return {key: {n.removesuffix("_en") for n in names} for key, names in named.items()}


def test_both_languages_use_the_same_numbers():
    assert numbers_of("zh") == numbers_of("en")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "zh"),
        ("", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.4, zh-TW;q=0.5", "zh"),
        ("fr, en;q=0.1", "en"),
        ("en;q=nonsense, zh;q=0.1", "zh"),
        ("en;q=0", "zh"),
    ],
)
def test_the_best_known_language_is_spoken(accept, expected):
    assert language(accept) == expected


def test_a_sentence_without_its_number_is_our_own_mistake():
    with pytest.raises(KeyError):
        say("problem.too-many", "zh")


def test_a_class_name_becomes_a_public_type():
    assert kebab("PostIsFull") == "post-is-full"


def test_a_problem_without_text_speaks_with_that_of_its_kind():
    body = answer(BoothIsTaken(left=0), "en").body

    assert b'"type":"/problems/booth-is-taken"' in body
    assert b'"title":"Booth is taken"' in body
    assert b"changed a moment ago" in body
    assert b'"left":0' in body


def test_a_number_cannot_replace_the_problems_own_fields():
    assert b'"status":409' in answer(Conflict(status=200)).body


def test_waiting_time_becomes_a_header():
    assert answer(Unavailable(retry_after_s=7)).headers["retry-after"] == "7"


def test_invalid_names_every_field_in_the_language_of_the_caller():
    problem = Invalid(
        FieldError("pay.min", "field.greater_than_equal", {"ge": 12}),
        FieldError("title", "field.unheard_of"),
    )

    body = answer(problem, "en").body

    assert b'{"field":"pay.min","message":"This must be at least 12."}' in body
    assert b'{"field":"title","message":"This is not right."}' in body
    assert b"2 entries are wrong." in body


async def test_a_wrong_draft_lists_every_wrong_field(sample, bearer):
    draft = {"title": "x", "area": "５１１９２２１００２０１", "openings": 0}

    refused = await sample.post("/posts", json=draft, headers=bearer("sample"))

    assert refused.status_code == 422
    assert refused.headers["content-type"] == PROBLEM
    assert refused.json()["errors"] == [
        {"field": "title", "message": "至少要 2 个字。"},
        {"field": "area", "message": "格式不对。"},
        {"field": "openings", "message": "不能小于 1。"},
    ]


async def test_a_wrong_method_still_names_the_right_ones(sample):
    refused = await sample.delete("/posts")

    assert refused.status_code == 405
    assert refused.headers["allow"] in ("GET", "POST", "GET, POST", "POST, GET")
    assert refused.json()["type"] == "/problems/method-not-allowed"


async def test_an_unknown_path_is_not_found(sample):
    refused = await sample.get("/nowhere", headers={"Accept-Language": "en"})

    assert refused.json()["type"] == "/problems/not-found"
    assert refused.headers["content-language"] == "en"


async def test_our_own_mistake_tells_nothing(sample):
    broken = await sample.get("/probes/broken")

    assert broken.status_code == 500
    assert broken.json()["type"] == "/problems/fault"
    assert "15412345678" not in broken.text
