"""The route for tasks about people."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query

from common.contracts.tasks import Task
from common.database import Transaction
from common.tokens import only
from services.people.tables import OFFICERS
from services.people.tasks import storage
from services.people.tasks.storage import Clock
from services.people.tasks.storage import TaskFilter
from services.people.workers.api import Here

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[only(*OFFICERS)])


@router.get("")
async def find_tasks(
    wanted: Annotated[TaskFilter, Query()], desk: Here, tx: Transaction
) -> list[Task]:
    """What is due about the people of a village or a township, most urgent first."""
    clock = Clock(desk.today, desk.now)
    return await storage.find_tasks(tx, desk.keys, desk.caller, wanted, clock)
