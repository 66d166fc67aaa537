"""What stands in the rows: the small conversions, with expected numbers written out."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.values import Window
from common.law import read_paper
from services.matching.columns import Encoder
from services.matching.columns import Vocabulary
from services.matching.columns import encode_post
from services.matching.columns import encode_worker
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.columns.encoding import area_prefix
from services.matching.columns.encoding import fen
from services.matching.columns.encoding import halves
from services.matching.columns.encoding import months_mask
from services.matching.columns.encoding import uid_of
from services.matching.columns.encoding import years
from services.matching.columns.posts import weekly_minutes
from services.matching.columns.spans import plain_of
from services.matching.columns.spans import week_spans
from services.matching.kernel.rows import NEVER
from tests.matching.builders import ALL_DAYS
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import by
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.builders import yuan

MONDAY = (1,)
SUNDAY = (7,)


def spans_of(*windows: dict[str, Any], care: tuple[dict[str, Any], ...] = ()) -> Any:
    """The week of windows and care."""
    opens = plain_of(Window.model_validate(one) for one in windows)
    return week_spans(opens, plain_of(Window.model_validate(one) for one in care))


@pytest.mark.parametrize(
    ("code", "prefix", "cut"),
    [
        ("430903105213", 430903105213, 1),
        ("430903105000", 430903105, 10**3),
        ("430903000000", 430903, 10**6),
        ("430900000000", 4309, 10**8),
        ("430000000000", 43, 10**10),
        ("000000000000", 0, 10**12),
    ],
)
def test_an_area_loses_its_trailing_zero_segments(
    code: str, prefix: int, cut: int
) -> None:
    assert area_prefix(code) == (prefix, cut)


def test_money_is_whole_fen_halves_up_and_bounded() -> None:
    assert [fen(yuan) for yuan in (0, 12.345, 0.005, 1e300)] == [0, 1235, 1, 20_000_000]


def test_years_are_hundredths_halves_up() -> None:
    assert [years(one) for one in (None, 0.0, 0.125, 2.5)] == [-1, 0, 13, 250]


def test_all_twelve_months_are_no_statement() -> None:
    twelve = months_mask(tuple(range(1, 13)))

    assert (twelve, months_mask(None), months_mask((1, 3)), months_mask(())) == (
        -1,
        -1,
        0b101,
        0,
    )


def test_an_id_is_two_words_and_back() -> None:
    uid = UUID("ffffffff-0000-4000-8000-0000000000ff")

    assert uid_of(*halves(uid)) == uid


def test_windows_that_touch_or_overlap_are_one_stretch() -> None:
    week = spans_of(span("08:00-12:00", MONDAY), span("12:00-18:00", MONDAY))

    assert week.open == ((480, 1080),)


def test_a_window_past_sunday_midnight_goes_on_on_monday() -> None:
    week = spans_of(span("22:00-02:00", SUNDAY))

    assert week.open == ((0, 120), (9960, 10080))
    assert week.starts == 0b1000000


def test_care_is_cut_out_and_the_longest_piece_remembered() -> None:
    noon = (span("11:00-13:00", MONDAY),)
    week = spans_of(span("08:00-18:00", MONDAY), care=noon)

    assert week.free == ((480, 660), (780, 1080))
    assert week.longest == (300, 0, 0, 0, 0, 0, 0)


def test_a_day_without_a_break_lasts_twenty_four_hours() -> None:
    week = spans_of(span("06:00-06:00", ALL_DAYS))

    assert week.open == ((0, 10080),)


def test_the_row_knows_how_many_stretches_end_before_each_day() -> None:
    worker = a_worker(week={"windows": [span("08:00-12:00", (1, 3))]})
    row = encode_worker(worker, Encoder()).row

    assert row["day_spans"][0] == (0, 1, 1, 2, 2, 2, 2)


@pytest.mark.parametrize(
    ("time", "minutes"),
    [
        (shifts(span("08:00-16:00")), 6 * 480),
        (shifts(span("08:00-16:00"), days_required=5), 5 * 480),
        (shifts(span("08:00-16:00"), span("16:00-20:00"), pattern="choose"), 6 * 360),
        (shifts(span("08:00-12:00"), span("14:00-16:00"), pattern="split"), 6 * 360),
        (shifts(span("20:00-04:00", MONDAY), days_required=7), 480),
        (shifts(span("08:00-18:00"), flexible=True, minutes_per_day=240), 6 * 240),
        (shifts(minutes_per_day=240, days_required=3), 720),
        (shifts(days_required=3), -1),
    ],
)
def test_weekly_minutes_follow_the_pattern(time: dict[str, Any], minutes: int) -> None:
    assert weekly_minutes(a_post(time=time).time) == minutes


@pytest.mark.parametrize(
    ("hours", "night"),
    [
        ("06:00-22:00", 0),
        ("05:59-12:00", 1),
        ("14:00-22:01", 1),
        ("22:00-06:00", 1),
        ("00:00-24:00", 1),
    ],
)
def test_the_night_is_touched_by_a_minute(hours: str, night: int) -> None:
    post = encode_post(a_post(time=shifts(span(hours))), Encoder())

    assert post.lists["shifts"][0][3] == night


def test_a_licence_of_special_operation_ends_with_the_retirement_month() -> None:
    held = [{"code": "welding", "valid_until": None}, {"code": "C1"}]
    worker = a_worker(birth=date(1960, 1, 1), sex="male", licences=held)
    encoder = Encoder(papers={"welding": read_paper("until=retirement")})
    welding, driving = encode_worker(worker, encoder).lists["papers"]

    assert date.fromordinal(welding[2]) == date(2019, 12, 31)
    assert driving[2] == NEVER


def test_kilometres_without_a_mode_stand_for_an_e_bike() -> None:
    worker = a_worker(reach={"max_km": 5.0})
    row = encode_worker(worker, Encoder()).row

    assert (row["modes"], row["max_metres"], row["reach_known"]) == (0b10, 5000, True)


def test_lodging_alone_tells_nothing_of_the_way() -> None:
    row = encode_worker(a_worker(reach={"lodging": "county"}), Encoder()).row

    assert (row["reach_known"], row["lodging"]) == (False, 1)


def test_a_mode_named_twice_counts_as_first_named() -> None:
    modes = by("walk", 10)["modes"] + by("walk", 90)["modes"]
    row = encode_worker(a_worker(reach={"modes": modes}), Encoder()).row

    assert row["mode_minutes"][0] == 10


def test_limits_are_masks_per_level() -> None:
    limits = {"STAND": {"block_at": 2, "caution_at": 1}, "LIFT": {"block_at": 3}}
    row = encode_worker(a_worker(limits=limits), Encoder()).row
    stand, lift = 1 << 1, 1 << 5

    assert row["blocks"] == (0, 0, stand, stand | lift)
    assert row["cautions"] == (0, stand, stand, stand)


def test_codes_of_no_vocabulary_limit_nothing() -> None:
    row = encode_worker(a_worker(limits={"XX": {"block_at": 1}}), Encoder()).row

    assert (row["limited"], row["blocks"]) == (False, (0, 0, 0, 0))


def test_amounts_by_the_piece_are_unknown() -> None:
    post = encode_post(a_post(pay=yuan(1, 2, "piece")), Encoder()).row
    worker = encode_worker(a_worker(pay_floor=yuan(1, 1, "piece")), Encoder()).row

    assert (post["pay_min"], worker["floor"]) == (-1, -1)


def test_ways_stand_from_the_smallest_area_on_and_no_shuttle_is_one() -> None:
    ways = [
        {"from_area": TOWNSHIP, "mode": "bus", "minutes": 40, "last_min": 1019},
        {"from_area": VILLAGE, "mode": "shuttle", "minutes": 5},
        {"from_area": VILLAGE, "mode": "ebike", "minutes": None, "source": "person"},
    ]
    post = encode_post(a_post(known_ways=ways), Encoder())
    ebike, bus = post.lists["stops"]

    # minutes, first, last, runs, mode, source
    assert post.row["stops"] == (0, 0, 0, 2)
    assert (ebike[0], ebike[6:]) == (int(VILLAGE), (-1, -1, -1, 0, 1, 2))
    assert (bus[0], bus[6:]) == (int(TOWNSHIP) // 1000, (40, -1, 1019, 3, 3, 0))


def test_the_clocks_of_a_shift_past_midnight_are_those_of_the_wall() -> None:
    row = encode_post(a_post(time=shifts(span("22:00-06:00"))), Encoder()).row
    free = encode_post(a_post(time=shifts()), Encoder()).row

    assert (row["earliest"], row["latest"]) == (360, 1320)
    assert (free["earliest"], free["latest"]) == (1440, 0)


def test_columns_are_frozen_and_their_offsets_continue() -> None:
    workers = [a_worker(), a_worker(id=UUID(int=2), skills=()), a_worker()]
    columns = pack_workers(workers, Encoder())

    assert columns.rows["skills"].tolist() == [[0, 1], [1, 1], [1, 2]]
    assert not columns.rows.flags.writeable
    assert not columns.spans.flags.writeable


def test_no_rows_are_columns_too() -> None:
    assert len(pack_posts([], Encoder()).rows) == 0


def test_a_code_keeps_its_number() -> None:
    words = Vocabulary(["a", "b"])
    numbers = [words.id_of("b"), words.id_of("c"), words.id_of("c"), words.find("x")]

    assert numbers == [1, 2, 2, -2]
    assert words.code_of(2) == "c"
