"""What a caller wants to see only: masks over the rows, made before any judging."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.columns.encoding import area_prefix
from services.matching.columns.encoding import fen
from services.matching.columns.posts import KINDS
from services.matching.columns.vocabulary import Vocabularies
from services.matching.kernel.rows import DAILY
from services.matching.kernel.rows import HOURLY
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Filters:
    """None and () mean any; areas are 12-digit codes, trailing zeros cut.

    `min_pay` is yuan a month that the upper end must reach; `group` a title group's
    letter; the last four count for posts only. `max_minutes` leaves out unknown ways.
    """

    max_minutes: int | None = None
    areas: tuple[str, ...] = ()
    kind: str | None = None
    group: str | None = None
    min_pay: float | None = None
    home_based: bool | None = None


def in_areas(rows: Rows, areas: Sequence[str]) -> Mask:
    """1 where a row's area lies in one of the areas."""
    mask = np.zeros(len(rows), np.uint8)
    for code in areas:
        prefix, cut = area_prefix(code)
        mask |= ((rows["area"] >= 0) & (rows["area"] // cut == prefix)).astype(np.uint8)
    return mask


def monthly_fen(rows: Rows, rules: Rules) -> NDArray[np.int64]:
    """The upper end of the pay in fen a month, floored; -1 unknown."""
    unknown_hours = int(rules.values[0]["month_hours"]) * 6000
    hours = np.where(rows["weekly"] < 0, unknown_hours, rows["weekly"] * 433)
    factor = np.full(len(rows), 6000, np.int64)
    factor[rows["pay_unit"] == DAILY] = 26 * 6000
    factor = np.where(rows["pay_unit"] == HOURLY, hours, factor)
    return np.where(rows["pay_max"] < 0, -1, rows["pay_max"] * factor // 6000)


def posts_allowed(
    rows: Rows, alive: Mask, filters: Filters, rules: Rules, words: Vocabularies
) -> Mask:
    """1 where a post is alive and passes the filters."""
    mask = alive
    if filters.areas:
        mask = mask & in_areas(rows, filters.areas)
    if filters.kind is not None:
        mask = mask & (rows["kind"] == _kind(filters.kind))
    if filters.group is not None:
        mask = mask & (rows["group"] == words.trades.find(filters.group))
    if filters.home_based is not None:
        mask = mask & (rows["home_based"] == int(filters.home_based))
    if filters.min_pay is not None:
        mask = mask & (monthly_fen(rows, rules) >= fen(filters.min_pay))
    return np.ascontiguousarray(mask, np.uint8)


def workers_allowed(rows: Rows, alive: Mask, filters: Filters) -> Mask:
    """1 where a worker is alive and lives in the areas."""
    if not filters.areas:
        return alive
    return np.ascontiguousarray(alive & in_areas(rows, filters.areas), np.uint8)


def _kind(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else -1
