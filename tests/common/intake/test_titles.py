"""Titles are found in adverts' and people's words, or honestly not."""

import csv
from pathlib import Path

import pytest

from common.contracts.codes import DEMANDS
from common.contracts.codes import TRAITS
from common.intake.licences import licences
from common.intake.titles import near
from common.intake.titles import near_titles
from common.intake.titles import title_of
from common.intake.titles import titles

LABELLED = Path(__file__).parents[4] / "shared/data/occupations/titles_labelled_dev.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("缝纫工", "J001"),
        ("平車工", "J001"),
        ("急招缝纫工5名", "J001"),
        ("缝纫工（平车/锁边）", "J001"),
        ("样衣工/缝纫组长", "J007"),
        ("服装后道（剪线头/包装）", "J005"),
        ("电子厂插件工（两班倒）", "J022"),
        ("电子厂质检员（长白班）", "J027"),
        ("写字楼保洁", "J123"),
        ("村保洁员（公益性岗位）", "J091"),
        ("镇卫生院保洁", "J118"),
        ("宾馆客房保洁", "J137"),
        ("护林员", "J090"),
        ("河湖巡查员", "J093"),
        ("住家保姆（照料老人）", "J111"),
        ("育婴师", "J114"),
        ("养老院护理员（三班）", "J116"),
        ("敬老院厨师", "J131"),
        ("小学食堂帮厨", "J134"),
        ("门窗安装工", "J169"),
        ("泥瓦工", "J162"),
        ("叉车司机", "J157"),
        ("长途货车司机（B2）", "J158"),
        ("农村客运司机", "J159"),
        ("外卖骑手", "J154"),
        ("工厂门卫（白班）", "J126"),
        ("盲人保健按摩师", "J119"),
        ("居家客服（打字）", "J147"),
        ("电话回访员（居家·支持读屏）", "J148"),
        ("农产品电商打包工", "J150"),
        ("带货主播助理", "J146"),
        ("湘绣手工（可在家）", "J019"),
        ("装载机（铲车）司机", "J161"),
        ("挖机师付", "J161"),
        ("农机修理电焊工", "J173"),
        ("电汉工", "J173"),
        ("生猪养殖场饲养员", "J082"),
        ("核桃剥壳（可带回家）", "J056"),
        ("炒茶师傅", "J065"),
        ("砂石厂地磅员", "J189"),
        ("社区网格协理员", "J098"),
    ],
)
def test_titles_of_adverts_are_recognised(text, code):
    assert title_of(text).code == code


@pytest.mark.parametrize(
    "word",
    [
        "车工",
        "焊工",
        "QC",
        "清洁工",
        "护理员",
        "操作工",
        "普工",
        "技术员",
        "学徒",
        "杂工",
        "小工",
        "司机",
        "阿姨",
        "生活老师",
        "水电工",
        "检验员",
        "包装工",
        "服务员",
        "石材切割工",
        "居家刷单员",
        "",
    ],
)
def test_words_of_several_trades_alone_are_refused(word):
    assert title_of(word) is None


@pytest.mark.parametrize(
    ("word", "context", "code"),
    [
        ("车工", "做校服，会平车优先", "J001"),
        ("车工", "数控车床，看得懂图纸", "J177"),
        ("焊工", "线路板，烙铁", "J023"),
        ("焊工", "钢结构厂房，二保焊", "J173"),
        ("普工", "插件流水线", "J021"),
        ("普工", "辣酱灌装", "J071"),
        ("护理员", "失能老人翻身", "J116"),
        ("护理员", "医院病房", "J117"),
        ("司机", "渣土车拉料", "J158"),
        ("服务员", "面馆端面", "J135"),
        ("生活老师", "幼儿园午睡", "J115"),
    ],
)
def test_the_advert_tells_which_trade_is_meant(word, context, code):
    assert title_of(word, context=context).code == code


@pytest.mark.parametrize("text", ["KTV服务员", "酒吧服务员"])
def test_a_night_club_is_no_restaurant(text):
    assert title_of(text, context="端酒水、打扫包厢") is None


def test_titles_use_only_codes_of_the_vocabularies():
    for title in titles().values():
        assert set(title.demands) <= set(DEMANDS)
        assert set(title.traits) <= set(TRAITS)
        assert set(title.licences) <= set(licences())
        assert set(title.near) <= set(titles())


def test_there_are_two_hundred_titles():
    assert list(titles()) == [f"J{n:03d}" for n in range(1, 201)]


def test_nearness_goes_both_ways():
    assert "J002" in near_titles("J001")
    assert "J001" in near_titles("J002")


def test_likeness_of_titles_is_symmetric_with_three_steps():
    codes, table = near()
    sewing, special, shoes, guard = (
        codes.index(c) for c in ("J001", "J002", "J004", "J126")
    )

    assert table[sewing][sewing] == 1000
    assert table[sewing][special] == table[special][sewing] == 700
    assert table[sewing][shoes] == 350
    assert table[sewing][guard] == 0


@pytest.mark.skipif(not LABELLED.exists(), reason="labelled titles are not here")
def test_most_titles_found_in_real_adverts_are_of_the_right_minor_group():
    with LABELLED.open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["manual_or_service"] == "1"]
    found = [(r, title_of(r["title"])) for r in rows if r["code_level"] != "2"]
    named = [(r["csco_code"], titles()[t.code].occupation) for r, t in found if t]
    right = sum(told[:7] == meant[:7] for meant, told in named)

    assert right / len(named) > 0.55
