"""Fraud and unlawful wishes are found in every disguise; lawful adverts are left."""

import pytest

from common.contracts.values import Pay
from common.intake.screening import flags_in_text
from common.intake.stated import StatedPost
from common.intake.vetting import flags_in


def firm(text):
    return [flag.code for flag in flags_in_text(text) if not flag.doubtful]


def doubtful(text):
    return [flag.code for flag in flags_in_text(text) if flag.doubtful]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("先交押金", "fraud_fee"),
        ("押 金300领料，做完返", "fraud_fee"),
        ("押.金三百", "fraud_fee"),
        ("交保证金500", "fraud_fee"),
        ("须缴纳保証金", "fraud_fee"),
        ("服装费200先交", "fraud_fee"),
        ("培訓費先交", "fraud_fee"),
        ("收取报名费", "fraud_fee"),
        ("入职交 300 元", "fraud_fee"),
        ("居家刷单员日结300", "fraud_brushing"),
        ("刷*单日结", "fraud_brushing"),
        ("刷dan员", "fraud_brushing"),
        ("涮单兼职", "fraud_brushing"),
        ("刷⭐单", "fraud_brushing"),
        ("点赞日结200", "fraud_brushing"),
        ("先垫付后返利", "fraud_brushing"),
        ("刷信誉", "fraud_brushing"),
        ("拉人头有提成", "pyramid"),
        ("动动手指日赚500", "fraud_scheme"),
        ("缅北高薪", "fraud_abroad"),
        ("商务公关佳丽", "vice"),
        ("限男", "unlawful_sex"),
        ("限 女", "unlawful_sex"),
        ("仅限男性", "unlawful_sex"),
        ("只招女工", "unlawful_sex"),
        ("招女服务员2名", "unlawful_sex"),
        ("女，18-45岁", "unlawful_sex"),
        ("男女比例1:1", "unlawful_sex"),
        ("女性勿扰", "unlawful_sex"),
        ("未婚未育", "unlawful_marital"),
        ("三年内不生育", "unlawful_marital"),
        ("要求已婚已育", "unlawful_marital"),
        ("乙肝勿扰", "unlawful_health"),
        ("無乙肝", "unlawful_health"),
        ("Ｈ Ｂ Ｖ携带者不要", "unlawful_health"),
        ("体检两对半", "unlawful_health"),
        ("残疾勿扰", "unlawful_disability"),
        ("要求无残疾", "unlawful_disability"),
        ("不要聋哑人", "unlawful_disability"),
        ("限汉族", "unlawful_origin"),
        ("少数民族勿扰", "unlawful_origin"),
        ("外地人勿扰", "unlawful_origin"),
        ("15岁可", "child_labour"),
        ("招童工", "child_labour"),
        ("试工三天无薪", "unpaid_trial"),
        ("自离不发工资", "unpaid_trial"),
        ("扣押身份证", "withheld_identity"),
        ("身份证原件由厂里保管", "withheld_identity"),
    ],
)
def test_what_the_law_forbids_is_found(text, code):
    assert code in firm(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35岁以下", "age_cap"),
        ("本地人优先", "unlawful_origin"),
        ("女士优先", "unlawful_sex"),
        ("四肢健全", "unlawful_disability"),
        ("体检费自付", "fraud_fee"),
        ("押一个月工资", "withheld_wages"),
        ("学徒期无工资", "unpaid_trial"),
    ],
)
def test_what_may_have_a_reason_goes_to_a_person(text, code):
    assert doubtful(text) == [code]
    assert firm(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "不收押金",
        "无需押金",
        "免押金",
        "不收服装费、体检费",
        "不收任何费用",
        "无需任何费用，无中介费",
        "体检费报销",
        "培训费全免",
        "缴纳社保，交五险",
        "退还押金业务办理",
        "招聘财务，负责押金核对",
        "谨防刷单诈骗",
        "不垫付",
        "保证金融安全",
        "不限男女",
        "男女不限",
        "男女都可以",
        "年龄18-60岁，男女均可",
        "男60岁以下，女50岁以下",
        "男的六十以下，工地实名制",
        "女装导购",
        "卖男鞋",
        "招聘男女工",
        "妈妈岗，接送娃可以早走",
        "已婚未婚不限",
        "单身宿舍",
        "乙肝携带不影响",
        "乙肝携带者，不影响上岗",
        "不查乙肝",
        "残疾人优先",
        "聋人也要，门口有坡道",
        "残疾人也可",
        "身体健康",
        "民族不限",
        "说本地话即可",
        "16岁以上可做，未成年按规定登记",
        "不招未满16周岁",
        "带15岁以下孩子",
        "试工有工资",
        "试用期一个月",
        "不扣押身份证",
        "带身份证复印件",
        "五岁宝宝",
        "年轻活泼",
        "会平车、锁边的优先",
        "",
    ],
)
def test_lawful_words_are_left_alone(text):
    assert flags_in_text(text) == ()


def test_every_flag_names_a_law():
    flag = flags_in_text("先交押金")[0]

    assert flag.law.startswith("《中华人民共和国劳动合同法》")


def test_firm_flags_come_before_doubtful_ones():
    flags = flags_in_text("35岁以下，限女")

    assert [flag.doubtful for flag in flags] == [False, True]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"sex": "female"}, "unlawful_sex"),
        ({"sex": "限男"}, "unlawful_sex"),
        ({"marital": "未婚未育"}, "unlawful_marital"),
        ({"marital": "已育"}, "unlawful_marital"),
        ({"age_min": 15}, "child_labour"),
        ({"background": ("限汉族",)}, "unlawful_origin"),
    ],
)
def test_fields_are_screened_like_words(fields, code):
    flags = flags_in(StatedPost(title="文员", **fields))

    assert [(flag.code, flag.doubtful) for flag in flags] == [(code, False)]


@pytest.mark.parametrize(
    "fields",
    [
        {"sex": "不限"},
        {"sex": "男女均可"},
        {"sex": None},
        {"marital": "不限"},
        {"age_min": 16},
    ],
)
def test_open_fields_are_left_alone(fields):
    assert flags_in(StatedPost(title="文员", **fields)) == ()


def test_men_may_be_sought_where_the_law_keeps_women_out():
    mine = StatedPost(title="井下采掘工（限男）", hazards=("underground",), sex="male")

    assert flags_in(mine) == ()
    assert [f.code for f in flags_in(mine.model_copy(update={"sex": "female"}))] == [
        "unlawful_sex"
    ]


def test_a_village_may_keep_its_welfare_posts():
    text = "限本村户籍的困难人员"

    assert flags_in(StatedPost(title="保洁员", text=text, kind="public_welfare")) == ()
    assert [
        (f.code, f.doubtful) for f in flags_in(StatedPost(title="保洁员", text=text))
    ] == [("unlawful_origin", True)]


def test_too_much_money_for_nothing_is_looked_at():
    easy = StatedPost(
        title="兼职",
        text="在家就能做",
        home_based=True,
        pay=Pay(min=400, max=600, unit="day"),
    )

    assert [(f.code, f.doubtful) for f in flags_in(easy)] == [("pay_unreal", True)]


def test_a_masons_good_pay_is_not_unreal():
    mason = StatedPost(
        title="泥瓦工",
        text="工地砌砖",
        skills=("砌墙抹灰",),
        pay=Pay(min=280, max=320, unit="day"),
    )

    assert flags_in(mason) == ()
