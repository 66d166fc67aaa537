"""Spoken hours as stretches of one circular week of 10,080 minutes from Monday 0:00."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from common.contracts.values import Window

DAY = 1440
WEEK = 7 * DAY
Span = tuple[int, int]
Plain = tuple[tuple[tuple[int, ...], int, int], ...]


class WeekSpans(NamedTuple):
    """Open, care, and open less care; per day the longest free piece of a window.

    `starts` has a bit for each day on which a window begins (bit 0: Monday). `ended`
    has for each of the three how many end by each midnight, as `ended_before` says.
    """

    open: tuple[Span, ...]
    care: tuple[Span, ...]
    free: tuple[Span, ...]
    longest: tuple[int, ...]
    starts: int
    ended: tuple[tuple[int, ...], ...]


def plain_of(windows: Iterable[Window]) -> Plain:
    """Windows as tuples that can be kept in a cache."""
    return tuple((w.days, w.start_min, w.end_min) for w in windows)


def end_of(start: int, end: int) -> int:
    """The end of a window counted from its own day; past midnight over 1440."""
    return end if end > start else end + DAY


def on_day(day: int, start: int, end: int) -> Span:
    """A window on one day (1 is Monday); may reach into the next week."""
    return (day - 1) * DAY + start, (day - 1) * DAY + end_of(start, end)


def stretches(windows: Plain) -> list[Span]:
    """Each window on each of its days."""
    return [on_day(day, start, end) for days, start, end in windows for day in days]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union within one week, in order; what passes Sunday goes on on Monday."""
    pieces: list[Span] = []
    for start, end in spans:
        pieces.append((start % WEEK, min(start % WEEK + end - start, WEEK)))
        rest = start % WEEK + end - start - WEEK
        if rest > 0:
            pieces.append((0, rest))
    merged: list[Span] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of each span, in pieces."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece
            for low, high in left
            for piece in ((low, min(high, start)), (max(low, end), high))
            if piece[0] < piece[1]
        ]
    return left


def longest_of(windows: Plain, care: tuple[Span, ...]) -> tuple[int, ...]:
    """Per day the longest piece, free of care, of one window that starts on it."""
    again = (*care, *((start + WEEK, end + WEEK) for start, end in care))
    longest = [0] * 7
    for days, start, end in windows:
        for day in days:
            pieces = without([on_day(day, start, end)], again)
            long = max((high - low for low, high in pieces), default=0)
            longest[day - 1] = max(longest[day - 1], long)
    return tuple(longest)


def ended_before(spans: tuple[Span, ...]) -> tuple[int, ...]:
    """Per day how many of the ordered spans end at or before its midnight."""
    return tuple(sum(end <= day * DAY for _, end in spans) for day in range(7))


@lru_cache(maxsize=8192)
def week_spans(windows: Plain, care: Plain) -> WeekSpans:
    """All that the kernel asks of a worker's hours."""
    open_spans, care_spans = joined(stretches(windows)), joined(stretches(care))
    starts = 0
    for days, _, _ in windows:
        for day in days:
            starts |= 1 << (day - 1)
    free = tuple(without(open_spans, care_spans))
    ended = tuple(map(ended_before, (open_spans, care_spans, free)))
    longest = longest_of(windows, care_spans)
    return WeekSpans(open_spans, care_spans, free, longest, starts, ended)
