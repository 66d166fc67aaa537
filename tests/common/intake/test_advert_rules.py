"""The tables of rules: each line stands with a law and examples, or is refused."""

import shutil
from pathlib import Path

import pytest

from common.intake.adverts import AdvertRulesRefused
from common.intake.lexicon import FOLDER
from common.intake.needles import grams
from common.intake.screening import checked_rules
from common.intake.screening import hits_in_text
from common.texts import sentences

GOOD = 'vice,0,vice,freed heard,"陪酒",不陪,招陪酒女孩,不陪酒'
HEAD = "code,doubtful,law,how,words,unless,bad,lawful"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("advert_sets.csv", "laws.csv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def write(folder: Path, *lines: str) -> Path:
    told = "\n".join(("# A comment at the head.", HEAD, *lines))
    (folder / "adverts.csv").write_text(told, encoding="utf-8")
    return folder


def test_a_good_line_is_read(folder):
    rules = checked_rules(write(folder, GOOD)).rules

    assert [(rule.line, rule.code, rule.law.en[:6]) for rule in rules] == [
        (3, "vice", "Public")
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("vice,0,,freed,陪酒,,招陪酒女,酒厂", "adverts.csv:4: no law is named ''"),
        ("vice,0,sharia,freed,陪酒,,招陪酒女,酒厂", "no law is named 'sharia'"),
        ("vice,0,vice,loud,陪酒,,招陪酒女,酒厂", "how cannot be ['loud']"),
        ("vice,0,vice,freed,陪(酒,,招陪酒女,酒厂", "words: missing )"),
        ("vice,0,vice,freed,陪酒,(,招陪酒女,酒厂", "unless: missing )"),
        ("vice,0,vice,freed,(?:陪酒)?,,招陪酒女,酒厂", "words fits every text"),
        ("vice,0,vice,freed,{drinks},,招陪酒女,酒厂", "no set is named ['drinks']"),
        ("vice,0,vice,freed,陪酒,,招陪酒女,", "one that is lawful are wanted"),
        ("vice,0,vice,freed,陪酒,,酒厂招工,酒厂", "'酒厂招工' does not hold"),
        ("vice,0,vice,freed,陪酒,,招陪酒女,陪酒员", "'陪酒员' does not hold"),
    ],
)
def test_a_weak_line_is_refused_with_its_number(folder, line, why):
    with pytest.raises(AdvertRulesRefused) as refused:
        checked_rules(write(folder, GOOD, line))

    assert why in str(refused.value)
    assert "adverts.csv:4" in str(refused.value)


def test_all_weak_lines_are_named_at_once(folder):
    weak = (
        "vice,0,,freed,陪酒,,招陪酒女,酒厂",
        GOOD,
        "vice,0,,freed,陪睡,,招陪睡,酒厂",
    )
    with pytest.raises(AdvertRulesRefused) as refused:
        checked_rules(write(folder, *weak))

    assert str(refused.value).count("no law is named") == 2


def test_every_code_has_its_sentence_in_both_languages():
    codes = {f"field.advert.{rule.code}" for rule in checked_rules().rules}

    assert len(codes) > 20
    assert codes <= sentences("zh").keys()
    assert codes <= sentences("en").keys()


def test_a_text_that_fits_a_rule_holds_one_of_its_needles():
    missed = [
        (rule.line, hit[0])
        for rule in checked_rules().rules
        for text in rule.bad
        for hit in rule.words.finditer(text)
        if rule.needles is not None and not rule.needles & grams(text)
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("缝纫工，先交 押 金 三百", "押 金"),
        ("在家刷.单，日结", "刷.单"),
        ("要交押、金、三百", "押、金"),
        ("进厂交扌甲金两百", "扌甲金"),
        ("先交压金两百", "压金"),
        ("先交ya金两百", "ya金"),
        ("ＹＡＪＩＮ两百", "ＹＡＪＩＮ"),
        ("先交\u200b押\u200b金", "押\u200b金"),
        ("收保證金五百", "保證金"),
        ("刷💰单日结", "刷💰单"),
    ],
)
def test_a_hit_shows_the_words_as_they_were_written(text, words):
    assert any(words in hit.words for hit in hits_in_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "汽车保养学徒，16岁可以登记",  # 包养
        "暖通工程队招小工",  # 童工
        "收割机驾驶证优先",  # 收…驾驶证
        "售后客服，会打字",  # 车手
        "同工同酬",  # 童工
        "接单、下单、打单发货",  # 假单
        "负责保证金融安全宣传",  # 保证金
        "果敢社区保洁员",
    ],
)
def test_what_only_sounds_alike_is_left_alone(text):
    assert hits_in_text(text) == ()


def test_a_hit_names_the_law_in_two_languages():
    law = hits_in_text("先交押金")[0].law

    assert law.zh == "《中华人民共和国劳动合同法》第九条"
    assert law.en == "Labour Contract Law, art. 9"


def test_what_refuses_is_not_answered_by_the_next_clause():
    assert [hit.code for hit in hits_in_text("乙肝不要，男女不限")] == [
        "unlawful_health"
    ]
