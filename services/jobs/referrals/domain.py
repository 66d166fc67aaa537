"""A referral's life: who may take which step from where, and when the next is due.

Nothing of a person reaches an employer before that person agreed to this very post. A
trial stands between the yes of both and the placement; who leaves in it was not placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from common.contracts.referrals import ConsentWay
from common.contracts.referrals import Origin
from common.contracts.referrals import Party
from common.contracts.referrals import ReferralState
from common.contracts.referrals import Refusal
from common.contracts.referrals import Step
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Forbidden
from common.problems import Invalid
from common.tokens import Caller

# A day in the county begins eight hours before it does in UTC.
COUNTY_AHEAD = timedelta(hours=8)
TRIAL_MOST_DAYS = 30
# Who left a post within this time is not put forward to it again, unless they ask.
AGAIN_AFTER_DAYS = 90


class StepIsNotYours(Forbidden):
    """Somebody else takes this step: the person, the employer, or an officer."""


class StepTooEarly(Conflict):
    """The referral does not stand where this step begins."""


class ConsentIsMissing(Conflict):
    """Nobody wrote down how the person said yes."""


class AlreadyReferred(Conflict):
    """The person is put forward to this post already."""


class LeftRecently(Conflict):
    """The person left this post a short time ago and did not ask for it again."""


class PersonRests(Conflict):
    """The person does not want to be called at present."""


class PersonIsUnknown(Conflict):
    """Nobody who may be recommended is registered under this id."""


@dataclass(frozen=True, slots=True)
class Way:
    """One step: from which states, to which (None: it stays), and whose it is."""

    before: tuple[ReferralState, ...]
    after: ReferralState | None
    parties: tuple[Party, ...]


WITH_EMPLOYER: tuple[ReferralState, ...] = (
    "sent",
    "seen",
    "interview",
    "came",
    "absent",
    "offered",
    "accepted",
    "trial",
)
OPEN: tuple[ReferralState, ...] = ("proposed", "agreed", *WITH_EMPLOYER)
# An employer knows nothing of a person in other states.
DISCLOSED: tuple[ReferralState, ...] = (*WITH_EMPLOYER, "placed")
_PERSON: tuple[Party, ...] = ("person", "officer")
_EMPLOYER: tuple[Party, ...] = ("employer", "officer")
WAYS: Mapping[Step, Way] = {
    "agree": Way(("proposed",), "agreed", _PERSON),
    "send": Way(("agreed",), "sent", ("officer",)),
    "see": Way(("sent",), "seen", ("employer",)),
    "interview": Way(("sent", "seen", "interview", "absent"), "interview", _EMPLOYER),
    "came": Way(("interview",), "came", _EMPLOYER),
    "absent": Way(("interview",), "absent", _EMPLOYER),
    "offer": Way(("sent", "seen", "interview", "came"), "offered", _EMPLOYER),
    "accept": Way(("offered",), "accepted", _PERSON),
    "trial": Way(("accepted",), "trial", _EMPLOYER),
    "check": Way(OPEN, None, ("officer",)),
    "refuse": Way(OPEN, "refused", ("person", "employer", "officer")),
    "end": Way(OPEN, "ended", ("officer",)),
    "place": Way(("accepted", "trial"), "placed", _EMPLOYER),
}
# Hours until the next step is due; an employer has 48 to answer.
DUE_HOURS: Mapping[ReferralState, int] = {
    "proposed": 72,
    "agreed": 24,
    "sent": 48,
    "seen": 48,
    "came": 48,
    "absent": 48,
    "offered": 48,
    "accepted": 72,
}
_PARTIES: Mapping[str, Party] = {
    "worker": "person",
    "kiosk": "person",
    "hr": "employer",
    "coordinator": "officer",
    "township": "officer",
    "county": "officer",
    "member": "register",
}
_ORIGINS: Mapping[str, tuple[Origin, ...]] = {
    "worker": ("worker",),
    "kiosk": ("kiosk",),
    "hr": ("invitation",),
    "coordinator": ("coordinator", "fair", "assignment"),
    "township": ("coordinator", "fair", "assignment"),
    "county": ("coordinator", "fair", "assignment"),
}
# Reasons that the other side may hear; what is of the body or the home stays here.
SHAREABLE: tuple[Refusal, ...] = (
    "hours",
    "far",
    "pay",
    "work",
    "fumes",
    "dust",
    "noise",
    "heavy",
    "night",
    "skill",
    "papers",
    "did_not_come",
    "taken",
)


def party_of(caller: Caller) -> Party:
    """Which side somebody stands on."""
    if caller.role not in _PARTIES:
        raise StepIsNotYours
    return _PARTIES[caller.role]


def origin_of(caller: Caller, asked: Origin | None) -> Origin:
    """Whose idea the referral was; only officers have more than one answer."""
    origins = _ORIGINS.get(caller.role, ())
    origin = asked or next(iter(origins), None)
    if origin is None or origin not in origins:
        raise StepIsNotYours
    return origin


def state_after(step: Step, before: ReferralState, party: Party) -> ReferralState:
    """The state that the step leads to, if this party may take it from here."""
    way = WAYS[step]
    if party not in way.parties:
        raise StepIsNotYours
    # Before it is sent an employer knows of nobody whom it could refuse.
    froms = WITH_EMPLOYER if (step, party) == ("refuse", "employer") else way.before
    if before not in froms:
        raise StepTooEarly(state=before, step=step)
    return way.after or before


def goes_at_once(origin: Origin) -> bool:
    """Whether a yes sends the referral too: nobody has to write a letter for it."""
    return origin in ("worker", "kiosk", "invitation")


def consent_of(party: Party, how: ConsentWay | None) -> ConsentWay:
    """How the person said yes; an officer must say how, a person does it by this."""
    if party == "person":
        return "self"
    if how is None or how == "self":
        raise ConsentIsMissing
    return how


def check_shareable(reason: Refusal, *, shareable: bool) -> None:
    """Refuse to hand over what is of the body or the home."""
    if shareable and reason not in SHAREABLE:
        raise Invalid(FieldError("shareable", "field.referral.not-shareable"))


def trial_ends(today: date, until: date | None) -> date:
    """The last day of a trial; without one it is a week."""
    until = until or today + timedelta(days=7)
    if not today <= until <= today + timedelta(days=TRIAL_MOST_DAYS):
        error = FieldError(
            "trial_until", "field.referral.trial", {"most": TRIAL_MOST_DAYS}
        )
        raise Invalid(error)
    return until


def due_after(
    state: ReferralState,
    now: datetime,
    *,
    interview_at: datetime | None = None,
    trial_until: date | None = None,
) -> datetime | None:
    """When the next step is due; None when there is none."""
    if state == "interview":
        return interview_at
    if state == "trial" and trial_until:
        return end_of(trial_until)
    hours = DUE_HOURS.get(state)
    return None if hours is None else now + timedelta(hours=hours)


def end_of(day: date) -> datetime:
    """The last moment of a day in the county."""
    midnight = datetime.combine(day + timedelta(days=1), time(), UTC)
    return midnight - COUNTY_AHEAD
