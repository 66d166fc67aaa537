"""Skills are heard in many tongues, and what is no skill is not."""

import pytest

from common.intake.skills import needs_in
from common.intake.skills import similarity
from common.intake.skills import skills
from common.intake.skills import skills_in
from common.intake.titles import titles


def codes(text):
    return [held.code for held in skills_in(text)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("會車縫、拷克", ["sewing", "overlock"]),
        ("电汗工有本本", ["welding"]),
        ("挖机师付", ["excavator"]),
        ("踩高速平车", ["sewing"]),
        ("锁扣眼", ["overlock"]),
        ("做过全件", ["whole_garment"]),
        ("剪线头", ["thread_trimming"]),
        ("纳鞋垫", ["needlework"]),
        ("绣十字绣", ["embroidery"]),
        ("剖篾", ["bamboo_weaving"]),
        ("编竹筐", ["bamboo_weaving"]),
        ("打草鞋", ["straw_weaving"]),
        ("穿珠子", ["beading"]),
        ("绕过线圈", ["coil_winding"]),
        ("做过电子厂", ["electronics_assembly"]),
        ("流水线三年", ["line_work"]),
        ("二保焊三年", ["welding"]),
        ("焊过铁门", ["welding"]),
        ("懂点电工", ["electrician"]),
        ("泥水活", ["masonry"]),
        ("提灰桶", ["site_labour"]),
        ("架模", ["formwork"]),
        ("扎钢筋", ["rebar"]),
        ("贴瓷砖6年", ["tiling"]),
        ("搞过装修", ["decoration"]),
        ("打家具", ["carpentry"]),
        ("铲铲车", ["loader"]),
        ("开过农用车", ["farm_machine"]),
        ("跑过外卖", ["food_delivery"]),
        ("送过快递", ["courier"]),
        ("做过保洁", ["cleaning"]),
        ("扫过街", ["cleaning"]),
        ("带过两个孙子", ["infant_care"]),
        ("带细伢子", ["infant_care"]),
        ("做了五年月嫂", ["midwife_care"]),
        ("照顾过瘫痪老人", ["elder_care"]),
        ("会做坝坝宴", ["canteen_cooking"]),
        ("会烧菜", ["home_cooking"]),
        ("洗过碗", ["kitchen_help"]),
        ("厨房打荷", ["kitchen_prep"]),
        ("包过饺子", ["pastry"]),
        ("端过菜", ["waiting"]),
        ("在超市收过银", ["cashier"]),
        ("卖过菜", ["selling"]),
        ("超市理货", ["shelf_stocking"]),
        ("看过仓库", ["warehouse"]),
        ("推拿（盲校毕业）", ["massage"]),
        ("干过保安", ["guarding"]),
        ("看山守水", ["forest_patrol"]),
        ("喂过猪", ["pig_raising"]),
        ("屋里喂了几十只鸡", ["poultry"]),
        ("放过羊", ["cattle_sheep"]),
        ("稻田养虾", ["aquaculture"]),
        ("种桑养蚕", ["sericulture"]),
        ("砍甘蔗", ["farming"]),
        ("割松脂", ["forestry"]),
        ("采过茶", ["tea_picking"]),
        ("炒茶", ["tea_making"]),
        ("剥桂圆", ["nut_shelling"]),
        ("熏腊肉", ["meat_smoking"]),
        ("熬酒", ["oil_rice"]),
        ("打砖", ["brick"]),
        ("Excel", ["spreadsheet"]),
        ("会电脑会打字", ["computer", "typing"]),
        ("会用抖音", ["video_editing"]),
        ("能挑一百斤", ["loading"]),
        ("什么都能干", ["general_labour"]),
    ],
)
def test_spoken_words_are_recognised(said, expected):
    assert codes(said) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("缝刃工", "sewing"),
        ("电汉", "welding"),
        ("砌转", "masonry"),
        ("二宝焊", "welding"),
    ],
)
def test_misspelt_words_are_recognised_less_surely(written, expected):
    held = skills_in(written)

    assert [(h.code, h.method, h.confidence < 1) for h in held] == [
        (expected, "misspelt", True)
    ]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "无",
        "没得手艺",
        "不会什么",
        "会讲普通话",
        "会打麻将",
        "没做过缝纫",
        "不会电脑、打字",
        "不能骑车开车",
        "想做直播运营",
        "回来照顾爹妈",
        "骑电动车",
        "属马的",
    ],
)
def test_what_is_no_skill_is_none(said):
    assert codes(said) == []


def test_a_no_ends_where_a_yes_begins():
    assert codes("不识字会缝纫") == ["sewing"]
    assert codes("会车缝衣服但不会锁边") == ["sewing"]


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("踩过两年平车", 2),
        ("开挖机8年", 8),
        ("平车做了十年", 10),
        ("平车", None),
    ],
)
def test_years_belong_to_the_skill_named_with_them(said, years):
    assert [held.years for held in skills_in(said)] == [years]


@pytest.mark.parametrize(
    ("asked", "code", "must", "years", "trainable"),
    [
        ("缝纫>=3年", "sewing", True, 3, False),
        ("缝纫|可学", "sewing", True, None, True),
        ("刺绣|肯学", "embroidery", True, None, True),
        ("打字>=40字/分", "typing", True, None, False),
        ("有面点经验优先", "pastry", False, None, False),
        ("挖机两年以上", "excavator", True, 2, False),
        ("做大锅饭", "canteen_cooking", True, None, False),
    ],
)
def test_what_employers_ask_is_read_with_its_terms(asked, code, must, years, trainable):
    need = needs_in([asked])[0]

    assert (need.code, need.must, need.years, need.trainable) == (
        code,
        must,
        years,
        trainable,
    )


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("sewing", "sewing", 1000, 1000),
        ("sewing", "overlock", 900, 900),
        ("midwife_care", "infant_care", 700, 700),
        ("bamboo_weaving", "straw_weaving", 800, 900),
        ("excavator", "loader", 700, 799),
        ("sewing", "welding", 0, 300),
        ("farming", "typing", 0, 0),
    ],
)
def test_likeness_follows_the_trades(one, other, least, most):
    known, table = similarity()

    assert least <= table[known.index(one)][known.index(other)] <= most


def test_likeness_is_symmetric_and_complete():
    known, table = similarity()

    assert list(known) == list(skills())
    assert [list(row) for row in zip(*table, strict=True)] == [list(r) for r in table]
    assert {table[i][i] for i in range(len(known))} == {1000}


def test_skills_name_only_titles_that_exist():
    named = {title for skill in skills().values() for title in skill.titles}

    assert named <= set(titles())
