"""In which order workers are gone through, and how threads share the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.facets import weeks_of
from services.matching.kernel.rows import Workers

# So many workers in a row go to one thread.
STRETCH = 256


class Walk(NamedTuple):
    """Workers in the order in which they are gone through: (n,) places and weeks.

    Alike weeks stand together, for the hours are kept from one to the next. People
    whose way is not known come last: by then good lists turn most of them away.
    """

    places: NDArray[np.int64]
    weeks: NDArray[np.int64]


def walk_of(workers: Workers, first: int, last: int) -> Walk:
    """The order for workers[first:last]."""
    rows = workers.rows[first:last]
    weeks = weeks_of(workers._replace(rows=rows))
    afar = (rows["reach_known"] == 0) | (rows["placed"] == 0)
    order = np.lexsort((rows["area"], weeks, afar))
    return Walk(first + order.astype(np.int64), weeks[order])


def stretches_of(walk: Walk, length: int) -> list[Walk]:
    """The walk in pieces of some length."""
    return [
        Walk(walk.places[at : at + length], walk.weeks[at : at + length])
        for at in range(0, len(walk.places), length)
    ]


def share(
    walk: Walk, length: int, threads: int, work: Callable[[int, Walk], None]
) -> None:
    """Gives stretches of a walk to threads, each the next when it is done."""
    left = iter(stretches_of(walk, length))
    lock = Lock()

    def run(at: int) -> None:
        while True:
            with lock:
                stretch = next(left, None)
            if stretch is None:
                return
            work(at, stretch)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))
