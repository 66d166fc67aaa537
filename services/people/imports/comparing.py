"""One draft beside one person: what would hold, what is older, what is somebody else.

Nothing here asks the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any
from uuid import UUID

from common.intake.names import mask_name
from common.intake.names import search_key
from common.intake.names import syllables
from common.intake.normalise import parts
from common.intake.normalise import plain
from common.intake.written import WrongCell
from common.tokens import Caller
from services.people.imports.domain import Outcome
from services.people.imports.drafting import Draft
from services.people.merges.forgetting import forgotten_mark
from services.people.sealing import Keys
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.domain import Origin
from services.people.workers.domain import Source
from services.people.workers.identities import Person
from services.people.workers.identities import number_index
from services.people.workers.storage import WorkerRow

SOURCE: Source = "ledger"
MOST_PHONES = 5
Difference = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One statement that is stored, opened."""

    number: int
    value: Any
    source: str
    said_on: Any
    current: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the ledger: row, identity, and every statement by field."""

    row: WorkerRow
    person: Person | None
    facts: Mapping[str, tuple[KnownFact, ...]]

    def current(self, name: str) -> KnownFact | None:
        """The statement that holds for a field."""
        return next((f for f in self.facts.get(name, ()) if f.current), None)

    def told(self, name: str) -> Any:
        """What holds for a field, be it stated or only a column of the worker."""
        fact = self.current(name)
        if fact or name not in COLUMN_FIELDS:
            return fact and fact.value
        value = getattr(self.row, name)
        return value if value is None or isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one draft: the outcome, and what writing it would do.

    `current` are the fields that would hold from then on; `history` those that would
    only be written down beside newer or better words.
    """

    draft: Draft
    outcome: Outcome
    known: Known | None = None
    wrong: tuple[WrongCell, ...] = ()
    differences: tuple[Difference, ...] = ()
    current: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, Any] = field(default_factory=dict)
    person: Person | None = None
    alike: tuple[UUID, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything is to be stored."""
        return self.outcome in ("new", "changed") or (
            self.outcome == "same" and bool(self.history)
        )


@dataclass(frozen=True, slots=True)
class Eyes:
    """With whose eyes and keys the ledger is looked at."""

    caller: Caller
    keys: Keys
    now: datetime

    def origin(self, draft: Draft) -> Origin:
        """Where the facts of a workbook come from."""
        return Origin(
            SOURCE, "office", draft.said_on, None, self.caller.subject, self.now
        )

    def index(self, draft: Draft) -> bytes | None:
        """Under what the number is found; None without one."""
        if draft.id_number is None:
            return None
        return number_index(self.keys, "resident", draft.id_number)

    def marks(self, draft: Draft) -> "Marks":
        """Everything by which a draft finds people, reckoned once."""
        written, sound = search_key(draft.name), "".join(syllables(draft.name))[:20]
        return Marks(
            self.index(draft),
            self.keys.marks("name", [f"={written}"])[0],
            self.keys.marks("name", [sound])[0],
            forgotten_mark(self.keys, draft.name, draft.birth, draft.told.get("area")),
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """The blind index of a number, the mark of a name as written, and of its sound.

    `forgotten` is the digest under which somebody stands who had everything erased.
    """

    index: bytes | None
    name: int
    sound: int
    forgotten: bytes | None


def compare(
    eyes: Eyes, draft: Draft, known: Known | None, alike: tuple[UUID, ...] = ()
) -> Found:
    """What writing a draft would do to whom we know, or to nobody yet."""
    if known is None:
        if not draft.told.get("area"):
            missing = WrongCell("area", "field.ledger.home")
            return Found(draft, "wrong", wrong=(missing,), alike=alike)
        return Found(draft, "new", current=draft.told, person=draft.person, alike=alike)
    if known.person is None:
        erased = WrongCell("name", "problem.worker-is-erased")
        return Found(draft, "wrong", known, wrong=(erased,))
    if _other_name(draft, known.person):
        other = WrongCell(
            "name", "field.ledger.other-name", {"name": mask_name(known.person.name)}
        )
        return Found(draft, "wrong", known, wrong=(other,))
    current, history = _sorted_facts(eyes.origin(draft), draft, known)
    person, changes = _identity(draft, known.person)
    differences = (
        *changes,
        *((name, known.told(name), value) for name, value in current.items()),
    )
    outcome: Outcome = "changed" if differences else "same"
    return Found(
        draft, outcome, known, (), differences, current, history, person, alike
    )


def _other_name(draft: Draft, person: Person) -> bool:
    """Whether the number belongs to somebody whose name does not even sound so."""
    if search_key(draft.name) == search_key(person.name):
        return False
    return syllables(draft.name) != syllables(person.name)


def _sorted_facts(
    origin: Origin, draft: Draft, known: Known
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields that would hold, and fields that only enter the history."""
    current: dict[str, Any] = {}
    history: dict[str, Any] = {}
    for name, value in draft.told.items():
        if _same(known.told(name), value) or _was_told(known, name, value, draft):
            continue
        fact = known.current(name)
        if fact is None or origin.replaces(name, fact.source, fact.said_on):
            current[name] = value
        else:
            history[name] = value
    return current, history


def _same(known: Any, told: Any) -> bool:
    """Whether two values say the same; width and old characters are no difference."""
    return known == told or (known is not None and _bare(known) == _bare(told))


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return [part for item in value for part in parts(item)]
    return value


def _was_told(known: Known, name: str, value: Any, draft: Draft) -> bool:
    """Whether the same ledger of the same day has said the same already."""
    return any(
        fact.source == SOURCE
        and fact.said_on == draft.said_on
        and _same(fact.value, value)
        for fact in known.facts.get(name, ())
    )


def _identity(draft: Draft, known: Person) -> tuple[Person, tuple[Difference, ...]]:
    """Numbers and telephones that come new; a name is never changed by a list."""
    have = {phone.number for phone in known.phones}
    told = draft.person.phones
    fresh = tuple(phone for phone in told if phone.number not in have)
    phones = (*known.phones, *fresh)[:MOST_PHONES]
    person = Person(
        known.name,
        known.id_type,
        known.id_number or draft.id_number,
        draft.certificate or known.certificate,
        phones,
    )
    pairs = (
        ("id_number", known.id_number, person.id_number),
        ("certificate", known.certificate, person.certificate),
        ("phones", _numbers(known), _numbers(person)),
    )
    return person, tuple((n, old, now) for n, old, now in pairs if old != now)


def _numbers(person: Person) -> list[str]:
    return [phone.number for phone in person.phones]
