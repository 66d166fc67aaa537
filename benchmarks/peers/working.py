"""Pay, skills and wishes of one worker against many posts at once."""

from typing import Any

import numpy as np

from benchmarks.peers.people import Person
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN

MONTHLY, DAILY, HOURLY = range(3)
LACKING = 2


def pay_of(person: Person, posts: Any) -> tuple[Any, Any, Any]:
    """(outcome, percent of the floor, share of the part, -1 unknown)."""
    row, values = person.row, person.values
    count = len(posts.places)
    if row["floor"] < 0:
        return np.zeros(count, int), np.full(count, -1), np.full(count, -1)
    weekly = posts["weekly"].astype(np.int64)
    hours = np.where(weekly < 0, int(values["month_hours"]) * 6000, weekly * 433)

    def factor(unit: Any) -> Any:
        return np.where(unit == HOURLY, hours, np.where(unit == DAILY, 156_000, 6000))

    unit = factor(posts["pay_unit"])
    least, top = posts["pay_min"] * unit, posts["pay_max"] * unit
    floor = int(row["floor"]) * factor(np.full(count, row["floor_unit"]))
    part_time = (weekly >= 0) & (weekly < values["part_time_minutes"])
    if row["floor_unit"] == MONTHLY:
        full = int(values["full_hours"])
        least, top = (
            np.where(part_time, least * full, least),
            np.where(part_time, top * full, top),
        )
        floor = np.where(part_time, int(row["floor"]) * hours, floor)
    unpaid = posts["pay_min"] < 0
    bound = np.maximum(floor, 1)
    percent = np.where(top >= floor, 100, 100 * top // bound)
    far = np.where(100 * top >= int(values["pay_far"]) * floor, CAUTION, BLOCK)
    told = np.where(100 * top >= int(values["pay_caution"]) * floor, CAUTION, far)
    told = np.where(top >= floor, PASS, told)
    told = np.where(unpaid, PASS if row["floor"] == 0 else UNKNOWN, told)
    middle, twice = least + top, 2 * floor
    share = np.maximum(0, (1400 * middle - 700 * twice) // np.maximum(twice, 1))
    high = (600 * middle + 100 * twice) // np.maximum(twice, 1)
    share = np.where(middle >= twice, high, share)
    share = np.where(2 * middle >= 3 * twice, 1000, share)
    return told, np.where(unpaid, -1, percent), np.where(unpaid, -1, share)


def alike(table: Any, codes: Any, held: Any) -> Any:
    """(codes, held) likeness in thousandths; ids beyond the table only themselves."""
    size = len(table)
    one, other = codes[:, None].astype(int), np.asarray(held)[None, :].astype(int)
    inside = (one >= 0) & (one < size) & (other >= 0) & (other < size)
    found = table[np.clip(one, 0, size - 1), np.clip(other, 0, size - 1)].astype(int)
    return np.where(one == other, 1000, np.where(inside, found, 0))


def titles_alike(person: Person, posts: Any, held: Any) -> Any:
    """The best likeness of each post's title with some titles."""
    if not len(held):
        return np.zeros(len(posts.places), int)
    titles, at = np.unique(posts["title"], return_inverse=True)
    return alike(person.rules.titles, titles, held).max(axis=1)[at]


def wish_of(person: Person, posts: Any) -> Any:
    """The share of the part `wish`, -1 unknown."""
    if person.row["has_wish"] == 0:
        return np.full(len(posts.places), -1)
    named = (posts["traits"] & person.row["wished"]) != 0
    named |= np.isin(posts["title"], person.wished)
    named |= np.isin(posts["group"], person.wished)
    near = titles_alike(person, posts, person.wished) >= 500
    return np.where(named, 1000, np.where(near, 700, 300))


def skills_of(person: Person, posts: Any) -> tuple[Any, Any]:
    """(outcome of the must needs, share of the part, -1 unknown)."""
    count = len(posts.places)
    needs, owner = posts.flat("needs")
    state, like = needs_met(person, needs)
    trained = (needs["trains"] == 1) | (posts["training"][owner] == 1)
    told = np.where(state == 0, PASS, CAUTION)
    told = np.where((state == LACKING) & ~trained, BLOCK, told)
    told = np.where(needs["must"] == 1, told, PASS)
    outcome = np.zeros(count, int)
    np.maximum.at(outcome, owner, told)
    if person.row["skills_known"] == 0:
        hard = np.zeros(count, bool)
        hard[owner[(needs["must"] == 1) & ~trained]] = True
        outcome = np.where(hard, UNKNOWN, outcome)
    weight = np.where(needs["must"] == 1, 2, 1)
    total = np.bincount(owner, weight * like, count).astype(int)
    weights = np.bincount(owner, weight, count).astype(int)
    share = total // np.maximum(weights, 1)
    if person.row["skills_known"] == 0:
        share = np.full(count, -1)
    best = titles_alike(person, posts, person.trades)
    trade = np.where(best == 1000, 1000, np.where(best >= 500, 850, 600))
    return outcome, np.where(weights == 0, trade, share)


def needs_met(person: Person, needs: Any) -> tuple[Any, Any]:
    """(0 covered, 1 near, 2 lacking; best likeness) of each need."""
    held, values = person.skills, person.values
    if not len(held):
        return np.full(len(needs), LACKING), np.zeros(len(needs), int)
    like = alike(person.rules.similarity, needs["code"], held["code"])
    asked, has = needs["years"][:, None].astype(int), held["years"][None, :].astype(int)
    enough = (asked <= 0) | (has < 0) | (has >= asked)
    state = np.where(like >= values["covered"], 0, 1)
    state = np.where(enough, state, np.where(2 * has < asked, LACKING, 1))
    state = np.where(like >= values["near"], state, LACKING)
    return state.min(axis=1), like.max(axis=1)
