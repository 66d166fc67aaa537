"""Known ways in a file reach the contract as they stand there."""

from uuid import UUID

from common.contracts.values import KnownWay
from common.intake.exchange import stated_post
from common.intake.posts import understand_post

VILLAGE = "430903105213"


def test_a_post_in_a_file_may_name_the_ways_to_it() -> None:
    river = {"from_area": VILLAGE, "mode": "walk", "minutes": None}
    bus = {"from_area": VILLAGE, "mode": "bus", "minutes": 40, "last_min": 1050}
    post = {
        "title": "缝纫工",
        "place": {"village_code": VILLAGE, "known_ways": [river, bus]},
        "schedule": {},
        "requirements": {},
        "offers": {},
    }

    stated = stated_post(post, {})
    contract = understand_post(stated, id=UUID(int=1), employer=UUID(int=2))

    assert contract.known_ways == (
        KnownWay(from_area=VILLAGE, mode="walk", minutes=None),
        KnownWay(from_area=VILLAGE, mode="bus", minutes=40, last_min=1050),
    )
