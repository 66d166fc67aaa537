"""Identifiers against every example of the standards and of the fact sheet."""

from datetime import date

import pytest

from common.intake.identifiers import Unreadable
from common.intake.identifiers import area_covers
from common.intake.identifiers import area_level
from common.intake.identifiers import area_parent
from common.intake.identifiers import area_prefix
from common.intake.identifiers import identity_check
from common.intake.identifiers import read_area
from common.intake.identifiers import read_certificate
from common.intake.identifiers import read_first_generation
from common.intake.identifiers import read_identity
from common.intake.identifiers import read_mobile
from common.intake.identifiers import read_phone

TODAY = date(2026, 11, 21)
PEOPLE = {
    "990121198002290017": (date(1980, 2, 29), "male"),
    "990121197501150022": (date(1975, 1, 15), "female"),
    "990121196607080136": (date(1966, 7, 8), "male"),
    "990121196505152055": (date(1965, 5, 15), "male"),
    "990122200909010040": (date(2009, 9, 1), "female"),
    "99022119880406018X": (date(1988, 4, 6), "female"),
    "990122198109300269": (date(1981, 9, 30), "female"),
}
SINGLE_ERRORS = [
    number[:place] + digit + number[place + 1 :]
    for number in PEOPLE
    for place in range(18)
    for digit in "0123456789X"
    if digit != number[place] and (digit != "X" or place == 17)
]
SWAPS = [
    number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    for number in PEOPLE
    for place in range(16)
    if number[place] != number[place + 1]
]


def read_synthetic(number: object):
    return read_identity(number, today=TODAY, synthetic=True)


def refusal(read, *written, **options) -> str:
    with pytest.raises(Unreadable) as refused:
        read(*written, **options)
    return refused.value.key


@pytest.mark.parametrize(("number", "said"), PEOPLE.items())
def test_every_number_of_the_fact_sheet_tells_birth_and_sex(number, said):
    identity = read_synthetic(number)

    assert (identity.number, identity.birth, identity.sex) == (number, *said)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_both_numbers_printed_in_the_standard_pass(number):
    assert read_identity(number, today=TODAY).number == number


def test_every_single_wrong_character_breaks_the_check():
    passing = [n for n in SINGLE_ERRORS if identity_check(n[:17]) == n[17]]

    assert (len(SINGLE_ERRORS), passing) == (1141, [])


def test_every_swap_of_neighbours_breaks_the_check():
    passing = [n for n in SWAPS if identity_check(n[:17]) == n[17]]

    assert (len(SWAPS) > 70, passing) == (True, [])


def test_a_wrong_last_character_says_that_the_check_failed():
    assert refusal(read_synthetic, "990121198002290018") == "identity.check"


@pytest.mark.parametrize(
    "written",
    [
        " 99022119880406018x ",
        "'99022119880406018X",
        "990221 19880406 018X",
        "990221\u00a019880406018X",
        "９９０２２１１９８８０４０６０１８Ｘ",
    ],
)
def test_blanks_apostrophes_and_full_width_characters_are_forgiven(written):
    assert read_synthetic(written).number == "99022119880406018X"


@pytest.mark.parametrize("last", ["×", "Х", "*"])
def test_look_alikes_of_x_are_refused(last):
    assert refusal(read_synthetic, "99022119880406018" + last) == "identity.characters"


@pytest.mark.parametrize("zero", ["٠", "०", "𝟎", "〇"])
def test_digits_that_are_not_ascii_are_refused(zero):
    assert refusal(read_synthetic, "99022119880406" + zero + "18X") == (
        "identity.characters"
    )


@pytest.mark.parametrize(
    "cell", [990121198002290017, 9.9012119800229e17, None, "9.90121E+17", "1.0"]
)
def test_a_cell_that_became_a_number_is_told_to_be_text(cell):
    assert refusal(read_synthetic, cell) == "identity.number_cell"


