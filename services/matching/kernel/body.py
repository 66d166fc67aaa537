"""Family body: what the work takes against what the body says, by masks per level."""

from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import REQUIRED
from services.matching.kernel.rows import Row


@inlined
def counted(post: Row, values: Row) -> int:
    """The mask of demands that count: DRIVE is decided by a licence where one is."""
    every = (1 << 32) - 1
    if post["words"][REQUIRED + 1] > post["words"][REQUIRED]:
        return int(every & ~values["drive"])
    return every


@inlined
def struck(worker: Row, post: Row, values: Row) -> tuple[int, int]:
    """(demands the body cannot do, demands to be careful with), as masks.

    A demand that an accommodation lifts moves from the first to the second.
    """
    blocked = 0
    careful = 0
    for level in range(1, 4):
        blocked |= post["at"][level] & worker["blocks"][level]
        careful |= post["at"][level] & worker["cautions"][level]
    mask = counted(post, values)
    lifted = blocked & post["lifted"]
    return blocked & ~lifted & mask, (careful & ~blocked | lifted) & mask


@inlined
def unasked(post: Row, values: Row) -> int:
    """The essential bodily demands that must be asked about if nobody asked."""
    return int(post["at"][3] & values["bodily"] & counted(post, values))


@inlined
def able(worker: Row, post: Row, values: Row) -> int:
    """The worst outcome of the family."""
    if worker["limits_known"] == 0:
        return UNKNOWN if unasked(post, values) != 0 else PASS
    if post["demands_known"] == 0:
        return UNKNOWN if worker["limited"] == 1 else PASS
    blocked, careful = struck(worker, post, values)
    if blocked != 0:
        return BLOCK
    return CAUTION if careful != 0 else PASS
