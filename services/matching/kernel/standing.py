"""Families open, law, safety and veto: may this be offered to this person at all."""

from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import REFUSED
from services.matching.kernel.rows import WAGED_BY_HOUR
from services.matching.kernel.rows import WAGED_BY_MONTH
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows

NO_AGE = -1000
GIRL_OR_WOMAN = 1
DOUBTFUL = 1


@inlined
def age_of(worker: Row, values: Row) -> int:
    """Full years on today; NO_AGE if the birth date is not known.

    YYYYMMDD numbers make somebody born on 29 February older on 1 March.
    """
    if worker["birth"] == 0:
        return NO_AGE
    return int((values["ymd"] - worker["birth"]) // 10000)


@inlined
def post_open(post: Row, values: Row) -> int:
    """`open.post`: published, with openings left, today within its dates."""
    in_date = post["valid_from"] <= values["today"] <= post["valid_until"]
    if post["published"] == 1 and post["openings"] >= 1 and in_date:
        return PASS
    return BLOCK


@inlined
def advert_clean(post: Row) -> int:
    """`open.advert`: a firm flag blocks, doubtful ones caution."""
    if post["advert"] == 0:
        return PASS
    return CAUTION if post["advert"] == DOUBTFUL else BLOCK


@inlined
def worker_open(worker: Row) -> int:
    """`open.worker`: only people who are looking."""
    return PASS if worker["looking"] == 1 else BLOCK


@inlined
def old_enough(worker: Row, values: Row) -> int:
    """`law.child`."""
    if worker["birth"] == 0:
        return UNKNOWN
    return BLOCK if age_of(worker, values) < values["working_age"] else PASS


@inlined
def minor_allowed(worker: Row, post: Row, values: Row, night: int) -> int:
    """`law.minor`; `night` is 1 if any shift touches the night.

    Every required licence but the health card begins at 18.
    """
    age = age_of(worker, values)
    if age < values["working_age"] or age >= values["adult_age"]:
        return PASS
    hard = post["traits"] & values["minors_traits"]
    for level in range(1, 4):
        hard |= post["at"][level] & values["minors_at"][level]
    licensed = post["words"][1] > post["words"][0]
    return BLOCK if hard != 0 or licensed or night == 1 else CAUTION


@inlined
def women_allowed(worker: Row, post: Row, values: Row) -> int:
    """`law.women`; an unknown sex passes."""
    heavy = post["lift_kg"] > values["women_lift_kg"]
    hard = heavy or (post["traits"] & values["underground"]) != 0
    return BLOCK if worker["female"] == GIRL_OR_WOMAN and hard else PASS


@inlined
def below_retirement(worker: Row, values: Row) -> int:
    """`law.over_age`."""
    return CAUTION if values["today"] >= worker["retires"] else PASS


@inlined
def wage_kept(post: Row, values: Row) -> int:
    """`law.wage`: the best pay against the legal minimum of the place of work."""
    least = values["wage_hour"] if post["waged"] == WAGED_BY_HOUR else 0
    if post["waged"] == WAGED_BY_MONTH:
        least = values["wage_month"]
    if post["earned"] >= least:
        return PASS
    return BLOCK if values["wage_firm"] == 1 else CAUTION


@inlined
def hazard_free(worker: Row, post: Row) -> int:
    """`safety.hazard`."""
    return BLOCK if (worker["unsafe"] & post["traits"]) != 0 else PASS


@inlined
def signal_heard(worker: Row, post: Row, values: Row) -> int:
    """`safety.signal`: who cannot hear, where warnings must be heard."""
    if (post["traits"] & values["signal_traits"]) == 0:
        return PASS
    deaf = (post["at"][2] & worker["blocks"][2]) | (post["at"][3] & worker["blocks"][3])
    return BLOCK if (deaf & values["hear"]) != 0 else PASS


@inlined
def is_named(worker: Row, post: Row, words: Rows, which: int) -> bool:
    """Whether the list REFUSED or WISHED names the post's title, group or a trait."""
    mask = worker["refused"] if which == REFUSED else worker["wished"]
    if (mask & post["traits"]) != 0:
        return True
    for at in range(worker["words"][which], worker["words"][which + 1]):
        if words[at] == post["title"] or words[at] == post["group"]:
            return True
    return False


@inlined
def not_refused(worker: Row, post: Row, words: Rows) -> int:
    """`veto.refused`."""
    return BLOCK if is_named(worker, post, words, REFUSED) else PASS
