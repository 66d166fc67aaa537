"""Who takes which seat, as a flow: an exact optimum by OR-tools or else by scipy.

Four aims in strict order, all integers: most placements; of these the most that fit
without anything left to agree; then the best score; then those who waited longest.
"""

from collections.abc import Callable
from collections.abc import Iterator
from heapq import heappush
from heapq import heapreplace
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from common.problems import Unavailable

Integers = NDArray[np.int64]
Solver = Callable[["Task", "Factors"], Integers]

MOST_SCORE = 100_000
# An odd number that scatters; products may run over, which is all the same here.
SPREAD = np.int64(0x2545F4914F6CDD1D)
MOST_DAYS = 3_650
# scipy gives every seat a column of its own; beyond this many entries it takes minutes.
MOST_ENTRIES = 8_000_000


class SolverIsMissing(Unavailable):
    """An assignment of this size needs the extra `assign`, which is not installed."""


class Task(NamedTuple):
    """e pairs that may be, of n workers with m posts; no pair stands twice.

    `workers`, `posts` (e,) places; `fits` (e,) 0 or 1; `scores` (e,) 0 to 100,000;
    `days` (n,) waited, at most 3,650; `seats` (m,) how many each post may take.
    """

    workers: Integers
    posts: Integers
    fits: Integers
    scores: Integers
    days: Integers
    seats: Integers


class Totals(NamedTuple):
    """What a choice of pairs comes to, in the order in which it counts."""

    placed: int
    fits: int
    score: int
    days: int


class Factors(NamedTuple):
    """What one placement, one fit and one thousandth of a score weigh; a day weighs 1.

    Two choices differ by exchanges along paths that meet each worker and each post
    once. So a factor must only outweigh what one such path can lose, and the numbers
    stay small enough for 64 bits even for a prefecture.
    """

    placed: int
    fit: int
    score: int


def factors_of(task: Task) -> Factors:
    """Factors under which the order of the four aims is strict."""
    longest = min(len(task.days), len(task.seats)) + 1
    score = MOST_DAYS + 1
    scored = longest * MOST_SCORE * score
    fit = scored + MOST_DAYS + 1
    return Factors(longest * fit + scored + MOST_DAYS + 1, fit, score)


def values_of(task: Task, factors: Factors) -> Integers:
    """What each pair is worth (e,)."""
    waited = task.days[task.workers]
    return (
        factors.placed + factors.fit * task.fits + factors.score * task.scores + waited
    )


def totals_of(task: Task, chosen: Integers) -> Totals:
    """What the chosen pairs come to."""
    return Totals(
        len(chosen),
        int(task.fits[chosen].sum()),
        int(task.scores[chosen].sum()),
        int(task.days[task.workers[chosen]].sum()),
    )


def best_choice(task: Task) -> tuple[Integers, Integers]:
    """The chosen pairs, ascending, and what each worker's place is worth (n,).

    An exact optimum of the four aims: prices prove it, whatever solver found it. Small
    factors are tried first, because a solver is faster on small numbers.
    """
    if not len(task.workers):
        return np.zeros(0, np.int64), np.zeros(len(task.days), np.int64)
    solver = SOLVERS[solver_here()]
    for factors in rising(task):
        chosen = first_of_equals(task, solver(task, factors))
        worth = worth_of_workers(task, chosen)
        if worth is not None:
            return chosen, worth
    raise ArithmeticError("no choice could be proven the best")


def first_of_equals(task: Task, chosen: Integers) -> Integers:
    """The same choice, but of two workers worth the same to a post the first gets it.

    Else it would hang on the solver who of them is left out.
    """
    values = values_of(task, factors_of(task))
    # Equal numbers may still be of two posts; the keys of `held` tell them apart.
    mixed = values * SPREAD + task.posts
    rivals = np.flatnonzero(np.isin(mixed, mixed[chosen]))
    placed = set(task.workers[chosen].tolist())
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pair in chosen.tolist():
        seat = int(task.posts[pair]), int(values[pair])
        heappush(held.setdefault(seat, []), (-int(task.workers[pair]), pair))
    for pair in rivals[np.argsort(task.workers[rivals], kind="stable")].tolist():
        worker, seat = (
            int(task.workers[pair]),
            (int(task.posts[pair]), int(values[pair])),
        )
        if worker not in placed and seat in held and -held[seat][0][0] > worker:
            later, _ = heapreplace(held[seat], (-worker, pair))
            placed.remove(-later)
            placed.add(worker)
    return np.sort(
        np.array([pair for own in held.values() for _, pair in own], np.int64)
    )


def rising(task: Task) -> Iterator[Factors]:
    """Factors that mostly do, then larger ones, last those that always do."""
    always = factors_of(task)
    scored = MOST_SCORE * always.score
    for step in (1, 8, 64, 512):
        tried = Factors(4 * step * step * scored, 2 * step * scored, always.score)
        if tried.placed >= always.placed:
            break
        yield tried
    yield always


