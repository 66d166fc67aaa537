"""Drawing a call sheet up: who stands on it, what is asked, and how it is told."""

from collections.abc import Mapping
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.contacts import CallLine
from common.contracts.contacts import CallSheet
from common.contracts.contacts import Contacted
from common.contracts.contacts import Number
from common.texts import Language
from common.texts import say
from services.people.areas.storage import areas_by_code
from services.people.areas.storage import check_area
from services.people.callsheets import storage
from services.people.callsheets.domain import SheetIsEmpty
from services.people.callsheets.domain import missing_of
from services.people.callsheets.storage import CallLineRow
from services.people.callsheets.storage import CallSheetRow
from services.people.contacts.storage import contacted
from services.people.contacts.storage import last_contacts
from services.people.workers.facts import current_facts
from services.people.workers.identities import opened_person
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow
from services.people.workers.storage import workers_by_id

Asked = Sequence[tuple[UUID, tuple[str, ...]]]


async def draw_up(
    session: AsyncSession,
    desk: Desk,
    row: CallSheetRow,
    lines: Asked | None,
    most: tuple[int, Language],
) -> None:
    """Store the sheet with the people named, or with those who wait for a voice.

    Whoever is out of reach, or does not want to be rung, stands on no list.
    """
    await check_area(session, desk.caller, row.area)
    if lines is None:
        lines = await _unheard(session, desk, row, most)
    people = await workers_by_id(session, desk.caller, [id for id, _ in lines])
    may_ring = {one.id for one in people if one.withdrawn is None}
    kept = [(id, asked) for id, asked in dict(lines).items() if id in may_ring]
    if not kept:
        raise SheetIsEmpty
    rows = [
        CallLineRow(sheet_id=row.id, number=n, worker_id=id, questions=list(asked))
        for n, (id, asked) in enumerate(kept, 1)
    ]
    await storage.add_sheet(session, row, rows)


async def _unheard(
    session: AsyncSession, desk: Desk, row: CallSheetRow, most: tuple[int, Language]
) -> Asked:
    count, lang = most
    ids = await storage.unheard(session, row.area, desk.today, count)
    facts = await current_facts(session, desk.keys, ids)
    return [
        (id, tuple(say(f"ask.{key}", lang) for key in missing_of(facts.get(id, {}))))
        for id in ids
    ]


async def sheet_as_told(
    session: AsyncSession, desk: Desk, row: CallSheetRow
) -> CallSheet:
    """The sheet with names and telephones in full of those whom the caller reaches."""
    lines = await storage.lines_of(session, row.id)
    ids = [line.worker_id for line in lines]
    people = {
        one.id: one
        for one in await workers_by_id(session, desk.caller, ids)
        # Somebody who withdrew since is rung no more, whatever list they stand on.
        if one.withdrawn is None
    }
    areas = await areas_by_code(session, {one.area for one in people.values()})
    names = {code: area.name for code, area in areas.items()}
    last = await last_contacts(session, ids)
    told = {id: contacted(desk.keys, one) for id, one in last.items()}
    return CallSheet(
        **dict(row.head(len(lines))),
        lines=tuple(
            _line(desk, line, people[line.worker_id], names, told)
            for line in lines
            if line.worker_id in people
        ),
    )


def _line(
    desk: Desk,
    line: CallLineRow,
    person: WorkerRow,
    names: Mapping[str, str],
    last: Mapping[UUID, Contacted],
) -> CallLine:
    known = opened_person(desk.keys, person.id, person)
    phones = known.phones if known else ()
    return CallLine(
        number=line.number,
        worker=person.id,
        name=known.name if known else None,
        sex=person.sex,
        birth=person.birth,
        phones=tuple(Number(**dict(phone)) for phone in phones),
        area=person.area,
        area_name=names.get(person.area),
        questions=tuple(line.questions),
        last=last.get(person.id),
    )
