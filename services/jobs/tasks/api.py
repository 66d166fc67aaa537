"""The route for tasks."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query

from common.contracts.tasks import Task
from common.database import Transaction
from common.tokens import CallerHeader
from common.tokens import only
from services.jobs.keeping import KEEPERS
from services.jobs.requests import Now
from services.jobs.requests import Today
from services.jobs.tasks import storage
from services.jobs.tasks.storage import Clock
from services.jobs.tasks.storage import TaskFilter

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[only(*KEEPERS)])


@router.get("")
async def find_tasks(
    wanted: Annotated[TaskFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    today: Today,
    now: Now,
) -> list[Task]:
    """What the caller has to do about people, the most urgent first."""
    return await storage.find_tasks(tx, caller, wanted, Clock(today, now))
