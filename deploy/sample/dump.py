"""Writes the sample county as JSON lines, one file per kind: same seed, same bytes."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel

from deploy.sample.shape import SampleCounty

KINDS = ("areas", "households", "workers", "employers", "sites", "posts")


def dump(county: SampleCounty, folder: Path) -> dict[str, int]:
    """One `<kind>.jsonl` per kind in the folder; gives the number of lines of each."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for kind in KINDS:
        rows = getattr(county, kind)
        with (folder / f"{kind}.jsonl").open("wb") as file:
            file.writelines(lines(rows))
        counts[kind] = len(rows)
    return counts


def lines(rows: Iterable[Any]) -> Iterable[bytes]:
    """Each row as a line of JSON; fields that say nothing are left out."""
    for row in rows:
        plain = _plain(row) if is_dataclass(row) else row
        yield orjson.dumps(plain, default=_plain) + b"\n"


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"{type(value).__name__} has no plain form")
