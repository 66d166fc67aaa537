"""Whether a paper is good on a day: its own dates, its holder's age, its terms."""

from datetime import date

from common.contracts.people import Dated
from common.contracts.people import Worker
from tests.matching.oracle.calendar import age_on
from tests.matching.oracle.calendar import retirement_day
from tests.matching.oracle.values import Situation


def holds(held: tuple[Dated, ...], code: str, today: date) -> bool:
    """Whether a dated code is held and valid on a day, both ends included."""
    for one in held:
        begun = one.valid_from is None or one.valid_from <= today
        ended = one.valid_until is not None and one.valid_until < today
        if one.code == code and begun and not ended:
            return True
    return False


def has_paper(worker: Worker, code: str, now: Situation) -> bool:
    """Whether the worker holds a paper and may use it today."""
    told = dict(part.split("=") for part in now.rules.papers.get(code, "").split())
    if worker.birth is not None:
        age = age_on(worker.birth, now.today)
        until = told.get("until", "200")
        if age < int(told.get("from", "-200")):
            return False
        if until != "retirement" and age >= int(until):
            return False
    retires = retirement_day(worker.birth, worker.sex, worker.female_track)
    over = retires is not None and now.today >= retires
    if over and told.get("until") == "retirement":
        return False
    mine = tuple(one for one in worker.licences or () if one.code == code)
    old = tuple(one for one in mine if _too_old(one, told.get("years"), now.today))
    return holds(tuple(one for one in mine if one not in old), code, now.today)


def _too_old(one: Dated, years: str | None, today: date) -> bool:
    """Whether a paper without an end of its own was issued too many years ago."""
    if years is None or one.valid_from is None or one.valid_until is not None:
        return False
    return one.valid_from <= today and age_on(one.valid_from, today) >= int(years)
