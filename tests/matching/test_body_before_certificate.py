"""From what people state of their bodies to the verdict: own word first, paper last."""

from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.intake.posts import understand_post
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from services.matching.found import Found
from services.matching.index import Index
from services.matching.views import Views
from tests.matching.builders import HOME
from tests.matching.builders import TODAY
from tests.matching.builders import VILLAGE

NOBODY = UUID(int=0)
HOURS = [{"days": [1, 2, 3, 4, 5, 6], "start": "07:00", "end": "19:00"}]
SHIFTS = [{"days": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"}]
PERSON: dict[str, Any] = {
    "area": VILLAGE,
    "place": HOME,
    "birth": "1986-05-04",
    "sex": "female",
    "schooling": "初中",
    "hours": HOURS,
    "transport": ["电动车"],
    "skills": ["缝纫", "按摩", "手工"],
}
WORK: dict[str, Any] = {
    "title": "手工艺人",
    "area": VILLAGE,
    "place": HOME,
    "shifts": SHIFTS,
    "functions": [],
    "pay": {"min": 3000, "max": 4000, "unit": "month"},
}


def judged(worker: dict[str, Any], post: dict[str, Any]) -> Found:
    """A statement of each side, understood and judged."""
    person = understand_worker(
        StatedWorker.model_validate(PERSON | worker), id=UUID(int=1)
    )
    offer = understand_post(
        StatedPost.model_validate(WORK | post),
        id=UUID(int=2),
        employer=NOBODY,
        state="published",
    )
    return Index().explain(person, offer, TODAY)


def against(found: Found) -> set[str]:
    """The rules of body and safety that block, or caution where none blocks."""
    bodily = [r for r in found.rulings if r.rule.startswith(("body.", "safety."))]
    blocks = {r.rule for r in bodily if r.outcome is Outcome.BLOCK}
    return blocks or {r.rule for r in bodily if r.outcome is Outcome.CAUTION}


DEAF = {"categories": ["听力残疾一级"]}
PHONE = {"functions": ["HEAR:3"]}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], set[str], bool]] = [
    # What is said, the work, the rules against it, and whether they block.
    ("a certificate alone", DEAF, PHONE, {"body.HEAR"}, True),
    (
        "own word above the certificate",
        {**DEAF, "limits": ["耳背，戴助听器听得见"]},
        PHONE,
        {"body.HEAR"},
        False,
    ),
    (
        "no limb named",
        {"categories": ["肢体残疾二级"]},
        {"functions": ["STAND:3"]},
        set(),
        False,
    ),
    (
        "the leg named",
        {"categories": ["下肢残疾二级"]},
        {"functions": ["STAND:3"]},
        {"body.STAND"},
        True,
    ),
    (
        "the arm named says nothing of legs",
        {"categories": ["上肢残疾二级"]},
        {"functions": ["STAND:3"]},
        set(),
        False,
    ),
    (
        "a seated place for who cannot stand",
        {"categories": ["下肢残疾二级"]},
        {"functions": ["STAND:3"], "accommodations": ["可以坐着做"]},
        {"body.STAND"},
        False,
    ),
    (
        "wheelchair and ramp",
        {"limits": ["坐轮椅"]},
        {"functions": ["WALK:2"], "accommodations": ["门口有坡道"]},
        {"body.WALK"},
        False,
    ),
    (
        "wheelchair, no ramp",
        {"limits": ["坐轮椅"]},
        {"functions": ["WALK:2"]},
        {"body.WALK"},
        True,
    ),
    (
        "artificial leg and a ladder",
        {"limits": ["左腿假肢"]},
        {"functions": ["CLIMB:2"]},
        {"body.CLIMB"},
        True,
    ),
    (
        "a blind masseur",
        {"limits": ["全盲"]},
        {"title": "保健按摩师", "functions": ["two_hands"]},
        set(),
        False,
    ),
    (
        "blind at fine work",
        {"limits": ["全盲"]},
        {"functions": ["see_near"]},
        {"body.NEAR"},
        True,
    ),
    (
        "the pedal",
        {"categories": ["下肢残疾二级"]},
        {"functions": ["PEDAL:3"]},
        {"body.PEDAL"},
        True,
    ),
    (
        "a lever for the pedal",
        {"categories": ["下肢残疾二级"]},
        {"functions": ["PEDAL:3"], "accommodations": ["手控开关"]},
        {"body.PEDAL"},
        False,
    ),
    (
        "colours that must be told apart",
        {"limits": ["红绿色盲"]},
        {"functions": ["COLOR:3"]},
        {"body.COLOR"},
        True,
    ),
    ("no colours asked", {"limits": ["红绿色盲"]}, {}, set(), False),
    (
        "noise for what hearing is left",
        {"limits": ["听力下降"]},
        {"functions": ["NOISE:3"]},
        {"body.NOISE"},
        True,
    ),
    (
        "noise by certificate",
        {"categories": ["听力残疾四级"]},
        {"functions": ["NOISE:3"]},
        {"body.NOISE"},
        True,
    ),
    (
        "a little noise",
        {"limits": ["听力下降"]},
        {"functions": ["NOISE:1"]},
        set(),
        False,
    ),
    (
        "epilepsy and machines",
        {"limits": ["癫痫，吃药控制"]},
        {"hazards": ["machine"]},
        {"safety.hazard"},
        True,
    ),
    ("epilepsy at a table", {"limits": ["癫痫，吃药控制"]}, {}, set(), False),
    (
        "pregnant and chemicals",
        {"limits": ["怀孕五个月"]},
        {"hazards": ["chem_repro"]},
        {"safety.hazard"},
        True,
    ),
    ("pregnant at a table", {"limits": ["怀孕五个月"]}, {}, set(), False),
    (
        "hepatitis B in a kitchen",
        {"limits": ["乙肝携带者"]},
        {"title": "厨师", "functions": []},
        set(),
        False,
    ),
    (
        "a doctor's note",
        {"limits": ["医生说忌高处"]},
        {"hazards": ["height"]},
        {"safety.hazard"},
        True,
    ),
]


@pytest.mark.parametrize(
    ("worker", "post", "rules", "blocks"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_what_people_state_decides_as_reasoned(
    worker: dict[str, Any], post: dict[str, Any], rules: set[str], blocks: bool
) -> None:
    found = judged(worker, post)
    outcomes = {r.outcome for r in found.rulings if r.rule in rules}

    assert against(found) == rules
    assert (Outcome.BLOCK in outcomes) is blocks


def test_a_strictest_of_several_certificates_holds() -> None:
    both = {"categories": ["听力残疾四级", "视力残疾二级"]}

    assert against(judged(both, {"functions": ["see_near"]})) == {"body.NEAR"}


def test_an_employer_sees_the_pregnant_as_everybody_else() -> None:
    views = Views()
    for at, limits in ((1, []), (2, ["怀孕五个月"])):
        stated = StatedWorker.model_validate(PERSON | {"limits": limits})
        views.put_worker(understand_worker(stated, id=UUID(int=at)), 1)
    post = understand_post(
        StatedPost.model_validate(WORK | {"functions": ["STAND:3"]}),
        id=UUID(int=9),
        employer=NOBODY,
        state="published",
    )

    items = views.public().shortlist_for_post(post, today=TODAY).items
    told = {
        one.worker: [(r.rule, r.outcome, dict(r.numbers)) for r in one.rulings]
        for one in items
    }

    assert told[UUID(int=1)] == told[UUID(int=2)]
    assert {one.verdict for one in items} == {items[0].verdict}
    assert Verdict.UNFIT not in {one.verdict for one in items}
