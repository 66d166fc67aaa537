"""What posts need of a body, and what people say of theirs."""

import pytest

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.codes import DEMANDS
from common.contracts.codes import TRAITS
from common.contracts.people import Limit
from common.intake.functions import accommodations_in
from common.intake.functions import demands_in_text
from common.intake.functions import demands_of
from common.intake.functions import limits_in
from common.intake.functions import needed_by
from common.intake.lexicon import cell
from common.intake.lexicon import rows


def body(*words, **capabilities):
    return limits_in(words, capabilities)


@pytest.mark.parametrize(
    ("function", "demand", "level"),
    [
        ("two_hands", "HANDS", 3),
        ("fine_hands", "FINE", 3),
        ("see", "NEAR", 2),
        ("see_fine", "NEAR", 3),
        ("hear", "HEAR", 3),
        ("听得清", "HEAR", 3),
        ("speak", "SPEAK", 3),
        ("stand", "STAND", 3),
        ("walk_far", "WALK", 3),
        ("climb", "CLIMB", 3),
        ("lift15", "LIFT", 2),
        ("lift50", "LIFT", 3),
        ("read", "LEARN", 2),
        ("computer", "LEARN", 2),
        ("phone", "LEARN", 1),
        ("color", "COLOR", 3),
        ("ebike", "DRIVE", 3),
        ("foot_pedal", "PEDAL", 3),
        ("sit", "SIT", 3),
        ("STAND:2", "STAND", 2),
        ("CLIMB", "CLIMB", 3),
        ("登高", "CLIMB", 3),
    ],
)
def test_functions_become_demands(function, demand, level):
    assert needed_by([function]).demands[demand] == level


def test_functions_bring_loads_skills_and_languages():
    needed = needed_by(["lift25", "computer", "mandarin"])

    assert needed.lift_kg == 25
    assert needed.skills == ("computer",)
    assert needed.languages == ("mandarin",)


def test_a_word_that_nobody_knows_needs_nothing():
    assert needed_by(["冥想"]).demands == {}


@pytest.mark.parametrize(
    ("text", "demand", "level"),
    [
        ("坐着剪线头", "SIT", 3),
        ("坐着剪线头", "STAND", 0),
        ("剁椒装瓶流水线，站班", "STAND", 3),
        ("采木耳，多半蹲着", "BEND", 3),
        ("要登高焊", "CLIMB", 3),
        ("不识字也行", "LEARN", 0),
        ("要会填表、发微信照片", "LEARN", 2),
        ("会用手机扫码", "LEARN", 1),
        ("上高速养护，听得清哨音", "HEAR", 3),
        ("接电话回消息", "SPEAK", 3),
        ("只打字不打电话", "HEAR", 0),
        ("聋人也要", "HEAR", 0),
    ],
)
def test_sentences_say_what_is_needed_and_what_is_not(text, demand, level):
    assert demands_in_text(text).demands[demand] == level


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("一件25到30公斤", 30),
        ("搬箱15公斤上下", 15),
        ("一包四十斤", 20),
        ("按斤算，一天采五斤", None),
        ("坐着干", None),
    ],
)
def test_the_heaviest_single_load_is_read(text, load):
    assert demands_in_text(text).lift_kg == load


def test_a_heavy_load_is_a_demand_of_its_own():
    assert demands_in_text("一件25到30公斤").demands["LIFT"] == 3


def test_named_functions_stand_above_what_a_title_supposes():
    needed = demands_of("J126", ["see", "speak"], "坐班为主")

    assert needed.demands["SPEAK"] == 3
    assert "HEAR" not in needed.demands
    assert "STAND" not in needed.demands


def test_without_functions_the_title_supposes():
    assert demands_of("J001", None, "").demands["SIT"] == 3


def test_sight_is_supposed_of_every_title_that_does_not_free_from_it():
    assert demands_of("J119", None, "").demands.get("NEAR") is None
    assert demands_of("J123", None, "").demands["NEAR"] == 1


def test_a_trades_usual_night_says_nothing_of_this_post():
    assert "NIGHT" not in demands_of("J126", None, "").demands


def test_nobody_knows_is_not_nothing():
    assert demands_of(None, None, "") is None
    assert demands_of(None, (), "").demands == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("门口有坡道", "ramp"),
        ("坐着绕线圈", "seated"),
        ("写单子交代，聋哑师傅也带过", "written_instruction"),
        ("有社工陪", "buddy"),
        ("时间自己定", "flexible_hours"),
        ("电脑装好读屏软件", "screen_reader"),
        ("店内有盲道", "tactile_path"),
        ("长白班", "fixed_day"),
        ("折纸盒，有车接", "transport"),
    ],
)
def test_what_employers_make_easier_is_heard(text, code):
    assert code in accommodations_in(text)


