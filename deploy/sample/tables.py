"""Reads the generator's own data files, each once."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import orjson

_DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> Any:
    """The JSON file of that name; its shape is what its one reader expects."""
    return orjson.loads((_DATA / f"{name}.json").read_bytes())


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The CSV file of that name; lines that begin with # tell where it comes from."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
