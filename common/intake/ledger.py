"""One row of a ledger as what it says of one person; every wrong cell is named.

Nothing is repaired: a number that a spreadsheet has damaged is refused with the words
that tell how to mend the column.
"""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from common.intake.cells import read_cell
from common.intake.identifiers import Identity
from common.intake.identifiers import Unreadable
from common.intake.identifiers import read_area
from common.intake.identifiers import read_certificate
from common.intake.identifiers import read_first_generation
from common.intake.identifiers import read_identity
from common.intake.names import read_name
from common.intake.normalise import parts
from common.intake.stated import StatedWorker
from common.intake.working import work_of
from common.intake.written import BROKEN
from common.intake.written import NONE_WORDS
from common.intake.written import Cell
from common.intake.written import WrongCell
from common.intake.written import birth_in
from common.intake.written import day_in
from common.intake.written import is_hidden
from common.intake.written import is_nothing
from common.intake.written import phones_in
from common.intake.written import text_of

LONGEST = 2_000
# Read as they stand, one cell for one field of the statement.
PLAIN_FIELDS = (
    "sex", "schooling", "limits", "certificates", "wishes", "vetoes", "pay_floor",
    "transport", "max_minutes", "max_km", "lodging", "hours", "care", "months", "night",
    "said", "training_wish", "trainings", "poverty_cause", "difficulties", "works_at",
    "works_as", "earns",
)  # fmt: skip
PLACES = ("county", "town", "village", "group", "head", "household", "relation")
LISTS = frozenset(
    ("limits", "certificates", "wishes", "vetoes", "transport", "categories", "skills",
     "training_wish", "trainings", "difficulties")
)  # fmt: skip
# Several people in one cell; two names are never one person's.
SEVERAL = re.compile(r"[、，,;；/|\n]")
# Fields that several columns make together.
COMPOSED = (
    ("categories", ("categories", "disability")),
    ("skills", ("skills", "trade")),
)
MUST_READ = frozenset(("pay_floor", "earns", "hours", "care", "months"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What all rows of a file have in common: the day they were written, and today."""

    said_on: date
    today: date
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one row says; `wrong` names cells by field, and is empty for a good row."""

    name: str = ""
    id_number: str | None = None
    certificate: str | None = None
    phones: tuple[tuple[str, str], ...] = ()
    area: str | None = None
    places: dict[str, str] = field(default_factory=dict)
    birth: date | None = None
    said_on: date | None = None
    told: dict[str, Any] = field(default_factory=dict)
    wrong: tuple[WrongCell, ...] = ()


Cells = Mapping[str, Cell]
Texts = Mapping[str, str]


class _Line:
    """The cells of one line; what is wrong with them is written down as it is found."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.wrong: list[WrongCell] = list(_broken(cells))

    def read(self, name: str, reader: Callable[[Cell], Any]) -> Any:
        """What a cell says; None where nothing stands, or something wrong."""
        value = self.cells.get(name)
        if value is None or value == "":
            return None
        try:
            return reader(value)
        except Unreadable as refused:
            self.wrong.append(WrongCell(name, f"field.{refused.key}", refused.numbers))
            return None

    def add(self, wrong: Iterable[WrongCell]) -> None:
        """Wrong cells beside those known: one sentence for a cell is enough."""
        known = {error.field for error in self.wrong}
        self.wrong += [error for error in wrong if error.field not in known]


def read_row(cells: Cells, reading: Reading) -> LedgerRow:
    """The row of one person: cells by field in, what they say out."""
    line = _Line(cells)
    name = line.read("name", _name) or ""
    if not name:
        line.add([WrongCell("name", "field.name.empty")])
    identity = line.read("id_number", lambda cell: _identity(cell, reading))
    number = identity.number if identity else None
    certificate = line.read("certificate", lambda c: _certificate(c, number, reading))
    said_on = line.read("said_on", lambda cell: day_in(cell, reading.said_on))
    if said_on:
        said_on = min(said_on, reading.today)
    birth = line.read("birth", birth_in)
    texts = {field: text_of(value) for field, value in cells.items()}
    told = {**_told(texts), **_age(texts, birth, identity)}
    line.add(_contradictions(told, birth, identity))
    if identity:
        told.pop("sex", None)
    elif birth:
        told["birth"] = birth
    stated, unread = _stated(told, said_on or reading.said_on)
    line.add(unread)
    return LedgerRow(
        name=name,
        id_number=number,
        certificate=certificate,
        phones=line.read("phones", phones_in) or (),
        area=line.read("area", lambda cell: _area(cell, reading)),
        places={p: texts[p] for p in PLACES if not is_nothing(texts.get(p, ""))},
        birth=identity.birth if identity else birth,
        said_on=said_on,
        told=stated,
        wrong=tuple(line.wrong),
    )


def _broken(cells: Cells) -> Iterator[WrongCell]:
    """Cells that hold a fault of the spreadsheet, or far more than a cell should."""
    for name, value in cells.items():
        if isinstance(value, str):
            if len(value) > LONGEST:
                yield WrongCell(name, "field.cell.long", {"most": LONGEST})
            elif value[:1] == "#" and value.strip().lower() in BROKEN:
                yield WrongCell(name, "field.cell.broken")


def _name(value: Cell) -> str:
    if not isinstance(value, str):
        raise Unreadable("name.characters")
    if is_nothing(value.strip()) or value.strip() in NONE_WORDS:
        raise Unreadable("name.empty")
    if len(value) <= LONGEST and SEVERAL.search(value.strip()):
        raise Unreadable("name.several")
    return read_name(value)


def _identity(value: Cell, reading: Reading) -> Identity | None:
    if not isinstance(value, str):
        raise Unreadable("identity.number_cell")
    text = value.strip()
    if is_nothing(text) or text in NONE_WORDS or is_hidden(text):
        return None
    first = len(text) == 15 and text.isascii() and text.isdigit()
    read = read_first_generation if first else read_identity
    return read(value, today=reading.today, synthetic=reading.synthetic)


def _certificate(value: Cell, number: str | None, reading: Reading) -> str | None:
    text = value.strip() if isinstance(value, str) else "?"
    if is_nothing(text) or text in NONE_WORDS or is_hidden(text):
        return None
    known = read_certificate(
        value, holder=number or "", today=reading.today, synthetic=reading.synthetic
    )
    return known.number


def _area(value: Cell, reading: Reading) -> str | None:
    text = text_of(value)
    if is_nothing(text):
        return None
    return read_area(text, synthetic=reading.synthetic)


def _age(texts: Texts, birth: date | None, identity: Identity | None) -> dict[str, Any]:
    """An age counts only where no day of birth is known."""
    if birth or identity or is_nothing(texts.get("age", "")):
        return {}
    return _fields_of("age", texts["age"])


def _contradictions(
    told: Mapping[str, Any], birth: date | None, identity: Identity | None
) -> Iterator[WrongCell]:
    if identity and birth and birth != identity.birth:
        yield WrongCell("birth", "field.birth.differs")
    if identity and told.get("sex") not in (None, identity.sex):
        yield WrongCell("sex", "field.sex.differs")


def _told(texts: Texts) -> dict[str, Any]:
    """What the cells say, as fields of a statement."""
    told: dict[str, Any] = {}
    for name in PLAIN_FIELDS:
        text = texts.get(name, "")
        if not is_nothing(text) and (text not in NONE_WORDS or name in LISTS):
            told.update(_fields_of(name, text))
    for name, sources in COMPOSED:
        words = _listed(tuple(texts.get(source, "") for source in sources))
        if words is not None:
            told[name] = words
    told.update(work_of(texts, told))
    return told


@lru_cache(maxsize=65536)
def _fields_of(name: str, text: str) -> dict[str, Any]:
    """What one cell says; nonsense where sense is needed stays for the shape to refuse.

    The same words come thousands of times in one file, so they are read once.
    """
    found = read_cell("worker", name, text)
    if found or name not in MUST_READ:
        return {n: tuple(v) if isinstance(v, list) else v for n, v in found.items()}
    return {name: text}


@lru_cache(maxsize=65536)
def _listed(texts: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words of several columns as one list; None where nothing stands in any."""
    known = [text for text in texts if not is_nothing(text)]
    if not known:
        return None
    words = (p for text in known if text not in NONE_WORDS for p in parts(text))
    return tuple(dict.fromkeys(words))


def _stated(
    told: dict[str, Any], said_on: date
) -> tuple[dict[str, Any], list[WrongCell]]:
    """The statement in its one form; what its shape refuses is told by field."""
    if "age" in told:
        told = {**told, "age_on": said_on}
    if not told.get("said", True):
        told = {name: value for name, value in told.items() if name != "said"}
    try:
        stated = StatedWorker.model_validate(told)
    except ValidationError as error:
        names = dict.fromkeys(str(e["loc"][0]) for e in error.errors())
        return {}, [WrongCell(n, f"field.ledger.{_kind(n)}") for n in names]
    return stated.model_dump(mode="json", exclude_unset=True), []


def _kind(name: str) -> str:
    """Which sentence tells how to write a field; most are told in general."""
    named = ("pay_floor", "earns", "hours", "care", "months", "sex", "age")
    return name.replace("_", "-") if name in named else "unreadable"