@pytest.mark.parametrize(
    ("said", "demand", "limit"),
    [
        ("听不见", "HEAR", Limit(block_at=3, caution_at=1)),
        ("聋哑，会手语", "SPEAK", Limit(block_at=2, caution_at=1)),
        ("耳背", "HEAR", Limit(caution_at=2)),
        ("左耳聋", "HEAR", Limit(caution_at=2)),
        ("不能说话", "SPEAK", Limit(block_at=2, caution_at=1)),
        ("口吃", "SPEAK", Limit(block_at=3, caution_at=2)),
        ("全盲", "NEAR", Limit(block_at=2, caution_at=1)),
        ("一只眼看不见", "NEAR", Limit(caution_at=3)),
        ("红绿色盲", "COLOR", Limit(block_at=2, caution_at=1)),
        ("轮椅", "STAND", Limit(block_at=2, caution_at=1)),
        ("轮椅", "CLIMB", Limit(block_at=1)),
        ("左腿小儿麻痹", "WALK", Limit(block_at=3, caution_at=2)),
        ("不能久站", "STAND", Limit(block_at=3, caution_at=2)),
        ("左手残疾，只有右手能用", "HANDS", Limit(block_at=3, caution_at=1)),
        ("右手缺三个手指", "FINE", Limit(block_at=3, caution_at=2)),
        ("腰不好不能搬重", "LIFT", Limit(block_at=3, caution_at=2)),
        ("不能弯腰", "BEND", Limit(block_at=2, caution_at=1)),
        ("恐高", "CLIMB", Limit(block_at=3, caution_at=2)),
        ("不识字", "LEARN", Limit(block_at=2, caution_at=1)),
        ("智力障碍，需有人带", "LEARN", Limit(block_at=2, caution_at=1)),
        ("不会骑车", "DRIVE", Limit(block_at=2, caution_at=1)),
    ],
)
def test_what_people_say_of_their_bodies_sets_limits(said, demand, limit):
    assert body(said).limits[demand] == limit


@pytest.mark.parametrize(
    ("said", "traits"),
    [
        ("高血压:忌高处/高温/熬夜", {"height", "heat", "night"}),
        ("血压有点高，医生说不能熬夜", {"height", "night"}),
        (
            "癫痫(服药控制):忌高处/驾驶/机器/水边/明火独处",
            {"height", "vehicle", "machine", "water", "open_fire"},
        ),
        ("心脏搭过桥", {"heavy", "cold", "height"}),
        ("矽肺", {"dust", "smoke"}),
        ("哮喘", {"dust", "irritant"}),
        ("怀孕五个月", {"chem_repro", "radiation", "heavy", "height", "cold"}),
        ("怀孕7个月", {"night", "overtime"}),
        ("还在喂奶", {"chem_repro", "radiation", "night"}),
        ("腰椎间盘突出", {"heavy"}),
        ("对油漆过敏", {"chemicals", "irritant"}),
        ("不能沾冷水", {"cold", "wet"}),
        ("全盲", {"machine", "height", "traffic"}),
        ("红绿色盲", {"vehicle", "electric"}),
        ("怀孕6个月:不能久站/搬重/熬夜", {"heavy", "night", "chem_repro"}),
    ],
)
def test_what_could_do_harm_is_unsafe(said, traits):
    assert traits <= set(body(said).unsafe)


@pytest.mark.parametrize(
    ("capabilities", "trait"),
    [
        ({"height_safe": False}, "height"),
        ({"machine_safe": False}, "machine"),
        ({"drive_safe": False}, "vehicle"),
        ({"drive_safe": False}, "traffic"),
        ({"open_fire_alone_safe": False}, "open_fire"),
        ({"night_safe": False}, "night"),
        ({"dust_safe": False}, "dust"),
        ({"chem_safe": False}, "chem_repro"),
        ({"seizure_risk": True}, "machine"),
        ({"pregnant": True}, "chem_repro"),
        ({"pregnancy_months": 7}, "night"),
        ({"cognition": "needs_support"}, "machine"),
    ],
)
def test_a_forms_answers_mean_what_words_mean(capabilities, trait):
    assert trait in limits_in((), capabilities).unsafe


@pytest.mark.parametrize(
    ("said", "capabilities"),
    [
        ("乙肝病原携带(肝功正常)", {"hbv_carrier_normal_liver": True}),
        ("乙肝大三阳", {}),
        ("艾滋病", {}),
        ("身体健康", {}),
        ("听力正常，视力正常", {"hear": "ok", "see": "ok"}),
        ("没有高血压", {"height_safe": True}),
        ("不恐高", {}),
        ("无", {}),
        ("会写字会手语", {"read": "yes"}),
        ("未满16周岁", {}),
    ],
)
def test_what_is_no_limit_is_none(said, capabilities):
    told = limits_in([said], capabilities)

    assert (told.limits, told.unsafe, told.bars) == ({}, (), ())


def test_of_two_sayings_the_stricter_limit_holds():
    assert body("耳背", "后来完全听不见").limits["HEAR"] == Limit(
        block_at=3, caution_at=1
    )


@pytest.mark.parametrize(
    ("said", "bars"),
    [
        ("刑满释放", ("no_conviction",)),
        ("盗窃判过刑", ("no_conviction",)),
        ("交通肇事判过缓刑", ()),
        ("无犯罪记录", ()),
        ("有前科", ("no_conviction",)),
    ],
)
def test_a_record_bars_from_its_check_alone(said, bars):
    assert body(said).bars == bars


def test_the_tables_use_only_known_codes():
    for row in rows("body.csv"):
        assert {part.split(":")[0] for part in cell(row["limits"])} <= set(DEMANDS)
        assert set(cell(row["unsafe"])) <= set(TRAITS)
    for row in rows("functions.csv"):
        assert {part.split(":")[0] for part in cell(row["demands"])} <= set(DEMANDS)
    assert {row["code"] for row in rows("accommodations.csv")} == set(ACCOMMODATIONS)
