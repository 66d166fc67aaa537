"""Two rows of one person: seen, proposed by one, decided by another, parted again."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.people.merges.domain import Known
from services.people.merges.domain import PeopleDiffer
from services.people.merges.domain import agreements
from services.people.merges.domain import are_enough
from services.people.workers.identities import Person
from services.people.workers.identities import Phone
from tests.people.builders import MALE
from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import PHONE
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_worker
from tests.people.conftest import Voice

BORN = date(1980, 2, 29)


def known(name: str, **more: Any) -> Known:
    phones = tuple(Phone(number=n) for n in more.get("phones", ()))
    person = Person(name, "resident", more.get("number"), None, phones)
    return Known(person, more.get("birth"), more.get("sex"), more.get("area", VILLAGE))


@pytest.mark.parametrize(
    ("one", "other", "enough"),
    [
        (known("张小三", birth=BORN), known("张小三", birth=BORN), True),
        (known("陈小三", birth=BORN), known("陳小三", birth=BORN), True),
        (known("张小三", birth=BORN), known("张晓三", birth=BORN), True),
        (known("张小三", birth=BORN), known("张晓山", birth=BORN), False),
        (known("张小三", phones=("1",)), known("张小三", phones=("1",)), True),
        (known("张小三", phones=("1",)), known("张小四", phones=("1",)), False),
        (known("张小三"), known("张小三"), False),
        (known("张小三", birth=BORN), known("李四妹", birth=BORN), False),
    ],
)
def test_two_facts_agree_or_nothing_is_proposed(
    one: Known, other: Known, enough: bool
) -> None:
    assert are_enough(agreements(one, other)) is enough


def test_two_numbers_are_two_people_however_alike() -> None:
    one = known("张小三", birth=BORN, number="990121198002290017")
    other = known("张小三", birth=BORN, number="990121198002290033")

    with pytest.raises(PeopleDiffer):
        agreements(one, other)


def twice(**more: Any) -> dict[str, Any]:
    """The same man as of a list without numbers."""
    stated = {"area": VILLAGE, "birth": "1980-02-29", "sex": "male"}
    told = {**stated, **more.pop("stated", {})}
    return a_worker(
        id_number=None,
        phones=[{"number": "15400009999"}],
        **{**more, "stated": told},
    )


@pytest.fixture
async def two(county: Voice) -> tuple[str, str]:
    first = await county.add(a_worker(stated={"schooling": "初中"}))
    second = await county.add(twice(stated={"wishes": ["缝纫"], "limits": ["腰不好"]}))
    return first, second


@pytest.fixture
def other(voice_of: Callable[..., Voice]) -> Voice:
    return voice_of("township", "990121101")


async def merged(county: Voice, other: Voice, two: tuple[str, str]) -> Any:
    draft = {"kept": two[0], "gone": two[1], "note": "同一个人"}
    proposed = await county.write("/merges", draft)
    return await other.write(f"/merges/{proposed['id']}/accept", {})


async def facts_of(voice: Voice, worker: str) -> dict[str, Any]:
    found = await voice.read(f"/workers/{worker}/facts")
    return {fact["field"]: fact["value"] for fact in found}


async def test_who_stands_there_twice_is_shown_with_what_agrees(
    county: Voice, two: tuple[str, str]
) -> None:
    (pair,) = await county.read("/merges/alike", area=VILLAGE)
    elsewhere = await county.read("/merges/alike", area=NEXT_VILLAGE)

    assert (pair["kept"]["id"], pair["gone"]["id"]) == two
    assert pair["agreed"] == ["name", "birth", "village"]
    assert (pair["kept"]["name"], elsewhere) == ("张*三", [])


async def test_who_proposes_does_not_decide(
    county: Voice, two: tuple[str, str]
) -> None:
    proposed = await county.write("/merges", {"kept": two[0], "gone": two[1]})
    path = f"/merges/{proposed['id']}/accept"
    refused = await county.refused(path, {})

    assert refused["type"] == "/problems/somebody-else-decides"
    assert len(await county.read("/workers")) == 2


async def test_two_rows_become_one_with_everything_of_both(
    county: Voice, other: Voice, two: tuple[str, str]
) -> None:
    told = await merged(county, other, two)

    people = await county.read("/workers")
    card = await county.read(f"/workers/{two[0]}")
    gone = await county.ask("GET", f"/workers/{two[1]}")
    found = await county.write("/workers/find", {"phone": "15400009999"})
    assert (told["state"], told["can_be_parted"]) == ("merged", True)
    assert [person["id"] for person in people] == [two[0]]
    assert (gone.status_code, gone.json()["type"]) == (
        410,
        "/problems/worker-was-merged",
    )
    assert [row["id"] for row in found["rows"]] == [two[0]]
    assert len(card["phones"]) == 2
    assert await facts_of(county, two[0]) == {
        "area": VILLAGE,
        "schooling": "初中",
        "wishes": ["缝纫"],
        "limits": ["腰不好"],
        "birth": "1980-02-29",
        "sex": "male",
    }


async def test_parted_they_are_what_they_were_and_keep_what_was_told_since(
    county: Voice, other: Voice, two: tuple[str, str]
) -> None:
    before = [await facts_of(county, id) for id in two]
    told = await merged(county, other, two)
    change = a_change(stated={"schooling": "高中"})
    await county.write(f"/workers/{two[0]}", change, "PATCH")
    parted = await other.write(f"/merges/{told['id']}/part", {})

    cards = [await county.read(f"/workers/{id}") for id in two]
    assert parted["state"] == "parted"
    assert await facts_of(county, two[0]) == {**before[0], "schooling": "高中"}
    assert await facts_of(county, two[1]) == before[1]
    assert [card["last4"] for card in cards] == [MALE[-4:], None]
    assert [len(card["phones"]) for card in cards] == [1, 1]
    assert [card["birth"] for card in cards] == ["1980-02-29"] * 2


async def test_a_number_and_a_household_go_with_the_row_that_goes_and_come_back(
    county: Voice, other: Voice
) -> None:
    home = await county.write("/households", {"area": VILLAGE, "size": 3})
    first = await county.add(twice())
    second = await county.add(a_worker(stated={"household": home["id"]}))
    await county.write(f"/households/{home['id']}", {"head": second}, "PATCH")
    told = await merged(county, other, (first, second))
    joined = await county.read(f"/households/{home['id']}")
    card = await county.read(f"/workers/{first}")
    await other.write(f"/merges/{told['id']}/part", {})
    parted = await county.read(f"/households/{home['id']}")

    cards = [await county.read(f"/workers/{id}") for id in (first, second)]
    assert (joined["head"], joined["members"]) == (first, [first])
    assert card["last4"] == MALE[-4:]
    assert (parted["head"], parted["members"]) == (second, [second])
    assert [one["last4"] for one in cards] == [None, MALE[-4:]]
    assert [one["household"] for one in cards] == [None, home["id"]]


async def test_the_stricter_wish_of_two_rows_holds_until_they_are_parted(
    county: Voice, other: Voice, two: tuple[str, str]
) -> None:
    path = f"/workers/{two[1]}/withdraw"
    await county.write(path, {"kind": "no_match", "said_by": "self"})
    told = await merged(county, other, two)
    joined = await county.read(f"/workers/{two[0]}")
    await other.write(f"/merges/{told['id']}/part", {})

    cards = [await county.read(f"/workers/{id}") for id in two]
    assert joined["withdrawn"] == "no_match"
    assert [card["withdrawn"] for card in cards] == [None, "no_match"]


async def test_whoever_is_erased_is_erased_in_both_rows_and_never_parted(
    county: Voice, other: Voice, two: tuple[str, str], owner: asyncpg.Connection
) -> None:
    told = await merged(county, other, two)
    path = f"/workers/{two[0]}/withdraw"
    await county.write(path, {"kind": "erase", "said_by": "self"})
    refused = await other.refused(f"/merges/{told['id']}/part", {})

    left = await owner.fetchval(
        "SELECT count(*) FROM worker_facts WHERE field IN ('wishes', 'limits')"
    )
    assert (refused["type"], left) == ("/problems/merge-ended", 0)


async def test_contacts_and_words_given_to_employers_follow_the_person_and_back(
    county: Voice, other: Voice, two: tuple[str, str]
) -> None:
    outcome = {"outcome": "reached"}
    await county.write(f"/workers/{two[1]}/contacts", outcome)
    given = {"employer": str(uuid4()), "how": "phone"}
    path = f"/workers/{two[1]}/disclosures/{uuid4()}"
    await county.status(path, given, "PUT")
    told = await merged(county, other, two)
    joined = await county.read(f"/workers/{two[0]}/contacts")
    await other.write(f"/merges/{told['id']}/part", {})

    contacts = [await county.read(f"/workers/{id}/contacts") for id in two]
    assert len(joined) == 1
    assert [len(found) for found in contacts] == [0, 1]


async def test_a_refused_pair_is_not_shown_again(
    county: Voice, other: Voice, two: tuple[str, str]
) -> None:
    proposed = await county.write("/merges", {"kept": two[0], "gone": two[1]})
    told = await other.write(f"/merges/{proposed['id']}/refuse", {})
    pairs = await county.read("/merges/alike", area=VILLAGE)
    listed = await county.read("/merges", state="refused")

    assert (told["state"], pairs) == ("refused", [])
    assert [one["id"] for one in listed] == [told["id"]]


async def test_a_telephone_alone_proposes_nothing(county: Voice) -> None:
    first = await county.add(a_worker())
    son = {"name": "张大山", "id_number": None, "phones": [{"number": PHONE}]}
    second = await county.add(a_worker(**son))
    refused = await county.refused("/merges", {"kept": first, "gone": second})

    assert refused["type"] == "/problems/too-little-agrees"


async def test_nobody_merges_beyond_their_reach(
    county: Voice, voice_of: Callable[..., Voice], two: tuple[str, str]
) -> None:
    neighbour = voice_of("county", "990122")
    draft = {"kept": two[0], "gone": two[1]}
    proposed = await county.write("/merges", draft)

    assert await neighbour.status("/merges", draft, "POST") == 404
    path = f"/merges/{proposed['id']}/accept"
    assert await neighbour.status(path, {}, "POST") == 404
