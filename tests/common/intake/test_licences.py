"""Papers are read with their dates; what they cover, and what an employer requires."""

from datetime import date

import pytest

from common.intake.licences import LONG_PAST
from common.intake.licences import covers
from common.intake.licences import licences_demanded
from common.intake.licences import licences_in
from common.intake.licences import required_licences_in


def first(text):
    return licences_in([text])[0]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("健康证(有效)", "health_card"),
        ("電汗工有本本", "welding"),
        ("焊工证", "welding"),
        ("熔化焊接与热切割作业证", "welding"),
        ("特种作业证(焊接)", "welding"),
        ("低压电工证", "electric_low"),
        ("高压电工作业证", "electric_high"),
        ("高空作业证", "height_work"),
        ("叉车证", "forklift_n1"),
        ("挖机有证", "excavator"),
        ("装载机操作证", "loader"),
        ("收割机驾驶证", "tractor_harvester"),
        ("保安上岗证", "guard"),
        ("保育员证", "nursery"),
        ("育婴师证", "childcare"),
        ("月嫂证", "maternity_care"),
        ("厨师证(中级)", "cook"),
        ("中级面点师证", "pastry_cook"),
        ("保健按摩师证", "massage"),
        ("无人机证", "drone"),
        ("货运资格证", "freight_qualification"),
        ("Ｃ１驾照", "driving_c1"),
        ("驾照B2", "driving_b2"),
        ("摩托车E照", "driving_e"),
        ("锅炉司炉证", "boiler"),
        ("烟花爆竹特种作业证", "fireworks"),
        ("教师资格证", "teacher"),
    ],
)
def test_papers_are_recognised(said, code):
    assert first(said).code == code


@pytest.mark.parametrize(
    "said",
    ["没得证", "什么证都没有", "健康证正在办", "驾照", "退伍证", "无", "还没考驾照C1"],
)
def test_a_paper_that_is_not_there_or_not_clear_is_none(said):
    assert licences_in([said]) == ()


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("健康证(有效)", None),
        ("焊工证(有效期至2026-03-31)", date(2026, 3, 31)),
        ("B2驾驶证 2027.5到期", date(2027, 5, 31)),
        ("健康证2026年2月到期", date(2026, 2, 28)),
        ("健康证（已过期）", LONG_PAST),
        ("焊工证未年审", LONG_PAST),
        ("低压电工作业证(复审超期)", LONG_PAST),
        ("焊工证(2024年到期)", date(2024, 12, 31)),
        ("焊工证(2023年取得)", None),
    ],
)
def test_a_paper_holds_until_the_day_it_names(said, until):
    assert first(said).valid_until == until


def test_a_bigger_driving_licence_entitles_to_the_smaller():
    held = {paper.code for paper in licences_in(["驾照A1"])}

    assert {"driving_a1", "driving_b1", "driving_c1"} <= held
    assert "driving_a2" not in held


def test_of_one_paper_named_twice_the_longer_counts():
    papers = licences_in(["健康证(过期)", "健康证(有效)"])

    assert [paper.valid_until for paper in papers] == [None]


@pytest.mark.parametrize(
    ("held", "required", "expected"),
    [
        ("driving_b2", "driving_c1", True),
        ("driving_c1", "driving_b2", False),
        ("driving_c1", "driving_c1", True),
        ("driving_a1", "driving_a2", False),
        ("driving_a2", "driving_b2", True),
        ("medical_massage", "massage", True),
        ("nonsense", "massage", False),
    ],
)
def test_covering_is_not_mutual(held, required, expected):
    assert covers(held, required) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("育婴员", ("childcare",)),
        ("健康证", ("health_card",)),
        ("焊接与热切割作业证", ("welding",)),
        ("低压电工作业证", ("electric_low",)),
        ("叉车N1证", ("forklift_n1",)),
        ("货运从业资格证", ("freight_qualification",)),
        ("拖拉机联合收割机驾驶证", ("tractor_harvester",)),
        ("B2/A2驾驶证", ("driving_b2",)),
        ("驾照", ("driving_c1",)),
        ("面点证优先", ()),
        ("保安员证厂里办", ()),
        ("无需健康证", ()),
    ],
)
def test_a_wish_is_no_requirement(asked, expected):
    assert required_licences_in([asked]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("带宝宝，必须有育婴员证、健康证。", ("childcare", "health_card")),
        ("仓库叉车，两班倒，必须有N1证。", ("forklift_n1",)),
        ("有面点证优先，凌晨到岗", ()),
        ("须持有效特种作业操作证", ()),
        ("坐着剪线头", ()),
    ],
)
def test_sentences_say_what_one_must_have(text, expected):
    assert licences_demanded(text) == expected
