"""A no is a no, a wish is a wish, and talk is neither."""

import pytest

from common.contracts.codes import TRAITS
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.refusals import avoided_in
from common.intake.refusals import refusals_in
from common.intake.refusals import wishes_in
from common.intake.titles import titles


@pytest.mark.parametrize(
    ("veto", "code"),
    [
        ("夜班", "night"),
        ("进厂", "factory"),
        ("进厂", "line_work"),
        ("不上流水线", "line_work"),
        ("机器", "machine"),
        ("猪肉", "pork"),
        ("养猪", "pork"),
        ("出远门", "migrate"),
        ("不去广东", "migrate"),
        ("加班", "overtime"),
        ("陪酒", "entertainment"),
        ("KTV", "entertainment"),
        ("工地", "construction"),
        ("高空", "height"),
        ("带小孩", "child_care"),
        ("伺候老人", "elder_care"),
        ("倒班", "rotating"),
        ("住厂", "live_in"),
        ("重活", "heavy"),
        ("打农药", "chemicals"),
        ("粉尘大的", "dust"),
        ("油烟", "smoke"),
        ("殡葬", "funeral"),
        ("不杀鸡", "slaughter"),
        ("打电话", "phone_calls"),
        ("晚上不行", "night"),
        ("吃斋，不碰荤", "pork"),
        ("不做上门的", "J111"),
        ("晒太阳", "outdoor"),
        ("保安", "J126"),
        ("保洁", "J123"),
        ("直播", "J146"),
        ("砖厂", "J053"),
    ],
)
def test_a_veto_rules_out_as_it_stands(veto, code):
    assert code in refusals_in([veto])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("打死不上夜班", ("night",)),
        ("不想进厂上流水线", ("factory", "line_work")),
        ("不碰猪肉，清真最好", ("pork",)),
        ("两公里以内，出不得远门", ("migrate",)),
        ("不喝酒陪客", ("alcohol", "entertainment")),
        ("莫叫我去工地", ("construction",)),
        ("夜班莫找我", ("night",)),
        ("除了夜班都行", ("night",)),
        ("只要不上夜班都可以", ("night",)),
        ("高处的活做不得", ("height",)),
        ("干不了重活", ("heavy",)),
        ("怕水，不敢下河", ("water",)),
    ],
)
def test_a_sentence_rules_out_where_it_says_no(said, expected):
    assert refusals_in([], said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "什么活都肯做",
        "不怕苦不怕累",
        "不怕上夜班",
        "我不挑活",
        "怕厂里嫌弃",
        "其余时间莫喊我",
        "平时走不开",
        "不会骑电动车",
        "不识字",
        "在厂里干过二十年",
        "工资不能低于三千",
        "",
    ],
)
def test_talk_rules_out_nothing(said):
    assert refusals_in([], said) == ()


@pytest.mark.parametrize("word", ["无", "没有", "都可以", "不限", "/"])
def test_an_empty_answer_is_no_veto(word):
    assert refusals_in([word]) == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("想看个门扫个地", "J126"),
        ("想看个门扫个地", "J123"),
        ("想进食品厂或食堂", "J071"),
        ("想进食品厂或食堂", "J134"),
        ("想做直播运营", "J145"),
        ("想学电焊", "J173"),
        ("想在家门口做点手工", "J038"),
        ("想当月嫂", "J113"),
        ("愿意学缝纫", "J001"),
        ("想找公益岗", "F"),
        ("想回老家种地", "E"),
        ("想坐办公室", "N"),
        ("想进厂", "factory"),
        ("求职：厨师", "J131"),
    ],
)
def test_a_wish_names_titles_groups_and_traits(said, code):
    assert code in wishes_in([], said)


@pytest.mark.parametrize(
    "said",
    [
        "长赤街上有活最好",
        "别的行当也行",
        "工资高点当然好",
        "想找个轻松点的",
        "想在屋里照顾老人",
        "找个能带娃的活",
        "不想进厂",
        "做过保安",
        "回来照顾爹妈",
    ],
)
def test_a_place_a_duty_or_a_past_is_no_wish(said):
    assert wishes_in([], said) == ()


def test_listed_wishes_need_no_word_of_wishing():
    assert {"J126", "J001"} <= set(wishes_in(["看门", "缝纫"]))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("高血压:忌高处/高温/熬夜", {"height", "heat", "night"}),
        ("忌高处/驾驶/机器/水边", {"height", "vehicle", "traffic", "machine", "water"}),
        ("医生说不能动机器、不能近水", {"machine", "water"}),
        ("忌粉尘、噪声", {"dust", "noise"}),
        ("身体健康", set()),
    ],
)
def test_what_a_doctor_forbids_is_dangerous(said, expected):
    assert set(avoided_in(said)) == expected


def test_circumstances_use_only_known_codes():
    known = {*TRAITS, *titles(), *(title.group for title in titles().values())}

    for row in rows("circumstances.csv"):
        named = {*cell(row["refused"]), *cell(row["wished"]), *cell(row["avoided"])}
        assert named <= known
        assert set(cell(row["avoided"])) <= set(TRAITS)
