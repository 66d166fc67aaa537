"""Names of areas, remembered: they hardly ever change, and every card shows some."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from time import monotonic

# A new name is seen everywhere after so long.
LASTS_S = 300.0
MOST = 20_000


class AreaNames:
    """What people has told of names in the last minutes, by code."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._told: dict[str, tuple[str, float]] = {}

    def known(self, codes: Iterable[str]) -> dict[str, str]:
        """The names that are still fresh."""
        oldest = self._clock() - LASTS_S
        found = ((code, self._told.get(code, ("", oldest))) for code in codes)
        return {code: name for code, (name, since) in found if since > oldest}

    def learn(self, names: Mapping[str, str]) -> None:
        """Remember what was just told."""
        if len(self._told) + len(names) > MOST:
            self._told.clear()
        now = self._clock()
        self._told |= {code: (name, now) for code, name in names.items()}
