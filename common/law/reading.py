"""Rule folders become a checked set, or are refused with file, line, and what to do.

A rule set is a folder of CSV files with one header. All faults are told at once, and
nothing is taken from a folder that has one.
"""

import csv
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from itertools import pairwise
from pathlib import Path

from common.law.catalogue import Key
from common.law.catalogue import key_named
from common.law.catalogue import keys
from common.law.kinds import KINDS
from common.law.kinds import Unreadable
from common.law.rules import Rule
from common.law.rules import RuleSet

COLUMNS = (
    "key", "value", "unit", "area", "valid_from", "valid_until", "citation",
    "examples",
)  # fmt: skip
AREA_LENGTHS = (0, 2, 4, 6, 9, 12)
Number = int | float | str
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is refused: `rules.fault.<why>` in the texts, with its numbers."""

    file: str
    line: int
    why: str
    numbers: dict[str, Number] = field(default_factory=dict)


class RuleSetRefused(ValueError):  # noqa: N818 - what happened to the folder
    """A rule set with faults; nothing of it is in force."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        told = (f"{one.file} line {one.line}: {one.why}" for one in faults)
        super().__init__("; ".join(told))
        self.faults = faults


def files_in(folder: Path) -> Files:
    """The rule files of a folder by name."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


def read_rules(*layers: Files) -> RuleSet:
    """The layers as one set, the later above the earlier; or RuleSetRefused."""
    faults: list[Fault] = []
    rules: list[Rule] = []
    for layer, files in enumerate(layers):
        if not files:
            faults.append(Fault("*.csv", 0, "no_files"))
        for name, raw in files.items():
            rules += _rules_in(name, raw, layer, faults)
    for rule in rules:
        faults += _faults_of(rule, rules)
    faults += _contradictions(rules)
    faults += _gaps(rules)
    if faults:
        raise RuleSetRefused(tuple(faults))
    return RuleSet(tuple(rules))


def _text(raw: bytes) -> str:
    # Spreadsheet programs of a Chinese Windows write GB18030.
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _rules_in(file: str, raw: bytes, layer: int, faults: list[Fault]) -> list[Rule]:
    lines = [
        (at, line)
        for at, line in enumerate(_text(raw).splitlines(), 1)
        if line.strip(" ,\t") and not line.startswith("#")
    ]
    header = next(csv.reader([lines[0][1]]), []) if lines else []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        told: dict[str, Number] = {"columns": " ".join(missing)}
        faults.append(Fault(file, lines[0][0] if lines else 1, "header", told))
        return []
    rules = []
    for at, line in lines[1:]:
        cells = next(csv.reader([line]))
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        found = _rule(row, (file, at, layer), faults)
        rules += [found] if found else []
    return rules


def _rule(
    row: dict[str, str], place: tuple[str, int, int], faults: list[Fault]
) -> Rule | None:
    file, line, layer = place
    if len(row) < len(COLUMNS):
        faults.append(Fault(file, line, "cells", {"count": len(COLUMNS)}))
        return None
    days = []
    for name in ("valid_from", "valid_until"):
        try:
            told = row[name]
            days.append(date.fromisoformat(told) if told else None)
        except ValueError:
            faults.append(Fault(file, line, "day", {"value": row[name]}))
            return None
    since, until = days
    if since is None:
        faults.append(Fault(file, line, "no_day"))
        return None
    return Rule(
        key=row["key"],
        value=row["value"],
        valid_from=since,
        valid_until=until,
        area=row["area"],
        citation=row["citation"],
        unit=row["unit"],
        examples=row["examples"],
        file=file,
        line=line,
        layer=layer,
    )


def _faults_of(rule: Rule, rules: Iterable[Rule]) -> Iterator[Fault]:
    """What is wrong with one line by itself."""
    key = key_named(rule.key)
    if key is None or _stranger(rule, rules):
        why = "licence" if rule.key.startswith("licence.") else "key"
        yield _fault(rule, why, name=rule.key)
        return
    if not rule.citation:
        yield _fault(rule, "citation", name=rule.key)
    if rule.unit != key.unit:
        yield _fault(rule, "unit", unit=rule.unit, right=key.unit)
    if rule.valid_until is not None and rule.valid_until < rule.valid_from:
        yield _fault(rule, "order", value=f"{rule.valid_from}–{rule.valid_until}")
    yield from _area_faults(rule, key)
    yield from _value_faults(rule, key)


def _stranger(rule: Rule, rules: Iterable[Rule]) -> bool:
    """Whether a layer above names a licence that the built-in set does not know."""
    if rule.layer == 0 or not rule.key.startswith("licence."):
        return False
    return all(one.key != rule.key or one.layer for one in rules)


def _area_faults(rule: Rule, key: Key) -> Iterator[Fault]:
    area = rule.area
    if area and not key.local:
        yield _fault(rule, "nationwide", name=rule.key, area=area)
    if len(area) not in AREA_LENGTHS or not (area.isascii() and (area + "0").isdigit()):
        yield _fault(rule, "area", area=area)


def _value_faults(rule: Rule, key: Key) -> Iterator[Fault]:
    kind = KINDS[key.kind]
    try:
        value = kind.read(rule.value)
    except Unreadable as wrong:
        yield _fault(rule, wrong.why, value=wrong.what, name=rule.key)
        return
    if not rule.value:
        yield _fault(rule, "value", value="", name=rule.key)
    elif not key.within(value):
        told = f"{key.least}–{key.most}"
        yield _fault(rule, "bounds", value=rule.value, bounds=told, name=rule.key)
    for example in rule.examples.split():
        question, _, expected = example.rpartition("=")
        try:
            answer = kind.answer(value, question)
        except (ValueError, KeyError):
            answer = "?"
        if answer != expected:
            yield _fault(rule, "example", example=example, answer=answer)


def _contradictions(rules: Iterable[Rule]) -> Iterator[Fault]:
    """Two lines of one layer, key and area whose days overlap: which would hold?"""
    groups: dict[tuple[str, str, int], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.key, rule.area, rule.layer), []).append(rule)
    for lines in groups.values():
        lines.sort(key=lambda rule: rule.valid_from)
        key = key_named(lines[0].key)
        for one, other in pairwise(lines):
            overlap = one.valid_until is None or one.valid_until >= other.valid_from
            told: dict[str, Number] = {"other": one.line, "in_file": one.file}
            if overlap:
                yield _fault(other, "contradiction", name=other.key, **told)
            elif key is not None and key.once:
                yield _fault(other, "once", name=other.key, **told)


def _gaps(rules: list[Rule]) -> Iterator[Fault]:
    """Keys without which nothing can be judged must hold everywhere, for ever on."""
    for key in keys().values():
        if not key.needed:
            continue
        lines = [rule for rule in rules if rule.key == key.name and not rule.area]
        lines.sort(key=lambda rule: rule.valid_from)
        if not lines:
            yield Fault("rules.csv", 0, "missing", {"name": key.name})
            continue
        yield from _holes(lines)


def _holes(lines: list[Rule]) -> Iterator[Fault]:
    covered = lines[0]
    for rule in lines[1:]:
        if covered.valid_until is None:
            return
        if rule.valid_from.toordinal() > covered.valid_until.toordinal() + 1:
            break
        if rule.valid_until is None or rule.valid_until > covered.valid_until:
            covered = rule
    if covered.valid_until is not None:
        yield _fault(covered, "gap", name=covered.key, day=str(covered.valid_until))


def _fault(rule: Rule, why: str, **told: Number) -> Fault:
    return Fault(rule.file, rule.line, why, told)
