"""When the farm leaves time, out of words and out of a ledger's cell."""

from uuid import UUID

import pytest

from common.intake.cells import READERS
from common.intake.farming import farm_in
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from common.law import rules_above
from services.matching.columns import encode_worker
from services.matching.knowledge import product_knowledge
from tests.matching.builders import VILLAGE
from tests.matching.builders import a_worker
from tests.matching.builders import free
from tests.matching.builders import span

HEADER = "key,value,unit,area,valid_from,valid_until,citation,examples\n"


@pytest.mark.parametrize(
    ("said", "farm"),
    [
        ("农闲有空，农忙要回家", "slack"),
        ("双抢走不开，别的时候都行", "slack"),
        ("除了农忙都能来", "slack"),
        ("冬闲出来做点事", "slack"),
        ("收谷那阵子不行", "slack"),
        ("只在农忙帮人收割", "busy"),
        ("农忙才出来打短工", "busy"),
        ("农忙也照样上班", None),
        ("做过十年缝纫", None),
    ],
)
def test_what_is_said_of_the_farm_is_heard(said: str, farm: str | None) -> None:
    assert farm_in(said) == farm


def stated(**facts: object) -> StatedWorker:
    hours = [{"days": [1, 2, 3, 4, 5, 6], "start": "07:00", "end": "18:00"}]
    return StatedWorker.model_validate({"hours": hours, "area": VILLAGE, **facts})


def test_months_that_were_named_stand_above_the_farm() -> None:
    only = understand_worker(stated(said="农闲有空"), id=UUID(int=1))
    named = understand_worker(stated(said="农闲有空", months=[1, 2]), id=UUID(int=1))

    assert only.week is not None
    assert (only.week.farm, only.week.months) == ("slack", None)
    assert named.week is not None
    assert (named.week.farm, named.week.months) == (None, (1, 2))


def test_a_ledger_may_say_the_farm_instead_of_months() -> None:
    read = READERS["months"]

    assert read("农闲") == {"farm": "slack"}
    assert read("冬月腊月") == {"months": (11, 12)}


def months_of(lines: str, area: str | None, farm: str) -> set[int]:
    """The months in which somebody is free, as the kernel has them."""
    rules = rules_above({"c.csv": (HEADER + lines).encode()}) if lines else None
    worker = a_worker(area=area, week=free(span("07:00-18:00"), farm=farm))
    row = encode_worker(worker, product_knowledge(rules).encoder()).row
    mask = row["months"]
    return {month for month in range(1, 13) if mask < 0 or mask >> (month - 1) & 1}


def test_the_province_the_county_and_the_village_have_calendars() -> None:
    county = "farm_busy,5 9,月,430903,2026-01-01,,县农业农村局,5=yes\n"
    village = county + f"farm_busy,12,月,{VILLAGE},2026-01-01,,村委会,\n"

    assert months_of("", VILLAGE, "slack") == set(range(1, 13)) - {4, 7, 10}
    assert months_of("", VILLAGE, "busy") == {4, 7, 10}
    assert months_of(county, VILLAGE, "slack") == set(range(1, 13)) - {5, 9}
    assert months_of(village, VILLAGE, "slack") == set(range(1, 12))


def test_where_no_calendar_is_known_the_whole_year_is_open() -> None:
    assert months_of("", "110101001001", "slack") == set(range(1, 13))
    assert months_of("", None, "slack") == set(range(1, 13))