def test_the_zeros_that_a_spreadsheet_leaves_are_recognised():
    assert refusal(read_synthetic, "990121198002290000") == "identity.number_cell"


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("", "identity.empty"),
        ("99012119800229001", "identity.length"),
        ("990121198102290015", "identity.birth"),
        ("990121202612010017", "identity.birth"),
        ("990121178002290017", "identity.characters"),
        ("160121198002290017", "identity.province"),
        ("9" * 65, "identity.characters"),
    ],
)
def test_each_kind_of_wrong_number_has_a_sentence_of_its_own(number, key):
    assert refusal(read_synthetic, number) == key


def test_an_invented_person_is_refused_where_people_are_real():
    assert refusal(read_identity, "990121198002290017", today=TODAY) == (
        "identity.synthetic"
    )


def test_a_line_feed_behind_the_number_does_not_get_stored():
    assert read_synthetic("99022119880406018X\n").number == "99022119880406018X"


def test_fifteen_digits_become_eighteen_in_an_import_only():
    grown = read_first_generation("990121500101101", today=TODAY, synthetic=True)

    assert grown.number == "990121195001011019"
    assert refusal(read_synthetic, "990121500101101") == "identity.length"


@pytest.mark.parametrize(
    ("number", "category", "grade"),
    [
        ("99012119800229001743", 4, 3),
        ("99012119750115002221", 2, 1),
        ("99012119660708013614", 1, 4),
        ("99022119880406018X72", 7, 2),
        ("99012119800229001743B1", 4, 3),
    ],
)
def test_certificates_of_the_fact_sheet_tell_category_and_grade(
    number, category, grade
):
    told = read_certificate(number, holder=number[:18], today=TODAY, synthetic=True)

    assert (told.number, told.category, told.grade) == (number, category, grade)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("99012119800229001783", "certificate.characters"),
        ("99012119800229001745", "certificate.characters"),
        ("99012119800229001843", "identity.check"),
        ("99012119750115002221", "certificate.holder"),
    ],
)
def test_a_certificate_must_be_well_formed_and_of_its_holder(number, key):
    holder = "990121198002290017"

    assert key == refusal(
        read_certificate, number, holder=holder, today=TODAY, synthetic=True
    )


@pytest.mark.parametrize(
    "written",
    ["15400001234", "+8615400001234", "0086 154-0000-1234", "86-15400001234"],
)
def test_mobiles_lose_country_code_and_hyphens(written):
    assert read_mobile(written) == "15400001234"


def test_landlines_keep_their_parts():
    assert read_phone("(0779)1234567".replace("(", "").replace(")", "-")) == (
        "0779-1234567"
    )
    assert read_phone("07791234567-12") == "0779-1234567-12"


@pytest.mark.parametrize("written", ["1540000123", "25400001234", "154000012345"])
def test_a_telephone_of_another_form_is_refused(written):
    assert refusal(read_phone, written) == "phone.mobile"


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("990121101201", "village", "990121101000"),
        ("990121101000", "township", "990121000000"),
        ("990121000000", "county", "990100000000"),
        ("990100000000", "prefecture", "990000000000"),
        ("990000000000", "province", None),
        ("990121001003", "village", "990121001000"),
        ("990121204215", "village", "990121204000"),
        ("441900003000", "township", "441900000000"),
    ],
)
def test_level_and_parent_follow_from_trailing_zeros(code, level, parent):
    assert (area_level(code), area_parent(code)) == (level, parent)


def test_what_lies_inside_starts_with_the_prefix():
    assert area_prefix("990121100000") == "990121100"
    assert area_covers("990121100000", "990121100201") is True
    assert area_covers("990121100000", "990121101201") is False


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("99012110120", "area.characters"),
        ("161221101201", "area.province"),
        (990121101201, "area.number_cell"),
    ],
)
def test_a_wrong_area_code_is_refused(code, key):
    assert refusal(read_area, code, synthetic=True) == key


def test_the_country_code_is_taken_off_the_beginning_only() -> None:
    assert read_phone("15400008650") == "15400008650"
    assert read_phone("008615400008650") == "15400008650"
