"""Whether a silent service is asked a second time, and whether it is asked at all.

Both keep a service that struggles from being buried under the calls of all who wait:
second tries are a tenth of all calls at most, and after some silences in a row only a
probe now and then goes through until one is answered.
"""

import random
from collections.abc import Callable
from time import monotonic

# So many calls earn one second try, and so many of these are kept at most.
CALLS = 10
MOST = 10
# The pause before a second try, at most: any length up to it, so that many who failed
# at one instant do not come back at one.
LONGEST_PAUSE_S = 0.1
SILENCES = 5
PROBE_S = 0.5


class Budget:
    """Second tries in store, earned by first ones."""

    def __init__(self) -> None:
        self._earned = 0

    def earn(self) -> None:
        """Note a first try."""
        self._earned = min(MOST * CALLS, self._earned + 1)

    def spend(self) -> bool:
        """Take one second try out of the store, if there is one."""
        if self._earned < CALLS:
            return False
        self._earned -= CALLS
        return True


class Line:
    """Whether somebody answers at the other end, judged by the last calls."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._silences = 0
        self._probe_at = 0.0

    @property
    def is_dead(self) -> bool:
        """Whether the last calls were met with silence."""
        return self._silences >= SILENCES

    def may_call(self) -> bool:
        """Whether to call now: always, or on a dead line once in half a second."""
        if not self.is_dead:
            return True
        if self._clock() < self._probe_at:
            return False
        self._probe_at = self._clock() + PROBE_S
        return True

    def answered(self) -> None:
        """Somebody said something, be it no."""
        self._silences = 0

    def silent(self) -> None:
        """Nobody answered, or the line broke."""
        self._silences += 1
        if self._silences == SILENCES:
            self._probe_at = self._clock() + PROBE_S


def pause_s() -> float:
    """How long to wait before a second try."""
    return random.uniform(0, LONGEST_PAUSE_S)  # noqa: S311 - no secret, only a spread
