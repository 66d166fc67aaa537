"""Seeded chance for the generator: one stream per purpose, so parts stay independent.

Only `Random.random` is used below: its sequence is promised to stay the same between
versions of Python, that of `choices` or `shuffle` is not.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from math import log
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

# Ids are UUIDv7: their time part only counts up, so that they sort as they were made.
_EPOCH_MS = 1_767_225_600_000


class Chance:
    """A stream of chance that depends on the seed and on what it is for."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._next = Random(f"{seed}/{purpose}").random
        self._ids = 0

    def unit(self) -> float:
        """A number from 0 up to but without 1."""
        return self._next()

    def yes(self, share: float) -> bool:
        return self._next() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        return low + self._next() * (high - low)

    def bell(self) -> float:
        """About a normal deviate: the sum of twelve units less six."""
        return sum(self._next() for _ in range(12)) - 6.0

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self._next() * len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        left = self._next() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            left -= weight
            if left < 0:
                return choice
        return choices[-1]

    def some(self, choices: Sequence[T], count: int) -> tuple[T, ...]:
        """Up to `count` different choices, in the order they were drawn."""
        left = list(choices)
        drawn: list[T] = []
        while left and len(drawn) < count:
            drawn.append(left.pop(int(self._next() * len(left))))
        return tuple(drawn)

    def id(self) -> UUID:
        """The next UUIDv7 of this stream."""
        self._ids += 1
        high = (_EPOCH_MS + self._ids) << 80
        low = int(self._next() * 2**53) << 9 | int(self._next() * 2**9)
        middle = int(self._next() * 2**12)
        return UUID(int=high | 0x7 << 76 | middle << 64 | 0b10 << 62 | low)


def quotas(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to `total` exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def spread(
    chance: Chance,
    shares: Mapping[str, float],
    leans: Sequence[float],
    *,
    noise: float = 1.0,
) -> list[str]:
    """One share's name per person: exact shares, those who lean low get the first.

    `leans` has one number per person; `noise` is how far chance may carry them.
    """
    rank = [lean + noise * chance.bell() for lean in leans]
    order = sorted(range(len(leans)), key=lambda i: (rank[i], i))
    names: list[str] = [""] * len(leans)
    start = 0
    for name, count in zip(
        shares, quotas(len(leans), list(shares.values())), strict=True
    ):
        for i in order[start : start + count]:
            names[i] = name
        start += count
    return names


def flagged(
    chance: Chance, count: int, weights: Sequence[float], *, skip: set[int]
) -> set[int]:
    """Exactly `count` persons drawn by weight without replacement, none of `skip`."""
    keys = [
        (log(1 - chance.unit()) / weight, i)
        for i, weight in enumerate(weights)
        if weight > 0 and i not in skip
    ]
    return {i for _, i in sorted(keys, reverse=True)[:count]}


def scatter(
    chance: Chance, lat: float, lng: float, metres: float
) -> tuple[float, float]:
    """A point near another, closer ones likelier; six decimals are a decimetre."""
    reach = metres / 111_195
    up, right = chance.bell() * reach / 2, chance.bell() * reach / 2
    # 0.86 is about the cosine of 30 degrees north, where both counties lie.
    return round(lat + up, 6), round(lng + right / 0.86, 6)
