"""Credit codes: the standard's own sample, our synthetic ones, and each wrong part."""

import pytest

from common.intake.credit_code import inner_check
from common.intake.credit_code import outer_check
from common.intake.credit_code import read_credit_code

SYNTHETIC = [
    "91990121MA0DEM1X17",
    "92990121MA0FAKE256",
    "12990121990000121G",
    "52990221MJ9000014N",
    "N2990121MF90000287",
]


def test_the_sample_of_the_standard_is_right_and_undoubted() -> None:
    code = read_credit_code("91350100M000100Y43")

    assert (code.text, code.wrong, code.doubtful) == ("91350100M000100Y43", (), False)


@pytest.mark.parametrize("text", SYNTHETIC)
def test_a_synthetic_code_is_right_where_synthetic_ones_are_allowed(text: str) -> None:
    assert read_credit_code(text, synthetic=True).wrong == ()


@pytest.mark.parametrize("text", SYNTHETIC)
def test_a_synthetic_code_has_a_wrong_region_anywhere_else(text: str) -> None:
    assert read_credit_code(text).wrong == ("region",)


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("91350100M000100Y4", "3"),
        ("91990121MA0DEM1X1", "7"),
        ("92990121MA0FAKE25", "6"),
        ("12990121990000121", "G"),
        ("52990221MJ9000014", "N"),
        ("N2990121MF9000028", "7"),
    ],
)
def test_the_outer_check_matches_the_worked_examples(body: str, check: str) -> None:
    assert outer_check(body) == check


def test_a_remainder_of_nothing_gives_the_check_character_0() -> None:
    assert outer_check("91350100M0001000" + "D") == "0"


@pytest.mark.parametrize(
    ("organisation", "check"),
    [("M000100Y", "4"), ("00000000", "0"), ("00000010", "7"), ("00000005", "1")],
)
def test_the_inner_check_follows_the_organisation_code(
    organisation: str, check: str
) -> None:
    assert inner_check(organisation) == check


def test_the_inner_check_writes_ten_as_x() -> None:
    assert inner_check("00000006") == "X"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("9135010", ("length",)),
        ("91350100M000100Y433", ("length",)),
        ("9135O100M000100Y43", ("letters",)),
        ("91350100M000100Y44", ("check",)),
        ("91A50100M000100Y43", ("region", "check")),
    ],
)
def test_the_wrong_part_is_named(text: str, wrong: tuple[str, ...]) -> None:
    assert read_credit_code(text).wrong == wrong


def test_what_excel_and_keyboards_add_is_put_right() -> None:
    code = read_credit_code("'９１３５０１００-m000100y4 3\u00a0")

    assert (code.text, code.wrong) == ("91350100M000100Y43", ())


def test_a_failing_inner_check_only_warns() -> None:
    code = read_credit_code("91350100M000100Y3" + outer_check("91350100M000100Y3"))

    assert (code.wrong, code.doubtful) == ((), True)


def test_every_single_wrong_character_is_noticed() -> None:
    text = "91350100M000100Y43"
    changed = [
        f"{text[:i]}{'K' if text[i] == '5' else '5'}{text[i + 1 :]}" for i in range(17)
    ]

    assert [code for code in changed if not read_credit_code(code).wrong] == []
