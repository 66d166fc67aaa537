"""What matching found, as the contracts say it: with sentences in one language."""

from collections.abc import Iterable

from common.contracts.codes import Outcome
from common.contracts.matching import Change
from common.contracts.matching import Match
from common.contracts.matching import NearMiss
from common.contracts.matching import NearMisses
from common.contracts.matching import Part
from common.contracts.matching import Question
from common.contracts.matching import Reason
from common.contracts.matching import Shortlist
from common.texts import Language
from common.texts import say
from services.matching import found
from services.matching.wording import sentence
from services.matching.wording import spoken

# Worst first, so that a reader meets first what decides.
WEIGHT = {Outcome.BLOCK: 0, Outcome.UNKNOWN: 1, Outcome.CAUTION: 2, Outcome.PASS: 3}
# Of what is well, what speaks for a match comes before what merely does not forbid it.
SPEAKING = ("reach", "skill", "week", "pay", "body")


def match_of(one: found.Found, lang: Language) -> Match:
    """One pair with all its reasons, worst first, and the parts of its score."""
    rulings = sorted(one.rulings, key=_place)
    return Match(
        worker=one.worker,
        post=one.post,
        verdict=one.verdict,
        score=one.score,
        minutes=one.minutes,
        mode=one.mode,
        parts=tuple(_part(part, lang) for part in one.parts),
        reasons=tuple(_reason(ruling, lang) for ruling in rulings),
        change=change_of(one.change, lang) if one.change else None,
    )


def _place(ruling: found.Ruling) -> tuple[int, int]:
    family = ruling.rule.partition(".")[0]
    passes = ruling.outcome is Outcome.PASS
    speaks = SPEAKING.index(family) if family in SPEAKING else len(SPEAKING)
    return WEIGHT[ruling.outcome], speaks if passes else 0


def _reason(ruling: found.Ruling, lang: Language) -> Reason:
    return Reason(
        rule=ruling.rule,
        outcome=ruling.outcome,
        numbers=dict(ruling.numbers),
        text=sentence(ruling.rule, ruling.outcome.value, ruling.numbers, lang),
    )


def _part(part: found.Part, lang: Language) -> Part:
    key = "part.text" if part.known else "part.unknown"
    named = say(f"part.{part.key}", lang)
    points, most = _points(part.points), _points(part.most)
    return Part(
        key=part.key,
        points=part.points,
        most=part.most,
        known=part.known,
        text=say(key, lang, part=named, points=points, most=most),
    )


def _points(thousandths: int) -> str:
    """Points with one digit, as people read them."""
    return f"{thousandths / 1000:.1f}"


def change_of(change: found.Change, lang: Language) -> Change:
    """The change with its sentence."""
    return Change(
        key=change.key,
        side=change.side,
        numbers=dict(change.numbers),
        text=say(f"change.{change.key}", lang, **spoken(change.numbers, lang)),
    )


def questions_of(
    asked: Iterable[found.Question], lang: Language
) -> tuple[Question, ...]:
    """The questions with their sentences, in the order they came."""
    return tuple(
        Question(key=one.key, opens=one.opens, text=say(f"question.{one.key}", lang))
        for one in asked
    )


def shortlist_of(listing: found.Listing, version: str, lang: Language) -> Shortlist:
    """One page of matches, and the questions that would open most."""
    after = listing.next
    return Shortlist(
        data_version=version,
        items=tuple(match_of(one, lang) for one in listing.items),
        total=listing.total,
        next=f"{after.key:x}-{after.id}" if after else None,
        questions=questions_of(listing.questions, lang),
    )


def near_misses_of(
    groups: Iterable[tuple[found.Change, tuple[found.Found, ...]]],
    version: str,
    lang: Language,
) -> NearMisses:
    """Near misses by the change that opens them, most opened first."""
    told = [
        NearMiss(
            change=change_of(change, lang),
            count=len(opened),
            items=tuple(one.post for one in opened),
        )
        for change, opened in groups
    ]
    told.sort(key=lambda group: (-group.count, group.change.key, group.change.text))
    return NearMisses(data_version=version, groups=tuple(told))
