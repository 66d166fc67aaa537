"""The village's officers, a post, and what people would tell of some workers."""

from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from uuid import UUID
from uuid import uuid4

import pytest
from fastapi import FastAPI

from common.contracts.people import Worker
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from services.jobs.knowing import ask_person
from services.jobs.requests import moment
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
People = dict[UUID, Worker]
Add = Callable[..., str]


@pytest.fixture
def people() -> People:
    """What people would tell of each worker; it lies outside of jobs."""
    return {}


@pytest.fixture
def add_worker(people: People) -> Add:
    """Registers somebody; the id."""

    def add(**facts: object) -> str:
        id = uuid4()
        stated = StatedWorker.model_validate({"area": VILLAGE, **facts})
        people[id] = understand_worker(stated, id=id)
        return str(id)

    return add


@pytest.fixture(autouse=True)
def that_moment(jobs_app: FastAPI, people: People) -> None:
    """Ten in the morning of the day, and people at the other end of the line."""

    async def now() -> datetime:
        return NOW

    async def asked(id: UUID) -> Worker | None:
        return people.get(id)

    async def ask() -> object:
        return asked

    jobs_app.dependency_overrides[moment] = now
    jobs_app.dependency_overrides[ask_person] = ask


@pytest.fixture
def village(desk_of: DeskOf) -> Desk:
    """The coordinator of the workers' village."""
    return desk_of(role="coordinator", areas=(VILLAGE,))


@pytest.fixture
def person(desk_of: DeskOf) -> Callable[[str], Desk]:
    """The desk of a worker."""
    return lambda id: desk_of(role="worker", areas=(), worker=UUID(id))


@pytest.fixture
async def employer(county: Desk) -> str:
    return await county.employer()


@pytest.fixture
def hr(hr_of: HrOf, employer: str) -> Desk:
    return hr_of(employer)


@pytest.fixture
async def post(county: Desk, employer: str) -> str:
    """A post in another township, with one opening."""
    return await county.post(employer, area=OTHER_TOWN, openings=1)


@pytest.fixture
def worker_id(add_worker: Add) -> str:
    return add_worker()
