"""What each kind of reader sees of a match: the full one, or an employer's view.

An employer never sees who somebody is, a score, or anything that comes from the body:
a handle per post, a verdict from what the employer may know, and a band of travel.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.matching import Match
from common.contracts.matching import Reason
from common.contracts.matching import Shortlist
from common.contracts.values import Pay
from common.texts import Language
from common.texts import say
from gateway.shortlists.cards import EmployerMatch
from gateway.shortlists.cards import EmployerShortlist

# Families that say something of the work, not of somebody's body, past or money.
EMPLOYER_FAMILIES = ("week", "skill", "asks")
BANDS = ((15, "0-15"), (30, "15-30"), (60, "30-60"))
# A smaller count of people could point at one of them.
FEWEST_TOLD = 5
VERDICTS = tuple(Verdict)


def handle_of(key: bytes, post: UUID, worker: UUID) -> str:
    """A name for one worker under one post; another post gives another name."""
    return hmac.new(key, post.bytes + worker.bytes, sha256).hexdigest()[:20]


def band_of(minutes: int | None) -> str:
    """The band of travel in minutes, or `unknown`."""
    if minutes is None:
        return "unknown"
    return next((name for most, name in BANDS if minutes <= most), "over-60")


def shown_to_employer(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that an employer may know."""
    return tuple(r for r in reasons if r.rule.split(".")[0] in EMPLOYER_FAMILIES)


def verdict_of(reasons: Iterable[Reason]) -> Verdict:
    """The verdict that these reasons alone would give."""
    outcomes = {reason.outcome for reason in reasons}
    if Outcome.UNKNOWN in outcomes:
        return Verdict.OPEN_QUESTION
    if Outcome.CAUTION in outcomes:
        return Verdict.CONDITIONAL
    return Verdict.FIT


def employer_match(match: Match, key: bytes, lang: Language) -> EmployerMatch:
    """The match as its employer may see it."""
    reasons = shown_to_employer(match.reasons)
    band = band_of(match.minutes)
    return EmployerMatch(
        handle=handle_of(key, match.post, match.worker),
        verdict=verdict_of(reasons),
        travel=band,
        travel_text=say(f"travel.{band}", lang),
        reasons=tuple(r.text for r in reasons if r.outcome is not Outcome.PASS),
    )


def employer_shortlist(
    found: Shortlist, key: bytes, lang: Language, *, counts_only: bool
) -> EmployerShortlist:
    """The list as the employer may see it.

    Matching's order knows cautions that the employer must not: whoever stood lower
    than the shown verdict explains would have told of one. So the order is made again
    from what is shown, then by score. Cursors name workers, so there is one page.
    """
    seen = {
        one.worker: verdict_of(shown_to_employer(one.reasons)) for one in found.items
    }
    items = sorted(
        () if counts_only else found.items,
        key=lambda one: (VERDICTS.index(seen[one.worker]), -one.score),
    )
    few = found.total < FEWEST_TOLD
    about = "groups" if counts_only else "people"
    key_of_text = f"employer.{about}_few" if few else f"employer.{about}"
    return EmployerShortlist(
        data_version=found.data_version,
        stale=found.stale,
        items=tuple(employer_match(item, key, lang) for item in items),
        total=None if few else found.total,
        text=say(key_of_text, lang, count=found.total),
    )


def pay_text(pay: Pay | None, lang: Language) -> str:
    """What is paid and by what it is counted, as one says it."""
    if pay is None:
        return say("pay.unknown", lang)
    low, high = (f"{amount:g}" for amount in (pay.min, pay.max))
    amount = low if low == high else f"{low}–{high}"
    counted = say("pay.piece_rate", lang) if pay.piece_rate else ""
    return say(f"pay.{pay.unit}", lang, amount=amount) + counted
