"""Who a worker is: name, numbers and telephones, checked, then sealed into columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch
from typing import Any
from typing import Literal
from uuid import UUID

from common.contracts.values import Contract
from common.intake.identifiers import Identity
from common.intake.identifiers import Sex
from common.intake.identifiers import Unreadable
from common.intake.identifiers import read_certificate
from common.intake.identifiers import read_first_generation
from common.intake.identifiers import read_identity
from common.intake.names import mask_name
from common.intake.names import mask_phone
from common.intake.names import search_key
from common.intake.names import search_keys
from common.problems import FieldError
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.workers.domain import IdType

Relation = Literal["self", "spouse", "child", "parent", "relative", "village"]
# Where numbers are only read for their form, every day has come and every province is.
_FORM: dict[str, Any] = {"today": date.max, "synthetic": True}


class Phone(Contract):
    """A telephone and whose it is; old people often share a child's."""

    number: str
    relation: Relation = "self"


@dataclass(frozen=True, slots=True)
class Person:
    """A worker's identity in plain; `birth` and `sex` come from the number if any."""

    name: str
    id_type: IdType
    id_number: str | None = None
    certificate: str | None = None
    phones: tuple[Phone, ...] = ()

    @property
    def identity(self) -> Identity | None:
        """What the number tells; other papers tell nothing."""
        if self.id_number is None or self.id_type == "other":
            return None
        return read_identity(self.id_number, **_FORM)


def read_number(written: object, id_type: IdType, *, from_ledger: bool = False) -> str:
    """The number of a paper in its one form; its day and province are not judged.

    Only a ledger may still hold numbers of the first generation.
    """
    if id_type == "other":
        text = written.strip().upper() if isinstance(written, str) else ""
        if not fullmatch(r"[A-Z0-9][A-Z0-9-]{3,29}", text):
            raise Unreadable("identity.other")
        return text
    digits = len(str(written).strip())
    if from_ledger and isinstance(written, str) and digits == 15:
        return read_first_generation(written, **_FORM).number
    return read_identity(written, **_FORM).number


def wrong_person(person: Person, *, today: date, synthetic: bool) -> list[FieldError]:
    """What cannot be true of this identity on this day; empty when nothing."""
    wrong = []
    if person.id_number and person.id_type != "other":
        try:
            read_identity(person.id_number, today=today, synthetic=synthetic)
        except Unreadable as refused:
            wrong.append(FieldError("id_number", f"field.{refused.key}"))
    if person.certificate:
        holder = person.id_number or ""
        try:
            read_certificate(person.certificate, holder=holder, **_FORM)
        except Unreadable as refused:
            wrong.append(FieldError("certificate", f"field.{refused.key}"))
    return wrong


def sealed_columns(keys: Keys, seal: RowSeal, person: Person) -> dict[str, Any]:
    """The columns of a worker's identity; nothing of it can be read from them."""
    number, phones = person.id_number, person.phones
    plain = [phone.model_dump() for phone in phones]
    return {
        "name_sealed": seal.seal("name", person.name),
        "name_marks": keys.marks("name", search_keys(person.name)),
        "id_type": person.id_type,
        "id_sealed": seal.seal("id_number", number) if number else None,
        "id_index": number_index(keys, person.id_type, number) if number else None,
        "last4": number[-4:] if number else None,
        "certificate_sealed": seal.seal("certificate", person.certificate)
        if person.certificate
        else None,
        "phones_sealed": seal.seal_json("phones", plain) if phones else None,
        "phone_indexes": [keys.index("phone", phone.number) for phone in phones],
    }


ERASED_COLUMNS: dict[str, Any] = {
    "name_sealed": None,
    "name_marks": [],
    "id_sealed": None,
    "last4": None,
    "certificate_sealed": None,
    "phones_sealed": None,
    "phone_indexes": [],
}


def number_index(keys: Keys, id_type: IdType, number: str) -> bytes:
    """Under what a number is found; permits and cards share one numbering."""
    kind = "other" if id_type == "other" else "identity"
    return keys.index(f"id:{kind}", number)


def name_mark(keys: Keys, typed: str, *, whole: bool = False) -> int:
    """Under what a name, or the beginning of one, is found."""
    key = search_key(typed)
    return keys.marks("name", [f"={key}" if whole else key])[0]


def opened_person(keys: Keys, id: UUID, columns: Any) -> Person | None:
    """The identity of a row in plain; None once it is erased."""
    if columns.name_sealed is None:
        return None
    seal = keys.of_row("workers", id)
    phones = (
        seal.open_json("phones", columns.phones_sealed) if columns.phones_sealed else ()
    )
    return Person(
        name=seal.open("name", columns.name_sealed),
        id_type=columns.id_type,
        id_number=seal.open("id_number", columns.id_sealed)
        if columns.id_sealed
        else None,
        certificate=seal.open("certificate", columns.certificate_sealed)
        if columns.certificate_sealed
        else None,
        phones=tuple(Phone.model_validate(phone) for phone in phones),
    )


def opened_name(keys: Keys, id: UUID, columns: Any) -> str | None:
    """The name alone; None once it is erased."""
    if columns.name_sealed is None:
        return None
    return keys.of_row("workers", id).open("name", columns.name_sealed)


def masked(person: Person | None) -> tuple[str | None, tuple[Phone, ...]]:
    """The name and the telephones as a screen shows them."""
    if person is None:
        return None, ()
    return mask_name(person.name), masked_phones(person.phones)


def masked_phones(phones: Sequence[Phone]) -> tuple[Phone, ...]:
    """Telephones of which only the ends are seen."""
    return tuple(
        Phone(number=mask_phone(phone.number), relation=phone.relation)
        for phone in phones
    )


def birth_and_sex(person: Person) -> tuple[date | None, Sex | None]:
    """What the number tells of birth and sex."""
    identity = person.identity
    return (identity.birth, identity.sex) if identity else (None, None)
