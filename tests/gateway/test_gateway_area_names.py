"""Names of areas are remembered for a while, and never for longer."""

from gateway.areas.naming import LASTS_S
from gateway.areas.naming import MOST
from gateway.areas.naming import AreaNames

VILLAGE, TOWN = "990121101201", "990121101000"


def test_a_name_that_was_told_is_known_until_it_is_old() -> None:
    now = [0.0]
    names = AreaNames(lambda: now[0])
    names.learn({VILLAGE: "上村"})
    soon = names.known({VILLAGE, TOWN})
    now[0] = LASTS_S + 1

    assert soon == {VILLAGE: "上村"}
    assert names.known({VILLAGE}) == {}


def test_no_more_names_are_kept_than_there_is_room_for() -> None:
    names = AreaNames()
    names.learn({f"{number:012d}": "村" for number in range(MOST)})
    names.learn({VILLAGE: "上村"})

    assert names.known({VILLAGE, "000000000001"}) == {VILLAGE: "上村"}
