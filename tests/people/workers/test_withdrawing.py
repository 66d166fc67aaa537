"""Take me off has three meanings; each is a rule, and the statutory row stays."""

import pytest

from services.people.workers.domain import ErasureIsFinal
from services.people.workers.domain import NotWithdrawn
from services.people.workers.domain import OnlyThePersonResumes
from services.people.workers.domain import Withdrawal
from services.people.workers.domain import WithdrawnFurther
from services.people.workers.domain import is_erased
from tests.people.builders import MALE
from tests.people.builders import PHONE
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_worker


@pytest.mark.parametrize("kind", ["pause", "no_match", "erase"])
def test_a_wish_may_go_further_and_may_be_repeated(kind):
    assert Withdrawal("pause").withdraw(kind).kind == kind
    assert Withdrawal(kind).withdraw(kind).kind == kind


def test_a_milder_wish_never_loosens_a_stricter_one():
    with pytest.raises(WithdrawnFurther):
        Withdrawal("no_match").withdraw("pause")
    with pytest.raises(ErasureIsFinal):
        Withdrawal("erase").withdraw("pause")


def test_a_pause_ends_in_anybodys_words_and_no_match_in_the_persons_own():
    assert Withdrawal("pause").resume("spouse").kind is None
    assert Withdrawal("no_match").resume("self").kind is None
    with pytest.raises(OnlyThePersonResumes):
        Withdrawal("no_match").resume("office")


def test_what_never_was_or_is_gone_cannot_be_resumed():
    with pytest.raises(NotWithdrawn):
        Withdrawal().resume("self")
    with pytest.raises(ErasureIsFinal):
        Withdrawal("erase").resume("self")


def test_only_who_is_not_out_of_it_is_matched():
    kinds = (None, "pause", "no_match", "erase")

    assert [Withdrawal(kind).matched for kind in kinds] == [True, True, False, False]


@pytest.mark.parametrize(
    ("field", "source", "erased"),
    [
        ("max_km", "visit", True),
        ("max_km", "phone", True),
        ("max_km", "self", True),
        ("max_km", "kiosk", True),
        ("schooling", "ledger", False),
        ("state", "comparison", False),
        ("categories", "ledger", False),
        ("categories", "certificate", True),
        ("limits", "ledger", True),
        ("limits", "medical", True),
        ("said", "comparison", True),
    ],
)
def test_what_the_person_told_goes_and_what_duty_keeps_stays(field, source, erased):
    assert is_erased(field, source) is erased


async def test_a_pause_shows_in_the_contract_and_ends(coordinator):
    id = await coordinator.add(a_worker())
    paused = await coordinator.write(f"/workers/{id}/withdraw", {"kind": "pause"})
    back = await coordinator.write(f"/workers/{id}/resume", {"said_by": "spouse"})

    assert (paused["withdrawn"], paused["worker"]["state"]) == ("pause", "paused")
    assert (back["withdrawn"], back["worker"]["state"]) == (None, "looking")


async def test_an_officer_cannot_end_no_match_for_the_person(coordinator):
    id = await coordinator.add(a_worker())
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "no_match"})
    problem = await coordinator.refused(f"/workers/{id}/resume", {"said_by": "office"})

    assert problem["type"] == "/problems/only-the-person-resumes"


async def test_each_withdrawal_is_kept_with_who_said_it(coordinator, owner):
    id = await coordinator.add(a_worker())
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "pause"})
    await coordinator.write(f"/workers/{id}/resume", {"said_by": "child"})
    rows = await owner.fetch("SELECT * FROM withdrawals ORDER BY number")

    assert [(row["kind"], row["said_by"]) for row in rows] == [
        ("pause", "self"),
        ("resume", "child"),
    ]
    assert {row["recorded_by"] for row in rows} == {"coordinator-1"}


@pytest.fixture
async def erased(coordinator) -> str:
    """A worker of the ledger who told more on a visit, and then had it erased."""
    ledger = {"source": "ledger", "said_by": "office", "said_on": "2024-01-01"}
    stated = {"schooling": "初中", "categories": ["脱贫户"]}
    id = await coordinator.add(a_worker(origin=ledger, stated=stated))
    told = {"limits": ["不能久站"], "max_km": 5}
    await coordinator.write(f"/workers/{id}", a_change("visit", stated=told), "PATCH")
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "erase"})
    return id


async def test_an_erasure_shreds_who_it_is_and_what_was_told(
    coordinator, owner, erased
):
    row = await owner.fetchrow("SELECT * FROM workers")
    facts = await owner.fetch("SELECT field, source FROM worker_facts ORDER BY field")

    assert (row["name_sealed"], row["id_sealed"]) == (None, None)
    assert (row["phones_sealed"], row["certificate_sealed"]) == (None, None)
    assert (row["last4"], row["name_marks"], row["phone_indexes"]) == (None, [], [])
    assert [tuple(fact) for fact in facts] == [
        ("area", "ledger"),
        ("categories", "ledger"),
        ("schooling", "ledger"),
    ]


async def test_the_statutory_row_stays_after_an_erasure(coordinator, erased):
    rows = await coordinator.read("/workers")
    card = await coordinator.read(f"/workers/{erased}")

    assert [row["id"] for row in rows] == [erased]
    assert (card["name"], card["phones"], card["withdrawn"]) == (None, [], "erase")
    assert (card["area"], card["birth"], card["sex"]) == (
        VILLAGE,
        "1980-02-29",
        "male",
    )


async def test_an_erased_worker_takes_no_change_and_no_undoing(coordinator, erased):
    change = a_change(stated={"max_km": 3})
    changed = await coordinator.refused(f"/workers/{erased}", change, "PATCH")
    resumed = await coordinator.refused(f"/workers/{erased}/resume", {})

    assert changed["type"] == "/problems/worker-is-erased"
    assert resumed["type"] == "/problems/erasure-is-final"


async def test_an_import_does_not_bring_an_erased_person_back(coordinator, erased):
    ledger = {"source": "ledger", "said_by": "office"}
    problem = await coordinator.refused("/workers", a_worker(origin=ledger))

    assert problem["type"] == "/problems/worker-exists"


async def test_an_erased_person_who_comes_back_is_registered_again(coordinator, erased):
    card = await coordinator.write("/workers", a_worker(stated={"night": True}))
    found = await coordinator.write("/workers/find", {"phone": PHONE})

    assert (card["id"], card["withdrawn"], card["last4"]) == (erased, None, MALE[-4:])
    assert card["worker"]["night"] is True
    assert [row["id"] for row in found["rows"]] == [erased]
