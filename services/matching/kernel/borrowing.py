"""Arrays without a count of their users, for the length of one call.

numba counts references of every array that is handed from function to function, with an
atomic addition each time; in a loop over pairs that costs more than the rules. The
outermost compiled function holds the true arrays, so below it nobody needs to count.
"""

from typing import Any

from numba.core import cgutils
from numba.extending import intrinsic

from services.matching.kernel.compiling import inlined
from services.matching.kernel.rows import PLAIN
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules


def _uncounted(typing: Any, array: Any) -> Any:
    def copy(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        view = context.make_array(array)(context, builder, given[0])
        view.meminfo = null_of(view.meminfo.type)
        return view._getvalue()

    return array(array), copy


def _itself(array: Rows) -> Rows:
    return array


null_of: Any = cgutils.get_null_value
# The same array; valid only while somebody else holds the array that was given.
uncounted: Any = _itself if PLAIN else intrinsic(_uncounted)


@inlined
def borrowed_workers(given: Workers) -> Workers:
    """The same columns, uncounted."""
    return Workers(
        uncounted(given.rows),
        uncounted(given.spans),
        uncounted(given.papers),
        uncounted(given.skills),
        uncounted(given.words),
    )


@inlined
def borrowed_posts(given: Posts) -> Posts:
    """The same columns, uncounted."""
    return Posts(
        uncounted(given.rows),
        uncounted(given.stops),
        uncounted(given.shifts),
        uncounted(given.needs),
        uncounted(given.words),
    )


@inlined
def borrowed_rules(given: Rules) -> Rules:
    """The same values, uncounted."""
    return Rules(
        uncounted(given.values),
        uncounted(given.similarity),
        uncounted(given.titles),
    )
