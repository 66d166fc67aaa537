"""A proposal as the contract says it: with sentences in one language, naming nobody."""

from common.contracts.assignments import Assigned
from common.contracts.assignments import Assignment
from common.contracts.assignments import NotThisTime
from common.contracts.assignments import Seating
from common.texts import Language
from common.texts import say
from services.matching.assigning import Left
from services.matching.assigning import Proposal
from services.matching.assigning import Seats


def assignment_of(proposal: Proposal, version: str, lang: Language) -> Assignment:
    """The whole proposal."""
    totals = proposal.totals
    return Assignment(
        data_version=version,
        assigned=tuple(
            Assigned(
                worker=one.worker, post=one.post, verdict=one.verdict, score=one.score
            )
            for one in proposal.chosen
        ),
        not_this_time=tuple(not_this_time(one, lang) for one in proposal.left),
        posts=tuple(seating_of(one, lang) for one in proposal.posts),
        placed=totals.placed,
        fits=totals.fits,
        score=totals.score,
        first_come=proposal.first_come.placed,
        proven=proposal.proven,
        text=summary(proposal, lang),
    )


def summary(proposal: Proposal, lang: Language) -> str:
    """What the proposal comes to, in a sentence or two."""
    totals, first = proposal.totals, proposal.first_come.placed
    told = say(
        "assign.done",
        lang,
        placed=totals.placed,
        fits=totals.fits,
        first_come=first,
        gained=totals.placed - first,
        left=len(proposal.left),
    )
    return told if proposal.proven else told + say("assign.cut", lang)


def not_this_time(left: Left, lang: Language) -> NotThisTime:
    """Why somebody gets nothing this time."""
    numbers = dict(left.numbers)
    if "family" in numbers:
        numbers["family"] = say(f"blocked_by.{numbers['family']}", lang)
    return NotThisTime(
        worker=left.worker,
        key=left.why,
        numbers=dict(left.numbers),
        text=say(f"left.{left.why}", lang, **numbers),
    )


def seating_of(one: Seats, lang: Language) -> Seating:
    """How a post is filled, and if not quite, why."""
    key = "seats.full" if one.taken == one.seats else "seats.part"
    if one.taken < one.seats and one.listed == one.taken:
        key = "seats.short" if one.listed else "seats.nobody"
    told = say(key, lang, seats=one.seats, taken=one.taken, listed=one.listed)
    return Seating(post=one.post, seats=one.seats, taken=one.taken, text=told)
