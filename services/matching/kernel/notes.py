"""What rules say of one pair as one integer, so that it is kept and added cheaply.

Bits 0-11 open questions; 12 a caution, 13 an unknown, 14 a block, 15 that it was asked
at all; 16-23 how many cautions count for ease; 24 on points in thousandths.
"""

from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN

ASKED = (1 << 12) - 1
BLOCKED = 1 << 14
TAKEN = 1 << 15
FLAGS = (1 << 16) - 1
CAUTION_BITS = 16
CAUTIONS = 255
POINT_BITS = 24


@inlined
def note_of(outcome: int, eases: int, question: int) -> int:
    """One outcome; `eases` what its caution counts, `question` asked if unknown."""
    if outcome == PASS:
        return 0
    if outcome == CAUTION:
        return (1 << 12) | (eases << CAUTION_BITS)
    return (1 << 13) | (1 << question) if outcome == UNKNOWN else BLOCKED


@inlined
def both(one: int, other: int) -> int:
    """Two notes of the same pair as one."""
    return ((one | other) & FLAGS) | ((one & ~FLAGS) + (other & ~FLAGS))


@inlined
def worth(points: int) -> int:
    """A note that says nothing and counts some points."""
    return points << POINT_BITS


@inlined
def is_blocked(note: int) -> bool:
    """Whether any rule blocks."""
    return note & BLOCKED != 0


@inlined
def worst_of(note: int) -> int:
    """The worst outcome, which is the verdict."""
    if note & BLOCKED != 0:
        return BLOCK
    if note & (1 << 13) != 0:
        return UNKNOWN
    return (note >> 12) & 1


@inlined
def cautions_in(note: int) -> int:
    """How many compromises it counts."""
    return (note >> CAUTION_BITS) & CAUTIONS


@inlined
def points_in(note: int) -> int:
    """The points so far, without those of ease."""
    return note >> POINT_BITS
