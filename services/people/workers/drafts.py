"""What callers say of workers: read into one form, each wrong field with its sentence.

Form is judged here, so that one answer names every wrong field; whether a number can
be somebody's on this day is judged in `identities`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from typing import Any
from typing import Self
from uuid import UUID

from pydantic import BaseModel
from pydantic import BeforeValidator
from pydantic import ConfigDict
from pydantic import Field
from pydantic import ValidationInfo
from pydantic import field_validator
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from common.intake.identifiers import Unreadable
from common.intake.identifiers import read_phone
from common.intake.names import read_name
from common.intake.stated import StatedWorker
from services.people.workers.domain import IdType
from services.people.workers.domain import Kind
from services.people.workers.domain import Source
from services.people.workers.domain import Speaker
from services.people.workers.identities import Person
from services.people.workers.identities import Phone
from services.people.workers.identities import Relation
from services.people.workers.identities import read_number

LONGEST = 100


def _told(read: Callable[..., str], written: object, *more: Any) -> str:
    """What was read, or the sentence that goes with what is wrong."""
    if isinstance(written, str) and len(written) > LONGEST:
        raise PydanticCustomError(
            "string_too_long", "too long", {"max_length": LONGEST}
        )
    try:
        return read(written, *more)
    except Unreadable as refused:
        # The key is a name of ours, not a sentence to be translated.
        raise PydanticCustomError(refused.key, refused.key, refused.numbers) from None


def _name(written: object) -> str:
    return _told(read_name, written if isinstance(written, str) else "")


def _phone(written: object) -> str:
    return _told(read_phone, written)


Name = Annotated[str, BeforeValidator(_name)]
PhoneNumber = Annotated[str, BeforeValidator(_phone)]


class Draft(BaseModel):
    """Base of what callers say: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class OriginDraft(Draft):
    """Where the facts come from; without a day they were said today."""

    source: Source
    said_by: Speaker = "self"
    said_on: date | None = None
    valid_until: date | None = None


class PhoneDraft(Draft):
    """A telephone, and whose it is."""

    number: PhoneNumber
    relation: Relation = "self"


Phones = Annotated[tuple[PhoneDraft, ...], Field(max_length=5)]


class IdentityDraft(Draft):
    """The numbers of a person; the kind of paper stands before its number."""

    origin: OriginDraft
    id_type: IdType = "resident"
    id_number: str | None = None
    certificate: Annotated[str, Field(max_length=40)] | None = None

    @field_validator("id_number", mode="before")
    @classmethod
    def _id_number(cls, written: object, info: ValidationInfo) -> str | None:
        if written is None:
            return None
        origin = info.data.get("origin")
        ledger = origin is not None and origin.source == "ledger"
        kind = info.data.get("id_type", "resident")

        def read(text: object) -> str:
            return read_number(text, kind, from_ledger=ledger)

        return _told(read, written)


class WorkerDraft(IdentityDraft):
    """A worker to register: who it is, what is stated, and where that comes from."""

    name: Name
    phones: Phones = ()
    stated: StatedWorker

    def person(self) -> Person:
        return Person(
            name=self.name,
            id_type=self.id_type,
            id_number=self.id_number,
            certificate=self.certificate and self.certificate.strip().upper(),
            phones=plain_phones(self.phones),
        )


class WorkerChange(IdentityDraft):
    """What to change; fields that are not named stay, a stated null takes a fact back.

    `version`: refuse if somebody else was faster.
    """

    version: int | None = None
    name: Name | None = None
    phones: Phones | None = None
    stated: StatedWorker | None = None

    def person(self, known: Person) -> Person:
        """The identity after the change."""
        told = {
            name: getattr(self, name)
            for name in self.model_fields_set & {"name", "id_number", "certificate"}
            if getattr(self, name) is not None
        }
        phones = known.phones if self.phones is None else plain_phones(self.phones)
        id_type = self.id_type if "id_number" in told else known.id_type
        return Person(
            name=told.get("name", known.name),
            id_type=id_type,
            id_number=told.get("id_number", known.id_number),
            certificate=told.get("certificate", known.certificate),
            phones=phones,
        )


class Search(Draft):
    """Who is looked for: by number, by telephone, or by name and birth date."""

    id_type: IdType = "resident"
    id_number: str | None = None
    phone: PhoneNumber | None = None
    name: Name | None = None
    birth: date | None = None

    @field_validator("id_number", mode="before")
    @classmethod
    def _id_number(cls, written: object, info: ValidationInfo) -> str | None:
        if written is None:
            return None
        return _told(read_number, written, info.data.get("id_type", "resident"))

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.id_number, self.phone, self.name and self.birth)
        if sum(way is not None for way in ways) != 1:
            raise PydanticCustomError("find.one_way", "find.one_way")
        return self


class WithdrawalDraft(Draft):
    """How far the person withdraws, and in whose words."""

    kind: Kind
    said_by: Speaker = "self"


class ResumeDraft(Draft):
    """In whose words the person comes back."""

    said_by: Speaker = "self"


class Batch(Draft):
    """Some workers asked for at once."""

    ids: Annotated[tuple[UUID, ...], Field(max_length=500)]


def plain_phones(drafts: tuple[PhoneDraft, ...]) -> tuple[Phone, ...]:
    """Each number once, in the order told."""
    found = {draft.number: draft.relation for draft in drafts}
    return tuple(Phone(number=n, relation=relation) for n, relation in found.items())
