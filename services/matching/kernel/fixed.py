"""Whose way hangs on nothing but whether one may or must live there."""

from typing import NamedTuple

from services.matching.kernel.compiling import inlined
from services.matching.kernel.layout import LODGING
from services.matching.kernel.layout import LODGING_VAGUE
from services.matching.kernel.layout import PLACED
from services.matching.kernel.layout import SETTLED
from services.matching.kernel.layout import UNPLACED
from services.matching.kernel.rows import LODGING_COUNTY
from services.matching.kernel.rows import Row
from services.matching.kernel.travel import knows_way


class Fixed(NamedTuple):
    """Standings as bits: where the way is that of every post with the dwelling.

    `always`, or but for posts in the worker's own area, `elsewhere`.
    """

    always: int
    elsewhere: int


@inlined
def fixed_for(worker: Row) -> Fixed:
    """Whose way hangs on the dwelling alone."""
    always = 1 << SETTLED
    if worker["lodging"] >= LODGING_COUNTY:
        always |= (1 << LODGING) | (1 << LODGING_VAGUE)
    elsewhere = always
    if worker["scope"] < 0:
        elsewhere |= (1 << UNPLACED) | (1 << LODGING_VAGUE)
        if not knows_way(worker):
            elsewhere |= (1 << PLACED) | (1 << LODGING)
    return Fixed(always, elsewhere)
