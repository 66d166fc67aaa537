"""Groups of assistance and certificates, and what belongs to neither."""

from datetime import date

import pytest

from common.contracts.codes import GROUPS
from common.intake.groups import Membership
from common.intake.groups import disabilities_in
from common.intake.groups import group_names
from common.intake.groups import groups_in
from common.intake.groups import site_kind_of
from common.intake.groups import target_groups_in


def codes(*words):
    return [dated.code for dated in groups_in(words).groups]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("低保户/五保", ["dibao", "extreme_poor"]),
        ("建档立卡户", ["lifted"]),
        ("貧困戶", ["lifted"]),
        ("脱贫户", ["lifted"]),
        ("脱贫不稳定户", ["lifted", "monitored"]),
        ("边缘易致贫户", ["monitored"]),
        ("突发严重困难户", ["monitored"]),
        ("监测户", ["monitored"]),
        ("特困供养", ["extreme_poor"]),
        ("高校毕业生", ["graduate"]),
        ("返乡农民工", ["returnee"]),
        ("退伍军人", ["veteran"]),
        ("残疾军人", ["veteran"]),
        ("零就业家庭成员", ["zero_employment"]),
        ("4050人员", ["large_age"]),
        ("失地农民", ["land_lost"]),
        ("易地搬迁户", ["relocated"]),
        ("失业一年以上", ["long_unemployed"]),
        ("残疾人:听力一级", ["disabled"]),
    ],
)
def test_names_of_every_era_mean_the_same_group(said, expected):
    assert codes(said) == expected


@pytest.mark.parametrize(
    "said",
    ["回族", "壮族", "汉族", "一般农户", "非脱贫户", "低保边缘", "老党员", "无", ""],
)
def test_origin_and_ordinary_households_are_no_group(said):
    assert codes(said) == []


def test_a_risk_that_is_over_counts_no_more():
    assert codes("监测户(2025年5月风险消除)") == []


def test_a_group_may_end_on_a_day():
    group = groups_in(["低保(有效期至2026-05-01)"]).groups[0]

    assert group.valid_until == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("残疾三级(肢)", (Membership("肢体", 3),)),
        ("聋哑", (Membership("听力"), Membership("言语"))),
        ("残疾人:听力一级", (Membership("听力", 1),)),
        ("听力残疾2级", (Membership("听力", 2),)),
        ("残疾人:肢体二级(右下肢)", (Membership("肢体", 2, "下肢"),)),
        ("肢体三级 左手", (Membership("肢体", 3, "上肢"),)),
        ("智力四级", (Membership("智力", 4),)),
        ("精神二级", (Membership("精神", 2),)),
        ("盲人", (Membership("视力"),)),
        ("99012119800229001743", (Membership("肢体", 3),)),
        ("99012119750115002221B1", (Membership("听力", 1),)),
        ("脱贫户", ()),
        ("无残疾", ()),
        ("高级工", ()),
    ],
)
def test_certificates_are_read_from_words_and_numbers(said, expected):
    assert disabilities_in(said) == expected


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        (["就业困难人员"], {"lifted", "monitored", "disabled", "large_age", "dibao"}),
        (["脱贫户", "监测户"], {"lifted", "monitored"}),
        (["残疾人"], {"disabled"}),
        (["大龄失业"], {"large_age"}),
    ],
)
def test_an_advert_may_name_many_groups_at_once(asked, some):
    assert some <= set(target_groups_in(asked))


def test_two_named_groups_are_two_and_not_more():
    assert target_groups_in(["脱贫户", "监测户"]) == ("lifted", "monitored")


def test_every_group_of_the_contract_has_a_name():
    assert set(group_names()) == set(GROUPS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("扶贫车间", "就业帮扶车间"), ("就业帮扶车间", "就业帮扶车间"), ("面馆", None)],
)
def test_old_names_of_sites_become_the_ones_in_force(said, expected):
    assert site_kind_of(said) == expected
