"""One worker's facts as the numpy oracle reads them: masks, papers and a week."""

from typing import Any

import numpy as np

from services.matching.kernel.ranking import Side

WEEK = 7 * 1440
# Posts name no code beyond a mask: `laid.masks_of` refuses it.
MASKED = 64


class Person:
    """Worker i: the row, masks of lists, held skills, and minutes of the week.

    `open_until` (3 weeks + 1,) counts open minutes from the Monday before; so of care
    and of what is left when care is taken away.
    """

    def __init__(self, side: Side, i: int) -> None:
        workers, values = side.workers, side.rules.values[0]
        self.row = row = workers.rows[i]
        self.values = values
        self.rules = side.rules
        today = values["today"]
        papers = [
            workers.papers[row["papers"][at] : row["papers"][at + 1]] for at in (0, 1)
        ]
        valid = [
            held[(held["start"] <= today) & (today <= held["end"])] for held in papers
        ]
        self.licences, self.groups = (mask(held["code"]) for held in valid)
        words = [
            workers.words[row["words"][at] : row["words"][at + 1]] for at in range(5)
        ]
        self.refused, self.wished, self.trades = words[0], words[1], words[2]
        self.languages, self.bars = mask(words[3]), mask(words[4])
        self.skills = workers.skills[row["skills"][0] : row["skills"][1]]
        self.spans = spans = [
            workers.spans[row["spans"][at] : row["spans"][at + 1]] for at in range(3)
        ]
        self.opened, self.cared, self.free = (until(one) for one in spans)
        self.cares = len(spans[1]) > 0
        self.age = (
            -1000 if row["birth"] == 0 else (values["ymd"] - row["birth"]) // 10000
        )


def mask(codes: Any) -> Any:
    """Small ids as bits."""
    total = np.uint64(0)
    for code in codes:
        total |= np.uint64(1 << int(code) if code < MASKED else 0)
    return total


def until(spans: Any) -> Any:
    """How many minutes of the spans lie before each minute of three weeks."""
    if not len(spans):
        return None
    minutes = np.zeros(WEEK, np.int32)
    for span in spans:
        minutes[span["start"] : span["end"]] = 1
    counted = np.zeros(3 * WEEK + 1, np.int32)
    np.cumsum(np.tile(minutes, 3), out=counted[1:])
    return counted


def inside(counted: Any, start: Any, end: Any) -> Any:
    """Minutes of [start, end) that are counted; a stretch is at most a week long."""
    if counted is None:
        return np.zeros(np.shape(start), np.int64)
    return (counted[end + WEEK] - counted[start + WEEK]).astype(np.int64)
