"""Which posts, and which workers' weeks, a group of rules cannot tell apart.

A facet is a set of fields; rows that agree in all of them get the same number. Offers
of a whole prefecture repeat the same work, papers, needs, pay and hours again and
again, so what a worker's rules say of them is worked out once for each number.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.rows import LANGUAGES
from services.matching.kernel.rows import REFUSED
from services.matching.kernel.rows import REQUIRED
from services.matching.kernel.rows import TRADES
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers

Numbers = NDArray[np.int64]
Flat = tuple[Any, Rows]

# The fields that the notes of `noting` read; lists are named by their flat array.
WORK = (
    "region",
    "traits",
    "at",
    "lifted",
    "demands_known",
    "lift_kg",
    "title",
    "group",
)
PAPERS = ("region", "age_min", "age_max", "formal_age", "schooling", "health_card")
HOMES = ("residence", "residence_cut")
PAY = ("region", "pay_min", "pay_max", "pay_unit", "weekly")
HOURS = ("region", "pattern", "flexible", "days_required", "minutes_per_day",
         "home_based", "season")  # fmt: skip
WEEK = ("week_known", "months", "max_minutes", "night", "starts", "longest",
        "day_spans")  # fmt: skip
BODY = ("unsafe", "blocks", "cautions", "limits_known", "limited", "female",
        "refused", "wished", "has_wish")  # fmt: skip
KNOWN_PAPERS = ("schooling", "groups_known", "licences_known", "languages_known")
KIND = ("work", "papers", "needs", "hours", "dwelling", "region", "standing")
STIRRED = np.uint64(0x9E3779B97F4A7C15)
SHIFTED = np.uint64(29)


def work_of(posts: Posts) -> Numbers:
    """What the work is."""
    rows = posts.rows
    required = rows["words"][:, REQUIRED + 1] > rows["words"][:, REQUIRED]
    nights = listed(rows["shifts"], posts.shifts, ("night",))
    return numbered([*fields(rows, WORK), required, _any(nights, len(rows))])


def papers_of(posts: Posts) -> Numbers:
    """Whom it is for."""
    rows = posts.rows
    words = listed(rows["words"], posts.words, None)
    return numbered([*fields(rows, PAPERS), *counts(rows["words"]), *words])


def homes_of(posts: Posts) -> Numbers:
    """Where people must live."""
    return numbered([*fields(posts.rows, HOMES)])


def needs_of(posts: Posts) -> Numbers:
    """Which skills it takes; the trade where it names none."""
    rows = posts.rows
    empty = rows["needs"][:, 0] == rows["needs"][:, 1]
    needs = listed(rows["needs"], posts.needs, posts.needs.dtype.names)
    trade = np.where(empty, rows["title"].astype(np.int64), -2)
    return numbered(
        [rows["region"], trade, rows["training"], *counts(rows["needs"]), *needs]
    )


def pay_of(posts: Posts) -> Numbers:
    """What it pays."""
    return numbered([*fields(posts.rows, PAY)])


def hours_of(posts: Posts) -> Numbers:
    """When it is done."""
    rows = posts.rows
    shifts = listed(rows["shifts"], posts.shifts, posts.shifts.dtype.names)
    return numbered([*fields(rows, HOURS), *counts(rows["shifts"]), *shifts])


def kinds_of(spots: Rows) -> Numbers:
    """Posts that differ in nothing but pay, residence and where they are."""
    return numbered([*fields(spots, KIND)])


def weeks_of(workers: Workers) -> Numbers:
    """Workers with the same week."""
    rows = workers.rows
    spans = listed(rows["spans"], workers.spans, workers.spans.dtype.names)
    return numbered([*fields(rows, WEEK), *counts(rows["spans"]), *spans])


def people_of(workers: Workers, values: Row) -> Numbers:
    """Numbers (4, n) of workers alike in all that notes read of them on the day.

    In the order of `Books`: of work, of papers, of needs, of pay.
    """
    rows, words = workers.rows, workers.rows["words"]
    born = rows["birth"].astype(np.int64)
    age = np.where(born == 0, -1, (int(values["ymd"]) - born) // 10_000)

    def alike(names: Sequence[str], *more: Any, flats: Sequence[Flat]) -> Numbers:
        columns = [*fields(rows, names), *more]
        for offsets, flat in flats:
            columns += [*counts(offsets), *listed(offsets, flat, flat.dtype.names)]
        return numbered(columns)

    own = words[:, REFUSED : TRADES + 1], workers.words
    spoken = words[:, LANGUAGES:], workers.words
    trades = words[:, TRADES : LANGUAGES + 1], workers.words
    papers, skills = (rows["papers"], workers.papers), (rows["skills"], workers.skills)
    retired = rows["retires"] <= values["today"]
    return np.array(
        [
            alike(BODY, age, retired, flats=(own,)),
            alike(KNOWN_PAPERS, age, flats=(papers, spoken)),
            alike(("skills_known",), flats=(skills, trades)),
            alike(("floor", "floor_unit"), flats=()),
        ]
    )


def fields(rows: Rows, names: Sequence[str]) -> Iterator[Any]:
    """The columns of these fields, sub-arrays one column each."""
    for name in names:
        wide = rows[name].reshape(len(rows), prod(rows[name].shape[1:]))
        yield from wide.T


def counts(offsets: Any) -> Iterator[Any]:
    """How long each list of a row is."""
    yield from np.diff(offsets, axis=1).T


def listed(offsets: Any, flat: Rows, names: Sequence[str] | None) -> list[Any]:
    """Entry by entry the fields of all of a row's lists; 0 where a row has no more."""
    begins, ends = offsets[:, 0].astype(np.int64), offsets[:, -1].astype(np.int64)
    longest = int((ends - begins).max(initial=0))
    columns = []
    for at in range(longest):
        there = begins + at < ends
        entries = flat[np.where(there, begins + at, 0)]
        parts = [entries] if names is None else [entries[name] for name in names]
        columns += [np.where(there, part, 0) for part in parts]
    return columns


def _any(columns: list[Any], count: int) -> Any:
    found = np.zeros(count, bool)
    for column in columns:
        found |= column == 1
    return found


def numbered(columns: Sequence[Any]) -> Numbers:
    """Numbers from 0, (n,), equal exactly where all columns are.

    Rows are compared by a mixed word first. Two different rows with the same word are
    found by comparing each with the first of its number, and then all are compared.
    """
    mixed = np.zeros(len(columns[0]), np.uint64)
    wide = [np.ascontiguousarray(column).astype(np.uint64) for column in columns]
    for column in wide:
        mixed = (mixed ^ column) * STIRRED
        mixed ^= mixed >> SHIFTED
    _, firsts, numbers = np.unique(mixed, return_index=True, return_inverse=True)
    if all((column == column[firsts][numbers]).all() for column in wide):
        return np.asarray(numbers, np.int64)
    _, exact = np.unique(np.column_stack(wide), axis=0, return_inverse=True)
    return np.asarray(exact, np.int64).ravel()
