"""From the names of towns and villages in a ledger to codes of the office's tree."""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from common.intake.identifiers import Unreadable
from common.intake.identifiers import area_level
from common.intake.normalise import plain
from common.tokens import Caller

OFFICES = re.compile("(?:村民委员会|村委会|居民委员会|居委会|委会|办事处|办)$")
ENDINGS = re.compile("(?:社区|村|街道|镇|乡)$")
ONE_VILLAGE = 12


@dataclass(frozen=True, slots=True)
class Places:
    """The areas that an office reaches, by code and by the bare names people write."""

    caller: Caller
    codes: frozenset[str]
    villages: Mapping[str, tuple[str, ...]]
    towns: Mapping[str, tuple[str, ...]]

    def area_of(self, code: str | None, names: Mapping[str, str]) -> str | None:
        """The code of a row's home; None where nothing stands that names one."""
        if code and not (self._is_old(code) and names.get("village")):
            return self._checked(code)
        village, town = names.get("village", ""), names.get("town", "")
        if village:
            return self._village(village, town)
        if town:
            return _only(self.towns.get(bare(town), ()))
        own = self.caller.areas[0] if len(self.caller.areas) == 1 else ""
        return own if len(own) == ONE_VILLAGE else None

    def _is_old(self, code: str) -> bool:
        """Whether the office's tree no longer has a code of its own: names outlive it.

        Another county's code is asked about: a village of that name may be its own.
        """
        return self.caller.sees(code) and code not in self.codes

    def _checked(self, code: str) -> str:
        if not self.caller.sees(code):
            raise Unreadable("area.out-of-scope")
        if code not in self.codes:
            raise Unreadable("area.unknown")
        return code

    def _village(self, village: str, town: str) -> str:
        found = self.villages.get(bare(village), ())
        if town:
            above = tuple(code[:9] for code in self.towns.get(bare(town), ()))
            found = tuple(code for code in found if code.startswith(above))
        return _only(found)


def places_of(caller: Caller, areas: Iterable[tuple[str, str]]) -> Places:
    """The office's places out of (code, name) of every area it reaches."""
    known = list(areas)
    by_level: dict[str, dict[str, tuple[str, ...]]] = {"village": {}, "township": {}}
    for code, name in known:
        names = by_level.get(area_level(code))
        if names is not None:
            names[bare(name)] = (*names.get(bare(name), ()), code)
    return Places(
        caller,
        frozenset(code for code, _ in known),
        by_level["village"],
        by_level["township"],
    )


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """A name without 村, 镇 and the like; what is nothing else stays."""
    text = plain(name).replace(" ", "")
    return ENDINGS.sub("", OFFICES.sub("", text)) or text


def _only(codes: tuple[str, ...]) -> str:
    if not codes:
        raise Unreadable("area.name-unknown")
    if len(codes) > 1:
        raise Unreadable("area.name-twice")
    return codes[0]
