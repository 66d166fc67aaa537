"""Where the heading of a sheet is, and what each column means.

Ledgers begin with titles, merged cells and dates; the heading is the line of the first
six whose words are known best. A second line below it may name what the first groups.
"""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import plain

# The heading stands on one of these lines.
LINES = 6
# So many columns must be known, the name among them, to call a line a heading.
LEAST = 2
MARKS = re.compile(r"[\s*＊:：.。、_'\"“”]+")
BRACKETS = re.compile(r"[(\[【<][^)\]】>]*[)\]】>]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, the words above it, and the field, if it is known."""

    place: int
    words: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """The last line of the heading (from 0), its columns, and those known."""

    line: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, int]:
        """The place of each known field; the first of two columns holds."""
        found: dict[str, int] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, column.place)
        return found


@lru_cache(maxsize=1)
def ledger_aliases() -> dict[str, str]:
    """Every heading we know in its bare form, with its field."""
    return {
        bare(alias): row["field"]
        for row in rows("ledger_columns.csv")
        for alias in cell(row["aliases"])
    }


@lru_cache(maxsize=1)
def ledger_labels() -> dict[str, str]:
    """The heading that we write for each field."""
    return {row["field"]: cell(row["aliases"])[0] for row in rows("ledger_columns.csv")}


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """A heading without blanks, stars and colons, in small half-width letters."""
    return MARKS.sub("", plain(words.replace("\n", "")).lower())


def field_of(words: str, own: Mapping[str, str]) -> str | None:
    """The field of a heading: as an office maps it, else as everybody calls it."""
    known = bare(words)
    if known in own:
        return own[known] or None
    aliases = ledger_aliases()
    return aliases.get(known) or aliases.get(BRACKETS.sub("", known))


def find_heading(
    lines: Sequence[Sequence[object]], own: Mapping[str, str]
) -> Heading | None:
    """The heading within the first lines of a sheet; None where nothing is known."""
    fields = [
        [field_of(value, own) if isinstance(value, str) else None for value in line]
        for line in lines[: LINES + 1]
    ]
    scores = [len({f for f in line if f}) for line in fields[:LINES]]
    best = max(range(len(scores)), key=lambda n: (scores[n], -n), default=None)
    if best is None or scores[best] < LEAST:
        return None
    below = fields[best + 1] if best + 1 < len(fields) else []
    upper = fields[best]
    lower = below if _goes_on(lines, upper, best) else []
    width = max(len(lines[best]), len(lower))
    columns = []
    for place in range(width):
        first, second = _at(upper, place), _at(lower, place)
        line = best + 1 if second else best
        columns.append(Column(place, _words(lines[line], place), second or first))
    found = Heading(best + bool(lower), tuple(columns))
    return found if "name" in found.fields else None


def _goes_on(
    lines: Sequence[Sequence[object]], upper: list[str | None], best: int
) -> bool:
    """Whether the next line is heading too: nobody's name stands below the name."""
    if "name" not in upper or best + 1 >= len(lines):
        return False
    below = lines[best + 1]
    words = [_words(below, place) for place in range(len(below))]
    if _words(below, upper.index("name")) not in ("", lines[best][upper.index("name")]):
        return False
    return any(word and _at(upper, place) is None for place, word in enumerate(words))


def _at(line: Sequence[str | None], place: int) -> str | None:
    return line[place] if place < len(line) else None


def _words(line: Sequence[object], place: int) -> str:
    value = line[place] if place < len(line) else ""
    return str(value).strip() if value is not None else ""