def solver_here() -> str:
    """The solver that is installed, the faster first."""
    return "ortools" if find_spec("ortools") else "scipy"


def by_ortools(task: Task, factors: Factors) -> Integers:
    """By the minimum-cost flow of OR-tools, in exact integers."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    n, m, e = len(task.days), len(task.seats), len(task.workers)
    source, sink = n + m, n + m + 1
    flow = SimpleMinCostFlow()

    def add(ends: tuple[Integers, Integers], room: Integers, cost: Integers) -> None:
        flow.add_arcs_with_capacity_and_unit_cost(*ends, room, cost)

    people = np.arange(n)
    one, none = np.ones(max(n, e), np.int64), np.zeros(max(n, m), np.int64)
    add((np.full(n, source), people), one[:n], none[:n])
    costs = factors.placed - values_of(task, factors)
    add((task.workers, n + task.posts), one[:e], costs)
    add((n + np.arange(m), np.full(m, sink)), task.seats, none[:m])
    flow.set_node_supply(source, n)
    flow.set_node_supply(sink, -n)
    if factors == factors_of(task):
        # Factors this large leave no room for the price of staying away, so here the
        # flow is the largest there is before its cost counts.
        status = flow.solve_max_flow_with_min_cost()
    else:
        add((people, np.full(n, sink)), one[:n], np.full(n, factors.placed))
        status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow ended as {status}")
    taken: Integers = np.flatnonzero(flow.flows(np.arange(n, n + e)))
    return taken


def by_scipy(task: Task, factors: Factors) -> Integers:
    """By scipy's sparse matching; each worker has one more seat, to stay away on.

    It reckons in floats, which hold whole numbers exactly up to 2^53.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    n, e = len(task.days), len(task.workers)
    asked = np.bincount(task.posts, minlength=len(task.seats))
    seats = np.minimum(task.seats, asked)
    copies = seats[task.posts]
    if int(copies.sum()) > MOST_ENTRIES:
        raise SolverIsMissing(pairs=e)
    firsts = np.cumsum(seats) - seats
    pair = np.repeat(np.arange(e), copies)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = firsts[task.posts[pair]] + within
    total = int(seats.sum())
    # Everybody takes exactly one entry, so one more on each changes nothing, and none
    # is zero, which a sparse array would not keep.
    values = values_of(task, factors)
    weights = np.concatenate([values[pair] + 1, np.ones(n, np.int64)])
    rows = np.concatenate([task.workers[pair], np.arange(n)])
    columns = np.concatenate([columns, total + np.arange(n)])
    table = csr_array((weights.astype(float), (rows, columns)), shape=(n, total + n))
    people, taken = min_weight_full_bipartite_matching(table, maximize=True)
    placed = taken < total
    post = np.searchsorted(firsts, taken[placed], side="right") - 1
    return places_of_pairs(task, people[placed].astype(np.int64), post)


def places_of_pairs(task: Task, workers: Integers, posts: Integers) -> Integers:
    """Where these pairs stand in the task, ascending."""
    width = len(task.seats)
    keys = task.workers * width + task.posts
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], workers * width + posts)
    return np.sort(order[at])


SOLVERS: dict[str, Solver] = {"ortools": by_ortools, "scipy": by_scipy}


def first_come(task: Task) -> Integers:
    """The pairs that one takes who goes down the list, best first: not an optimum."""
    waited = task.days[task.workers]
    order = np.lexsort((task.posts, task.workers, -waited, -task.scores, -task.fits))
    left, idle, chosen = task.seats.tolist(), [True] * len(task.days), []
    pairs = zip(
        order.tolist(),
        task.workers[order].tolist(),
        task.posts[order].tolist(),
        strict=True,
    )
    for pair, worker, post in pairs:
        if idle[worker] and left[post] > 0:
            idle[worker] = False
            left[post] -= 1
            chosen.append(pair)
    return np.sort(np.array(chosen, np.int64))


def worth_of_workers(task: Task, chosen: Integers) -> Integers | None:
    """What each worker's place is worth at fair prices of seats (n,); None: none exist.

    Prices at which nobody would rather have another seat, and which are nothing where
    seats are left, prove that the choice is an optimum. These are the lowest ones.
    """
    values = values_of(task, factors_of(task))
    prices = np.zeros(len(task.seats), np.int64)
    worth = np.zeros(len(task.days), np.int64)
    takers, taken = task.workers[chosen], task.posts[chosen]
    free = np.bincount(taken, minlength=len(prices)) < task.seats
    worth[takers] = values[chosen]
    asking = np.arange(len(values))
    while len(asking):
        offers = values[asking] - worth[task.workers[asking]]
        np.maximum.at(prices, task.posts[asking], offers)
        now = worth.copy()
        now[takers] = values[chosen] - prices[taken]
        if (now < 0).any() or (prices[free] > 0).any():
            return None
        # Only those whose own seat became dearer look elsewhere again.
        asking = np.flatnonzero((now != worth)[task.workers])
        worth = now
    return worth
