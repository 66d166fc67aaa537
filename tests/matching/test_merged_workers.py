"""A person of whom two rows became one is held once."""

from uuid import UUID
from uuid import uuid4

from common.contracts.feed import Change
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from services.matching.following import apply_worker
from services.matching.views import Views

VILLAGE = "990121101201"


def told(id: UUID, version: int, into: UUID | None = None) -> Change:
    worker = understand_worker(StatedWorker(area=VILLAGE), id=id)
    body = worker.model_copy(update={"merged_into": into}).model_dump(mode="json")
    return Change(
        pos=version, kind="worker", id=id, version=version, op="put", body=body
    )


def test_a_row_that_was_joined_is_held_no_more_until_it_is_parted() -> None:
    views, kept, gone = Views(), uuid4(), uuid4()
    for id in (kept, gone):
        apply_worker(views, told(id, 1))

    apply_worker(views, told(gone, 2, into=kept))
    joined = views.full.workers.body(gone)
    apply_worker(views, told(gone, 3))

    assert joined is None
    assert views.full.workers.body(gone) is not None
