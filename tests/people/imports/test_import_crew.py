"""Many lines at once: a second process reads them, two transactions write them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from datetime import timedelta
from typing import Any
from uuid import UUID
from uuid import uuid4

import asyncpg
import pytest

from common.intake.identifiers import identity_check
from services.people.imports import committing
from services.people.imports.carrying import Carrier
from services.people.imports.domain import CarriedElsewhereError
from services.people.imports.storage import import_by_id
from tests.people.imports.books import ledger
from tests.people.imports.conftest import Beside
from tests.people.imports.conftest import Office

OUT_OF_REACH = (
    "SELECT people_take_in(ARRAY[$1]::uuid[], ARRAY[$2], ARRAY[NULL]::date[],"
    " ARRAY[NULL], ARRAY['looking'], ARRAY[NULL]::bytea[], ARRAY['{}'],"
    " ARRAY['resident'], ARRAY[NULL]::bytea[], ARRAY[NULL]::bytea[], ARRAY[NULL],"
    " ARRAY[NULL]::bytea[], ARRAY[NULL]::bytea[], ARRAY['{}'], ARRAY[NULL]::uuid[],"
    " ARRAY[$3]::uuid[], ARRAY['schooling'], ARRAY['\"x\"'], ARRAY[NULL]::bytea[],"
    " ARRAY['2026-01-01']::date[], 'x', now(), $1)"
)
SCOPE = (
    "SELECT set_config('doorstep.role', $1, true),"
    " set_config('doorstep.areas', $2, true)"
)


def person(number: int) -> tuple[Any, ...]:
    born = date(1970, 1, 1) + timedelta(days=number)
    body = f"990121{born:%Y%m%d}001"
    village = "上村" if number % 2 else "下村"
    return ("陈示例", body + identity_check(body), village, "", "初中", "4000左右")


MANY = [person(number) for number in range(60)]


async def first_written(owner: asyncpg.Connection) -> int:
    """How many people there are as soon as there is anybody."""
    async with asyncio.timeout(30):
        async for count in counts(owner):
            if count:
                return count
    raise AssertionError("nobody was written")


async def counts(owner: asyncpg.Connection) -> AsyncIterator[int]:
    while True:
        yield await owner.fetchval("SELECT count(*) FROM workers")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "CHUNK", 10)


async def test_a_big_file_is_read_beside_as_it_would_be_here(
    office: Office, app_here: Any, carrier: Carrier
) -> None:
    book = ledger(*MANY, ("王五", "1", "没这村", "", "", ""))
    here = await office.bring(book)
    app_here.state.imports = Beside(replace(carrier, big=1))
    beside = await office.bring(book)

    lines = [await office.lines(told["id"], limit=200) for told in (here, beside)]
    assert (beside["new"], beside["wrong"]) == (60, 1)
    assert lines[0] == lines[1]


async def test_a_commit_that_was_cut_off_is_gone_on_with_to_the_files_own_rows(
    office: Office, carrier: Carrier, small_chunks: None, owner: asyncpg.Connection
) -> None:
    told = await office.bring(ledger(*MANY))
    id = UUID(told["id"])
    await owner.execute("UPDATE imports SET state = 'committing', done = 0")
    (_, caller), *_ = await carrier.unfinished()
    cut = asyncio.create_task(carrier.carry_on(id, caller))
    some = await first_written(owner)
    cut.cancel()
    await asyncio.wait((cut,))
    both = (carrier.carry_on(id, caller) for _ in range(2))
    ended = await asyncio.gather(*both, return_exceptions=True)

    async with carrier.database.transaction(caller) as session:
        row = await import_by_id(session, caller, id)
    people = await owner.fetchval("SELECT count(DISTINCT id_index) FROM workers")
    assert (row.state, row.done, people) == ("committed", 60, 60)
    assert 0 < some <= 60
    assert {type(one) for one in ended} <= {type(None), CarriedElsewhereError}


@pytest.mark.parametrize(
    ("role", "reach", "area", "other"),
    [
        ("county", "990122%", "990121101201", False),
        ("hr", "990121%", "990121101201", False),
        ("county", "990121%", "990121101201", True),
        ("county", "", "990121101201", False),
    ],
)
async def test_nobody_is_taken_in_beyond_reach_or_with_the_facts_of_others(
    database_urls: Any, role: str, reach: str, area: str, other: bool
) -> None:
    id = uuid4()
    connection = await asyncpg.connect(database_urls("people").app)
    async with connection.transaction():
        await connection.execute(SCOPE, role, reach)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(OUT_OF_REACH, id, area, uuid4() if other else id)
    await connection.close()
