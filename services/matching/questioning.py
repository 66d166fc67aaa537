"""Which questions, asked of everybody in an area, would open most matches.

A match that waits for two answers counts for both, so each number is the most that
one question can bring.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from common.problems import FieldError
from common.problems import Invalid
from services.matching.crowd import crowd_of
from services.matching.crowd import everybody
from services.matching.index import Index
from services.matching.kernel.outcomes import QUESTIONS
from services.matching.kernel.ranking import QUESTION
from services.matching.kernel.ranking import Side
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import empty_lists
from services.matching.kernel.rematching import rank_stretch

# What only the employer can answer.
OF_EMPLOYERS = ("pay", "demands")


class AreaTooWide(Invalid):
    """Questions are counted for a village or a township, not for more."""


@dataclass(frozen=True, slots=True)
class AreaQuestion:
    """One question: whom it is put to, how many of them, and what waits for it."""

    key: str
    side: str
    asked: int
    opens: int


def check_area(area: str) -> None:
    """Nothing for a township or a village, else AreaTooWide."""
    if area.endswith("000000"):
        raise AreaTooWide(FieldError("area", "field.area_too_wide"))


def questions_of_area(index: Index, area: str, today: date) -> list[AreaQuestion]:
    """The questions that matches of an area wait for, most matches first."""
    everything, (offers, _) = index.everything(today)
    crowd = crowd_of(index, today, (area,))
    side = Side(crowd.workers, everything.posts, crowd.rules)
    count, m = len(crowd), len(side.posts.rows)
    into = Rematch(empty_lists(count, 1), empty_lists(m, 1))
    rank_stretch(side, 0, count, (offers, everybody(count)), into)
    found = _counted(into.of_workers, into.of_posts)
    return sorted(found, key=lambda one: -one.opens)


def _counted(of_workers: Lists, of_posts: Lists) -> Iterator[AreaQuestion]:
    for at, key in enumerate(QUESTIONS, QUESTION):
        side = "employer" if key in OF_EMPLOYERS else "worker"
        lists = of_posts if side == "employer" else of_workers
        waiting = lists.counts[:, at]
        if waiting.any():
            asked = int(np.count_nonzero(waiting))
            yield AreaQuestion(key, side, asked, int(waiting.sum()))
