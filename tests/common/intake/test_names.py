"""Names are kept, masked, sorted and found."""

import pytest

from common.intake.identifiers import Unreadable
from common.intake.names import mask_identity
from common.intake.names import mask_name
from common.intake.names import mask_phone
from common.intake.names import pinyin_key
from common.intake.names import read_name
from common.intake.names import search_key
from common.intake.names import search_keys


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("张小小三", "张**三"),
        ("欧阳小三", "欧阳*三"),
        ("欧阳三", "欧阳*"),
        ("阿卜杜·热合曼·买买提", "阿卜杜·***·买买提"),
        ("古丽·买买提", "古丽·***"),
        ("张", "*"),
    ],
)
def test_a_masked_name_keeps_the_surname_and_the_last_character(name, masked):
    assert mask_name(name) == masked


def test_numbers_keep_their_ends_and_their_length():
    assert mask_identity("99022119880406018X") == "990***********018X"
    assert mask_phone("15400001234") == "154****1234"
    assert mask_phone("0779-1234567") == "0779-***4567"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" 张　三 ", "张三"),
        ("古丽•买买提", "古丽·买买提"),
        ("古丽・买买提", "古丽·买买提"),
        ("張\u200b三", "張三"),
        ("㐖𠀀", "㐖𠀀"),
        ("Anna  Lee", "Anna Lee"),
    ],
)
def test_a_name_is_kept_as_written_but_in_one_form(written, name):
    assert read_name(written) == name


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("  ", "name.empty"),
        ("张三1", "name.characters"),
        ("张\u0007三", "name.characters"),
        ("=张三", "name.characters"),
        ("张" * 51, "name.characters"),
    ],
)
def test_what_is_no_name_is_refused(written, key):
    with pytest.raises(Unreadable) as refused:
        read_name(written)

    assert refused.value.key == key


def test_names_sort_by_their_sound_and_surnames_sound_as_surnames():
    names = ["张三", "单小红", "曾强", "解放", "李四", "安然"]

    assert sorted(names, key=pinyin_key) == [
        "安然",
        "李四",
        "单小红",
        "解放",
        "曾强",
        "张三",
    ]


@pytest.mark.parametrize(
    "typed", ["张", "张小", "张小三", "小三", "z", "zxs", "ZhangX", "zhang xiao san"]
)
def test_a_name_is_found_by_writing_sound_and_initials(typed):
    assert search_key(typed) in search_keys("张小三")


@pytest.mark.parametrize("typed", ["李", "三", "xs", "zhangsan"])
def test_a_name_is_not_found_by_what_it_does_not_begin_with(typed):
    assert search_key(typed) not in search_keys("张小三")
