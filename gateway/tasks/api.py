"""Tasks of an area or an employer, with whom to ring for those who may know."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response

from common.contracts.tasks import Side
from common.contracts.tasks import Task
from common.contracts.tasks import TaskKind
from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.problems import Unavailable
from common.texts import Language
from common.texts import say
from gateway.answering import answer_with
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Part
from gateway.policy import Scope
from gateway.referrals.joining import persons_of
from gateway.shortlists.cards import WorkerCard
from gateway.shortlists.domain import handle_of

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])


class TaskPart(Part):
    """Which tasks a list shows; `after` is the `id` of the last one before."""

    area: AreaCode | None = None
    kind: TaskKind | None = None
    side: Side | None = None


class TaskCard(Task):
    """A task for an officer, with whom to ring; `text` says what is to be done."""

    person: WorkerCard | None
    text: str


class EmployerTask(Contract):
    """A task for an employer; the handle is that of its list and its referrals."""

    id: str
    kind: TaskKind
    due: datetime
    late: bool
    referral: UUID | None
    handle: str | None
    post: UUID | None
    text: str


@router.get("", response_model=list[TaskCard | EmployerTask])
async def find_tasks(visit: Visitor, asked: Annotated[TaskPart, Query()]) -> Response:
    """What is to be done about people, most urgent first: one list for all of it."""
    told = await _tasks(visit, asked)
    if visit.scope is Scope.EMPLOYER:
        return answer_with(
            visit, [_for_employer(one, visit.handle_key, visit.lang) for one in told]
        )
    workers = {one.worker for one in told}
    persons = await persons_of(visit, workers)
    await visit.log_readings(workers)
    cards = [
        TaskCard(
            **dict(one),
            person=persons.get(one.worker),
            text=say(f"task.{one.kind}", visit.lang, day=one.day or 0),
        )
        for one in told
    ]
    return answer_with(visit, cards)


async def _tasks(visit: Visit, asked: TaskPart) -> list[Task]:
    """The tasks of both services in one order: their ids begin with when they are due.

    Without people's service those of referrals and placements stand alone.
    """
    call = Call("jobs", "GET", "/tasks", asked.query())
    rows = await visit.ask_json(call)
    if visit.scope is Scope.AREA:
        with suppress(Unavailable):
            rows += await visit.ask_json(replace(call, member="people"))
    first = sorted(rows, key=lambda row: str(row["id"]))[: asked.limit]
    return [Task.model_validate(row) for row in first]


def _for_employer(told: Task, key: bytes, lang: Language) -> EmployerTask:
    shown = told.model_dump(include=set(EmployerTask.model_fields))
    handle = handle_of(key, told.post, told.worker) if told.post else None
    return EmployerTask(
        **shown, handle=handle, text=say(f"task.{told.kind}", lang, day=told.day or 0)
    )
