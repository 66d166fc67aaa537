"""Areas by name: matching knows codes only, and a sentence for people needs names."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

from gateway.door import Visit
from gateway.shortlists.joining import area_names


async def with_area_names(visit: Visit, told: Any) -> Any:
    """An answer of matching with the names of areas in its sentences."""
    codes = set(_codes(told))
    return _named(told, await area_names(visit, codes))


def _codes(told: Any) -> Iterator[str]:
    """The areas that changes speak of."""
    if isinstance(told, dict):
        area = told.get("numbers", {}).get("area")
        if isinstance(area, str):
            yield area
    if isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _codes(one)


def _named(told: Any, names: Mapping[str, str]) -> Any:
    if isinstance(told, list):
        return [_named(one, names) for one in told]
    if not isinstance(told, dict):
        return told
    said = {key: _named(one, names) for key, one in told.items()}
    if isinstance(said.get("text"), str):
        for code, name in names.items():
            said["text"] = said["text"].replace(code, name)
    return said
