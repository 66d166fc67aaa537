"""A call sheet that came back: each line beside what the sheet has brought so far.

The same line twice is one contact. Another outcome of the same day corrects it; one of
another day is a further contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.contacts import Contacted
from common.contracts.contacts import FilledLine
from common.contracts.contacts import LineState
from common.intake.names import search_key
from common.intake.normalise import plain
from common.problems import FieldError
from common.texts import Language
from common.texts import say
from services.people.callsheets.filling import Filled
from services.people.callsheets.storage import CallSheetRow
from services.people.callsheets.storage import lines_of
from services.people.contacts.domain import Said
from services.people.contacts.storage import ContactRow
from services.people.contacts.storage import Told
from services.people.contacts.storage import add_contact
from services.people.contacts.storage import contacted
from services.people.contacts.storage import contacts_of_sheet
from services.people.contacts.storage import strike
from services.people.workers.domain import Origin
from services.people.workers.identities import opened_name
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow
from services.people.workers.storage import worker_by_id
from services.people.workers.storage import workers_by_id


@dataclass(frozen=True, slots=True)
class Returning:
    """Who brings which sheet back, in which language; `commit` False only looks."""

    session: AsyncSession
    desk: Desk
    sheet: CallSheetRow
    lang: Language
    commit: bool

    async def take(self, lines: Sequence[Filled]) -> list[FilledLine]:
        """What becomes of each line; all that are good are written if asked."""
        workers = {
            one.number: one.worker_id
            for one in await lines_of(self.session, self.sheet.id)
        }
        reached = await workers_by_id(
            self.session, self.desk.caller, list(workers.values())
        )
        people = {row.id: row for row in reached}
        known = await contacts_of_sheet(self.session, self.sheet.id)
        told = []
        for one in lines:
            person = people.get(workers.get(one.number or 0, UUID(int=0)))
            so_far = known.get(person.id, []) if person else []
            told.append(await self._line(one, person, so_far))
        return told

    async def _line(
        self, one: Filled, person: WorkerRow | None, so_far: list[ContactRow]
    ) -> FilledLine:
        wrong = self._wrong(one, person)
        if wrong or person is None:
            return self._told(one, person, "wrong", message=wrong[0].public(self.lang))
        if one.said is None:
            return self._told(one, person, "blank")
        said = replace(one.said, post=self.sheet.post_id)
        same, replaced = self._beside(said, so_far)
        if same:
            contact = contacted(self.desk.keys, same)
            return self._told(one, person, "same", contact)
        state: LineState = "corrected" if replaced else "new"
        if not self.commit:
            return self._told(one, person, state)
        if replaced:
            await strike(replaced, self.desk.caller.subject, self.desk.now)
        return self._told(one, person, state, await self._write(person.id, said))

    def _wrong(self, one: Filled, person: WorkerRow | None) -> list[FieldError]:
        """A line that nobody stands on, or whose name belongs to another line."""
        if one.wrong:
            return list(one.wrong)
        if person is None:
            return [FieldError("number", "field.call-sheet.number")]
        name = opened_name(self.desk.keys, person.id, person)
        if name and one.name and search_key(one.name) != search_key(plain(name)):
            return [FieldError("name", "field.call-sheet.name")]
        if person.withdrawn == "erase":
            return [FieldError("number", "problem.worker-is-erased")]
        return []

    def _beside(
        self, said: Said, so_far: Sequence[ContactRow]
    ) -> tuple[ContactRow | None, ContactRow | None]:
        """(the contact that says the same, the one of that day that says another)."""
        settled = said.settled(self.desk.today)
        for row in so_far:
            if self._says(contacted(self.desk.keys, row), said):
                return row, None
        days = (row for row in so_far if row.happened_on == settled.on)
        return None, next(days, None)

    def _says(self, known: Contacted, said: Said) -> bool:
        """Whether a line without a day of its own may be this contact again."""
        # Days that were left blank are those which they were taken for then.
        then = said.settled(known.on)
        return then == Said(
            known.outcome,
            known.way,
            known.spoke_with,
            known.reason,
            known.note,
            known.on,
            known.next_on,
            known.post,
        )

    async def _write(self, worker: UUID, said: Said) -> Contacted:
        desk = self.desk
        settled = said.settled(desk.today)
        origin = Origin(
            settled.source,
            settled.speaker,
            settled.on or desk.today,
            None,
            desk.caller.subject,
            desk.now,
        )
        row = await worker_by_id(self.session, desk.caller, worker, lock=True)
        told = Told(settled, origin, self.sheet.id)
        return contacted(
            desk.keys, await add_contact(self.session, desk.keys, row, told)
        )

    def _told(
        self,
        one: Filled,
        person: WorkerRow | None,
        state: LineState,
        contact: Contacted | None = None,
        *,
        message: dict[str, str] | None = None,
    ) -> FilledLine:
        return FilledLine(
            line=one.line,
            number=one.number,
            worker=person.id if person else None,
            state=state,
            contact=contact,
            message=message["message"] if message else say_state(state, self.lang),
        )


def say_state(state: LineState, lang: Language) -> str:
    """What became of a line, in a word."""
    return say(f"call-sheet.line.{state}", lang)
