"""Every rule speaks Chinese and English, with its numbers filled in."""

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
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

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


def test_codes_among_the_numbers_become_words() -> None:
    assert spoken({"what": "machine,height"}, "zh")["what"] == "危险机器、高处作业"
    assert spoken({"licences": "welding"}, "en")["licences"] != "welding"
    assert spoken({"day": 3}, "zh")["day"] == "星期三"
