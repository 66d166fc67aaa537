"""Mutants of the kernel, at least two for each rule family, and which cases see them.

Runs as a program of its own with NUMBA_DISABLE_JIT=1, so that the kernel's functions
are plain Python and one of them can be replaced. It prints JSON: for each mutant, and
for `none`, the hand-reasoned cases whose verdict is not as reasoned.
"""

import json
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.matching.kernel import body
from services.matching.kernel import eligible
from services.matching.kernel import hours
from services.matching.kernel import pay
from services.matching.kernel import reach
from services.matching.kernel import shifts
from services.matching.kernel import skill
from services.matching.kernel import standing
from services.matching.kernel import travel
from services.matching.kernel import ways
from services.matching.kernel import week
from services.matching.kernel.hours import IN_CARE
from services.matching.kernel.hours import OK
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.cases import CASES
from tests.matching.cases import WORDS
from tests.matching.kernel_answers import Columns
from tests.matching.kernel_answers import columns_of
from tests.matching.kernel_answers import kernel_says
from tests.matching.kernel_answers import skills_of

Function = Callable[..., Any]
Mutant = Callable[[Function], Function]


def passing(true: Function) -> Function:
    """A rule that has stopped looking."""
    return lambda *facts: PASS


def softer(true: Function) -> Function:
    """A rule whose blocks have become cautions."""
    return lambda *facts: min(true(*facts), CAUTION)


def harder(true: Function) -> Function:
    """A rule whose cautions have become blocks."""
    return lambda *facts: BLOCK if true(*facts) == CAUTION else true(*facts)


def nothing(true: Function) -> Function:
    """A quantity that is taken for nothing."""
    return lambda *facts: 0


def careless(true: Function) -> Function:
    """A day on which nothing at home is in the way."""
    return lambda *facts: true(*facts) if true(*facts)[0] < IN_CARE else (OK, 0)


def nowhere(true: Function) -> Function:
    """A search that finds nothing."""
    return lambda *facts: -1


def yes(true: Function) -> Function:
    """A test that everybody passes."""
    return lambda *facts: True


def first_kept(true: Function) -> Function:
    """A rule over alternatives that takes the first for the best."""
    return lambda given, first, last: true(given, first, first + 1)


def one_less(true: Function) -> Function:
    """An age that is a year too low."""
    return lambda *facts: true(*facts) - 1


def undated(true: Function) -> Function:
    """Papers that never end: judged on a day long past their end as on the first."""
    return lambda papers, bounds, code, today: any(
        papers[at]["code"] == code for at in range(*bounds)
    )


def by_the_month(true: Function) -> Function:
    """Pay whose unit is forgotten."""
    return lambda unit, *facts: true(0, *facts)


def as_it_is(true: Function) -> Function:
    """Years of practice that nobody compares."""
    return lambda need, held, state: state


def at_the_limit(true: Function) -> Function:
    """A limit that is not stretched: a little over is over."""
    return lambda value, limit, values: PASS if value <= limit else BLOCK


MUTANTS: dict[str, tuple[Any, str, Mutant]] = {
    "open: closed posts shown": (standing, "post_open", passing),
    "open: fraud a caution": (standing, "advert_clean", softer),
    "law: children": (standing, "old_enough", passing),
    "law: minors": (standing, "minor_allowed", softer),
    "law: a year too young": (standing, "age_of", one_less),
    "eligible: any residence": (eligible, "resident", passing),
    "eligible: papers never end": (eligible, "holds", undated),
    "safety: hazards": (standing, "hazard_free", softer),
    "safety: signals": (standing, "signal_heard", passing),
    "body: careful": (body, "able", softer),
    "body: never": (body, "able", harder),
    "reach: scope": (reach, "in_scope", passing),
    "reach: no stretch": (travel, "within", at_the_limit),
    "reach: nobody knows a way": (ways, "way_known", nowhere),
    "reach: buses run all night": (ways, "bus_runs", passing),
    "reach: ways of every village": (ways, "inside", yes),
    "reach: every stop": (reach, "boards", yes),
    "week: season": (week, "season_fit", passing),
    "week: care": (hours, "fixed_fit", careless),
    "week: the way is free": (hours, "spill", nothing),
    "week: first shift": (shifts, "chosen", first_kept),
    "pay: units": (pay, "unit_factor", by_the_month),
    "skill: years": (skill, "years_state", as_it_is),
    "skill: all can be learnt": (skill, "all_trainable", yes),
    "skill: any trade will do": (skill, "wished_trade", passing),
    "asks: age": (eligible, "wished_age", softer),
    "asks: schooling": (eligible, "schooled", passing),
    "veto: refusals": (standing, "not_refused", passing),
}


@contextmanager
def planted(name: str, change: Mutant) -> Iterator[None]:
    """Every module of the kernel sees the mutant until the block ends."""
    users = [m for key, m in sys.modules.items() if key.startswith("services.matching")]
    holding = [module for module in users if name in vars(module)]
    true = vars(holding[0])[name]
    for module in holding:
        setattr(module, name, change(true))
    try:
        yield
    finally:
        for module in holding:
            setattr(module, name, true)


def wide(rows: Any) -> Any:
    """The same rows with 64-bit numbers: plain Python shifts and multiplies them."""
    if rows.dtype.names is None:
        return rows.astype("i8")
    fields = [
        (
            name,
            "f8" if rows.dtype[name].base.kind == "f" else "i8",
            rows.dtype[name].shape,
        )
        for name in rows.dtype.names
    ]
    return rows.astype(fields)


def widened(columns: Columns) -> Columns:
    """All arrays of some columns with 64-bit numbers."""
    return Columns(
        Workers(*map(wide, columns.workers)),
        Posts(*map(wide, columns.posts)),
        Rules(*map(wide, columns.rules)),
    )


def packed() -> list[tuple[Columns, str]]:
    """All cases as columns, with the verdict that was reasoned by hand."""
    skills = skills_of(WORDS)
    return [
        (widened(columns_of([worker], [post], case.today, skills)), case.verdict)
        for case in CASES
        for worker, post in [(a_worker(**case.worker), a_post(**case.post))]
    ]


def betrayed(cases: list[tuple[Columns, str]]) -> list[str]:
    """The verdicts that are not as reasoned."""
    return [
        f"{CASES[at].name}: {answer['verdict']}"
        for at, (columns, verdict) in enumerate(cases)
        if (answer := kernel_says(columns, 0, 0))["verdict"] != verdict
    ]


def main() -> None:
    """Print for each mutant the cases that betray it, and for none the differences."""
    cases = packed()
    told = {"none": betrayed(cases)}
    for title, (_, name, change) in MUTANTS.items():
        with planted(name, change):
            told[title] = betrayed(cases)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
