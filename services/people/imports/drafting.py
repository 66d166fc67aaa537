"""From the lines of a sheet to drafts of people: cells, places, repeats in the file."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any

from common.intake.headings import Heading
from common.intake.identifiers import Unreadable
from common.intake.ledger import LedgerRow
from common.intake.ledger import Reading
from common.intake.ledger import read_row
from common.intake.written import Cell
from common.intake.written import WrongCell
from common.intake.written import text_of
from services.people.imports.placing import Places
from services.people.workers.identities import Person
from services.people.workers.identities import Phone

# Lines that end a ledger and name nobody: who filled it in, who checked it, sums.
SIGNATURES = (
    "填表", "填报", "制表", "审核", "复核", "负责人", "单位负责人", "村负责人", "经办",
    "合计", "总计", "小计", "注:", "备注:", "说明:", "签字", "签名", "盖章", "联系人:",
)  # fmt: skip
# Named on the first line of a household only, and meant for those below.
FEW = 4
CARRIED = ("county", "town", "village", "group", "head", "household")
HEADS = frozenset(("户主", "本人", "户主本人", "本人或户主", "户主或本人"))


@dataclass(frozen=True, slots=True)
class Draft:
    """One person of a workbook as far as it can be taken."""

    name: str
    id_number: str | None
    certificate: str | None
    phones: tuple[tuple[str, str], ...]
    birth: str | None
    said_on: date
    told: dict[str, Any]
    # Household number, name of the head, and whether that is this person.
    home: tuple[str, str, bool] | None = None

    @property
    def person(self) -> Person:
        phones = tuple(Phone(number=n, relation=r) for n, r in self.phones)
        return Person(self.name, "resident", self.id_number, self.certificate, phones)

    def as_json(self) -> dict[str, Any]:
        """What is kept, sealed, until the officer decides."""
        return {
            "name": self.name,
            "id_number": self.id_number,
            "certificate": self.certificate,
            "phones": self.phones,
            "birth": self.birth,
            "said_on": self.said_on.isoformat(),
            "told": self.told,
            "home": self.home,
        }


def draft_of(kept: Mapping[str, Any]) -> Draft:
    """The draft that `as_json` wrote."""
    phones = tuple((number, whose) for number, whose in kept["phones"])
    said_on = date.fromisoformat(kept["said_on"])
    return Draft(**{**kept, "phones": phones, "said_on": said_on})


@dataclass(frozen=True, slots=True)
class Read:
    """One line: its place, and a draft or what is wrong with it."""

    sheet: int
    line: int
    draft: Draft
    wrong: tuple[WrongCell, ...]


@dataclass(slots=True)
class Drafting:
    """Reads the lines of one sheet; remembers what a household's first line named."""

    sheet: int
    heading: Heading
    reading: Reading
    places: Places
    skipped: int = 0
    _carried: dict[str, Cell] = field(default_factory=dict)

    def drafts_of(self, rows: list[tuple[int, list[Cell]]]) -> Iterator[Read]:
        """Drafts of those lines that name somebody."""
        fields = self.heading.fields
        words = {c.place: c.words for c in self.heading.columns}
        for number, line in rows:
            if number - 1 <= self.heading.line:
                continue
            cells = {f: line[p] for f, p in fields.items() if p < len(line)}
            if _is_repeated(cells, fields, words) or _is_signature(cells, line):
                self.skipped += 1
                continue
            yield self._read(number, self._filled(cells))

    def _filled(self, cells: dict[str, Cell]) -> dict[str, Cell]:
        """Empty cells of places and of the head mean those of the line above."""
        self._leave_home(cells, "head", "household")
        self._leave_home(cells, "household", "head")
        for name in CARRIED:
            if text_of(cells.get(name)):
                self._carried[name] = cells[name]
            elif name in self._carried:
                cells[name] = self._carried[name]
        return cells

    def _leave_home(self, cells: dict[str, Cell], told: str, other: str) -> None:
        """Another head without a number has no number, and the other way round."""
        now = text_of(cells.get(told))
        if now and now != text_of(self._carried.get(told)):
            self._carried.pop(other, None)

    def _read(self, number: int, cells: dict[str, Cell]) -> Read:
        row = read_row(cells, self.reading)
        wrong = list(row.wrong)
        told = dict(row.told)
        if not any(error.field == "area" for error in wrong):
            try:
                area = self.places.area_of(row.area, row.places)
                told.update({"area": area} if area else {})
            except Unreadable as refused:
                where = next(
                    (f for f in ("area", "village", "town") if f in cells), "area"
                )
                wrong.append(WrongCell(where, f"field.{refused.key}", refused.numbers))
        if row.name and not _is_told_apart(row):
            wrong.append(WrongCell("id_number", "field.ledger.nobody"))
        draft = Draft(
            row.name,
            row.id_number,
            row.certificate,
            row.phones,
            row.birth.isoformat() if row.birth else None,
            row.said_on or self.reading.said_on,
            told,
            _home(row),
        )
        return Read(self.sheet, number, draft, tuple(wrong))


def _home(row: LedgerRow) -> tuple[str, str, bool] | None:
    """With whom this person lives, as far as the ledger says."""
    number, head = row.places.get("household", ""), row.places.get("head", "")
    relation = row.places.get("relation", "")
    if not (number or head):
        return None
    if relation and relation not in HEADS:
        return number, head, False
    return number, head, head == row.name if head else bool(relation)


def _is_told_apart(row: LedgerRow) -> bool:
    """Whether this person could be found again: a name alone is many people's."""
    tried = any(w.field in ("id_number", "birth", "phones") for w in row.wrong)
    return bool(row.id_number or row.birth or row.phones or tried)


def _is_repeated(
    cells: Mapping[str, Cell], fields: Mapping[str, int], words: Mapping[int, str]
) -> bool:
    """Whether the heading stands again, as on every printed page."""
    name = fields["name"]
    return text_of(cells.get("name")) == text_of(words[name])


def _is_signature(cells: Mapping[str, Cell], line: list[Cell]) -> bool:
    """Whether the line ends the ledger: few cells, and the first of them says so."""
    first = next((text for value in line if (text := text_of(value))), "")
    if not first:
        return True
    if not first.replace(" ", "").startswith(SIGNATURES):
        return False
    # A name column that holds 合计 names nobody either.
    few = sum(bool(text_of(value)) for value in line) <= FEW
    return few or not text_of(cells.get("id_number"))
