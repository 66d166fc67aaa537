"""Families eligible and asks: formal limits, papers, and the employer's wishes."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import BARS
from services.matching.kernel.rows import CHECKS
from services.matching.kernel.rows import GROUPS
from services.matching.kernel.rows import LANGUAGES
from services.matching.kernel.rows import LICENCES
from services.matching.kernel.rows import REQUIRED
from services.matching.kernel.rows import SPOKEN
from services.matching.kernel.rows import TARGETS
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.standing import age_of

HEALTH_CARD = 0


@inlined
def holds(papers: Rows, bounds: tuple[int, int], code: int, today: int) -> bool:
    """Whether papers[bounds] has `code` valid on `today`, both ends included."""
    for at in range(bounds[0], bounds[1]):
        paper = papers[at]
        if paper["code"] == code and paper["start"] <= today <= paper["end"]:
            return True
    return False


@compiled
def in_group(worker: Row, papers: Rows, post: Row, words: Rows, today: int) -> int:
    """`eligible.group`: any one target group held today."""
    start, end = post["words"][TARGETS], post["words"][TARGETS + 1]
    if start == end:
        return PASS
    if worker["groups_known"] == 0:
        return UNKNOWN
    bounds = (worker["papers"][GROUPS], worker["papers"][GROUPS + 1])
    for at in range(start, end):
        if holds(papers, bounds, words[at], today):
            return PASS
    return BLOCK


@inlined
def resident(worker: Row, post: Row) -> int:
    """`eligible.residence`: the post's code is a prefix of the worker's."""
    if post["residence"] < 0:
        return PASS
    if worker["area"] < 0:
        return UNKNOWN
    inside = worker["area"] // post["residence_cut"] == post["residence"]
    return PASS if inside else BLOCK


@inlined
def years_outside(age: int, post: Row) -> int:
    """By how many years `age` misses the post's bounds; 0 within."""
    missed = 0
    if post["age_min"] >= 0:
        missed = max(missed, post["age_min"] - age)
    if post["age_max"] >= 0:
        missed = max(missed, age - post["age_max"])
    return missed


@inlined
def age_bound(post: Row) -> bool:
    """Whether the post names an age at all."""
    return bool(post["age_min"] >= 0 or post["age_max"] >= 0)


@inlined
def formal_age(worker: Row, post: Row, values: Row) -> int:
    """`eligible.age`: limits of a rule, not of a wish."""
    if post["formal_age"] == 0 or not age_bound(post):
        return PASS
    if worker["birth"] == 0:
        return UNKNOWN
    return BLOCK if years_outside(age_of(worker, values), post) > 0 else PASS


@compiled
def first_lacking(worker: Row, papers: Rows, post: Row, words: Rows, today: int) -> int:
    """The first required licence not held today, or -1; the health card apart."""
    bounds = (worker["papers"][LICENCES], worker["papers"][LICENCES + 1])
    for at in range(post["words"][REQUIRED], post["words"][REQUIRED + 1]):
        if not holds(papers, bounds, words[at], today):
            return int(words[at])
    return -1


@compiled
def licensed(worker: Row, papers: Rows, post: Row, words: Rows, today: int) -> int:
    """`eligible.licence`; a lacking health card can still be got."""
    asked = post["words"][REQUIRED + 1] > post["words"][REQUIRED]
    if asked and worker["licences_known"] == 0:
        return UNKNOWN
    if asked and first_lacking(worker, papers, post, words, today) >= 0:
        return BLOCK
    if post["health_card"] == 0:
        return PASS
    bounds = (worker["papers"][LICENCES], worker["papers"][LICENCES + 1])
    return PASS if holds(papers, bounds, HEALTH_CARD, today) else CAUTION


@compiled
def not_barred(worker: Row, own: Rows, post: Row, words: Rows) -> int:
    """`eligible.background`."""
    for at in range(post["words"][CHECKS], post["words"][CHECKS + 1]):
        for bar in range(worker["words"][BARS], worker["words"][BARS + 1]):
            if words[at] == own[bar]:
                return BLOCK
    return PASS


@inlined
def wished_age(worker: Row, post: Row, values: Row) -> int:
    """`asks.age`: a year or two off can be talked about, but nobody under age."""
    if post["formal_age"] == 1 or not age_bound(post):
        return PASS
    if worker["birth"] == 0:
        return UNKNOWN
    age = age_of(worker, values)
    missed = years_outside(age, post)
    if missed == 0:
        return PASS
    adult = values["adult_age"]
    if age < adult and post["age_min"] >= adult:
        return BLOCK
    return CAUTION if missed <= values["asks_years"] else BLOCK


@inlined
def schooled(worker: Row, post: Row) -> int:
    """`asks.schooling`; nobody can have less than none."""
    if post["schooling"] <= 0:
        return PASS
    if worker["schooling"] < 0:
        return UNKNOWN
    return PASS if worker["schooling"] >= post["schooling"] else BLOCK


@compiled
def first_unspoken(worker: Row, own: Rows, post: Row, words: Rows) -> int:
    """The first required language the worker lacks, or -1."""
    for at in range(post["words"][SPOKEN], post["words"][SPOKEN + 1]):
        spoken = False
        for held in range(worker["words"][LANGUAGES], worker["words"][LANGUAGES + 1]):
            spoken = spoken or own[held] == words[at]
        if not spoken:
            return int(words[at])
    return -1


@compiled
def spoken(worker: Row, own: Rows, post: Row, words: Rows) -> int:
    """`asks.language`; unknown languages pass."""
    if worker["languages_known"] == 0:
        return PASS
    return PASS if first_unspoken(worker, own, post, words) < 0 else BLOCK
