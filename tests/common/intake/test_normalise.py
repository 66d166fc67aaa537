"""Raw words become plain ones, and what is not noise stays."""

import pytest

from common.intake.normalise import clauses
from common.intake.normalise import compact
from common.intake.normalise import parts
from common.intake.normalise import plain


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("為穩(wěn)步實現(xiàn)脫貧勞動力就業(yè)增收", "为稳步实现脱贫劳动力就业增收"),
        ("貧困戶實現(xiàn)穩(wěn)定脫貧", "贫困户实现稳定脱贫"),
        ("Ｃ１驾照", "C1驾照"),
        ("缝纫工（平車）", "缝纫工(平车)"),
        ("挖机师付", "挖机师付"),
        ("　納鞋底\u200b ", "纳鞋底"),
        ("會計(wps)", "会计(wps)"),
        ("㎡①Ⅱ", "㎡①Ⅱ"),
        ("平车  锁边", "平车 锁边"),
    ],
)
def test_artefacts_go_and_content_stays(raw, expected):
    assert plain(raw) == expected


def test_a_lost_character_is_not_guessed():
    assert plain("他們?nèi)兆舆^") == "他们?nèi)兆舆^"


def test_plain_text_stays_as_it_is_when_made_plain_again():
    once = plain("業(yè)務員（Ａ１）")

    assert plain(once) == once


def test_blanks_between_characters_are_no_words():
    assert compact("平 车 工 C1 驾照") == "平车工c1驾照"


def test_lists_are_cut_at_every_usual_separator():
    assert parts("平车、锁边，打包/装袋;理货|搬运") == (
        "平车",
        "锁边",
        "打包",
        "装袋",
        "理货",
        "搬运",
    )


def test_sentences_are_cut_where_a_breath_is_taken():
    assert clauses("会平车，做过两年。能加班") == ("会平车", "做过两年", "能加班")
