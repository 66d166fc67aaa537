"""Every rule speaks Chinese and English, with its numbers filled in."""

from typing import Any

import pytest

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.codes import DEMANDS
from common.contracts.codes import GROUPS
from common.contracts.codes import MODES
from common.contracts.codes import TRAITS
from common.texts import Language
from common.texts import sentences
from services.matching.index import Index
from services.matching.kernel.outcomes import QUESTIONS
from services.matching.wording import sentence
from services.matching.wording import spoken
from tests.matching.builders import TODAY
from tests.matching.builders import VILLAGE
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import by
from tests.matching.builders import shifts
from tests.matching.builders import span

BOTH: list[Language] = ["zh", "en"]
CODED = {
    "demand": DEMANDS,
    "trait": TRAITS,
    "group": GROUPS,
    "mode": MODES,
    "accommodation": ACCOMMODATIONS,
    "question": QUESTIONS,
}


@pytest.mark.parametrize("lang", BOTH)
def test_every_code_has_a_word(lang: Language) -> None:
    told = sentences(lang)

    missing = [
        f"{family}.{code}"
        for family, codes in CODED.items()
        for code in codes
        if f"{family}.{code}" not in told
    ]

    assert missing == []


@pytest.mark.parametrize("lang", BOTH)
def test_no_sentence_shows_a_code_or_an_empty_bracket(lang: Language) -> None:
    found = Index().explain(
        a_worker(unsafe=("machine",), refused=("machine",), schooling="primary"),
        a_post(schooling="high", age_max=30, licences=("welding",), place=None),
        TODAY,
    )

    told = [
        sentence(one.rule, one.outcome.value, one.numbers, lang)
        for one in found.rulings
    ]

    assert len(told) > 20
    assert not [text for text in told if "_" in text or "{" in text or "（）" in text]


@pytest.mark.parametrize(
    ("mode", "facts", "said"),
    [
        ("ebike", {"minutes": 25}, "村里说，骑电动车约 25 分钟能到。"),
        ("ebike", {"minutes": 34}, "村里说，骑电动车要 34 分钟，比说的稍远一点。"),
        (
            "ebike",
            {"minutes": None},
            "村里说，骑电动车过不去（隔着河或者没有路、没有车）。",
        ),
        ("bus", {"minutes": 20, "last_min": 1000}, "末班车是 16:40，下班赶不上。"),
        ("bus", {"minutes": 20, "first_min": 500}, "头班车 8:20 才到，上班赶不上。"),
        (
            "bus",
            {"minutes": 20, "first_min": 500, "last_min": 1000},
            "班车只在 8:20 到 16:40 有车，上班下班都赶不上。",
        ),
    ],
)
def test_what_is_known_of_a_way_is_told_with_who_said_it(
    mode: str, facts: dict[str, Any], said: str
) -> None:
    worker = a_worker(reach=by(mode, 30))
    post = a_post(known_ways=[{"from_area": VILLAGE, "mode": mode, **facts}])
    told = Index().explain(worker, post, TODAY).rulings

    assert [
        sentence(one.rule, one.outcome.value, one.numbers, "zh")
        for one in told
        if one.rule.startswith("reach.")
    ] == [said]


def test_the_usual_last_bus_is_told_as_a_doubt() -> None:
    post = a_post(time=shifts(span("10:30-18:30")))
    told = Index().explain(a_worker(reach=by("bus", 60)), post, TODAY).rulings

    assert "末班车大约 18:00，下班可能赶不上，请先问清楚。" in [
        sentence(one.rule, one.outcome.value, one.numbers, "zh") for one in told
    ]


def test_codes_among_the_numbers_become_words() -> None:
    assert spoken({"what": "machine,height"}, "zh")["what"] == "危险机器、高处作业"
    assert spoken({"licences": "welding"}, "en")["licences"] != "welding"
    assert spoken({"day": 3}, "zh")["day"] == "星期三"
