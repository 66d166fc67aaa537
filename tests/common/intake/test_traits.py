"""What a post brings with it is read from hazards, title and sentences."""

import pytest

from common.contracts.codes import TRAITS
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.traits import hazards_in
from common.intake.traits import traits_in


@pytest.mark.parametrize(
    ("word", "trait"),
    [
        ("hot", "heat"),
        ("machine_needle", "machine"),
        ("night_shift", "night"),
        ("weather", "outdoor"),
        ("very_early", "early"),
        ("closed_site", "live_in"),
        ("knife", "machine"),
        ("粉尘", "dust"),
        ("噪声", "noise"),
        ("苯系溶剂", "chem_repro"),
        ("chem_repro", "chem_repro"),
        ("pork", "pork"),
        ("高处作业", "height"),
    ],
)
def test_hazards_of_any_vocabulary_become_traits(word, trait):
    assert trait in hazards_in([word])


@pytest.mark.parametrize(
    ("title", "text", "trait"),
    [
        ("辣酱车间普工", "剁椒装瓶流水线，味道冲", "line_work"),
        ("辣酱车间普工", "剁椒装瓶流水线，味道冲", "irritant"),
        ("早餐店帮工", "包点炸油条打下手", "open_fire"),
        ("冷库搬运", "零下十八度冷库", "cold"),
        ("涂料厂操作工", "接触苯系溶剂", "chem_repro"),
        ("稻虾养殖工", "下虾笼，要下水", "water"),
        ("门窗安装", "外墙作业", "height"),
        ("KTV服务员", "打扫包厢", "entertainment"),
        ("足浴技师", "下午到凌晨", "entertainment"),
        ("养猪场饲养员", "封闭住场", "pork"),
        ("腊味作坊季节工", "熏腊肉", "pork"),
        ("井下工", "下井采掘", "underground"),
        ("采石场普工", "爆破区要听哨", "explosive"),
        ("石材切割工", "切大理石，粉尘大", "dust"),
        ("卫生院保洁", "收医疗垃圾", "bio"),
        ("乡镇快递员", "骑摩托跑村", "traffic"),
        ("鞋厂普工", "两班倒", "rotating"),
        ("保安", "通宵值班", "night"),
        ("公墓管理", "清扫墓园", "funeral"),
        ("推销员", "要陪客户喝酒", "alcohol"),
    ],
)
def test_titles_and_sentences_bring_traits(title, text, trait):
    assert trait in traits_in(title, text)


@pytest.mark.parametrize(
    ("title", "text", "trait"),
    [
        ("奶茶店店员", "未成年不排夜班", "night"),
        ("洗车工", "未成年不排加班", "overtime"),
        ("居家客服", "只打字不打电话", "phone_calls"),
        ("园区绿化工", "剪枝浇水除草", "chemicals"),
        ("质检员", "看板子有无虚焊", "arc"),
        ("焊锡工", "电路板焊锡", "arc"),
        ("文员", "公司包食堂", "kitchen"),
        ("导购", "不用喝酒", "alcohol"),
        ("稻虾养殖工", "下虾笼", "livestock"),
        ("工厂门卫", "登记来车来人", "factory"),
    ],
)
def test_a_no_or_another_meaning_brings_none(title, text, trait):
    assert trait not in traits_in(title, text)


def test_a_hot_stove_is_open_fire():
    assert "open_fire" in traits_in("敬老院厨师", "做早中餐", ["hot"])
    assert "open_fire" not in traits_in("砖厂码窑工", "出窑", ["hot"])


def test_the_trade_brings_its_traits():
    assert "machine" in traits_in("车工招聘", "", title_code="J001")


def test_nobody_goes_to_a_factory_at_a_farm_or_in_a_household():
    text = "剁椒装瓶流水线"

    assert "factory" in traits_in("普工", text, kind="enterprise")
    assert "factory" not in traits_in("普工", text, kind="coop")
    assert "line_work" not in traits_in("普工", text, kind="household")


def test_traits_come_in_the_order_of_the_vocabulary():
    found = traits_in("建筑小工", "工地，高处作业，粉尘大", ["heavy", "height"])

    assert found == tuple(sorted(found, key=TRAITS.index))


def test_the_table_uses_only_known_codes():
    assert {t for row in rows("traits.csv") for t in cell(row["traits"])} <= set(TRAITS)
