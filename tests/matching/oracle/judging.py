"""All families together: verdict, parts and score of a pair; the order of a list."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from tests.matching.oracle.body import is_able
from tests.matching.oracle.clock import weekly_minutes
from tests.matching.oracle.hours import is_free
from tests.matching.oracle.pay import pays
from tests.matching.oracle.reach import way_to
from tests.matching.oracle.skill import is_skilled
from tests.matching.oracle.skill import skills_share
from tests.matching.oracle.standing import is_eligible
from tests.matching.oracle.standing import is_lawful
from tests.matching.oracle.standing import is_open
from tests.matching.oracle.standing import is_safe
from tests.matching.oracle.values import Number
from tests.matching.oracle.values import OracleMatch
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Part
from tests.matching.oracle.values import Situation
from tests.matching.oracle.values import Thresholds
from tests.matching.oracle.values import Words
from tests.matching.oracle.values import worst
from tests.matching.oracle.wishes import is_asked
from tests.matching.oracle.wishes import is_refused
from tests.matching.oracle.wishes import is_wished
from tests.matching.oracle.wishes import wish_share

VERDICTS = {
    Outcome.BLOCK: Verdict.UNFIT,
    Outcome.UNKNOWN: Verdict.OPEN_QUESTION,
    Outcome.CAUTION: Verdict.CONDITIONAL,
    Outcome.PASS: Verdict.FIT,
}
ORDER = tuple(Verdict)
EASED = ("eligible", "reach", "week", "pay", "skill")


def judge(
    worker: Worker,
    post: Post,
    today: date,
    rules: Thresholds | None = None,
    words: Words | None = None,
) -> OracleMatch:
    """One worker with one post on one day."""
    now = Situation(today, (rules or Thresholds()).at(post.area), words or Words())
    way = way_to(worker, post, now.rules)
    week, week_share = is_free(worker, post, way, now)
    pay, pay_share = pays(worker, post, weekly_minutes(post.time), now.rules)
    outcomes: Outcomes = {}
    for family in (is_open, is_lawful, is_eligible, is_safe):
        outcomes |= family(worker, post, now)
    outcomes |= is_able(worker, post)
    outcomes[way.rule] = (way.outcome, {})
    outcomes |= week | pay
    for family in (is_skilled, is_wished, is_asked, is_refused):
        outcomes |= family(worker, post, now)
    parts = {
        "distance": _part(18, way.share),
        "skills": _part(27, *skills_share(worker, post, now)),
        "week": _part(13, week_share),
        "pay": _part(14, pay_share),
        "wish": _part(9, *wish_share(worker, post, now)),
        "terms": _part(4, _terms(post)),
        "ease": _part(15, _ease(outcomes)),
    }
    return OracleMatch(
        verdict=VERDICTS[worst([said[0] for said in outcomes.values()])],
        score=sum(part.points for part in parts.values()),
        minutes=way.minutes,
        mode=way.mode,
        outcomes=outcomes,
        parts=parts,
    )


def _part(most: int, share: int | None, known: bool = True) -> Part:
    """Thousandths of a part of at most `most` points; the half when nobody knows."""
    if share is None:
        return Part(most * 500, known=False)
    return Part(most * share, known)


def _terms(post: Post) -> int:
    housed = post.lodging or post.training_days is not None
    return 500 * post.insurance + 250 * post.meals + 250 * housed


def _ease(outcomes: Outcomes) -> int:
    """The compromises to be made: none, one, or more."""
    weights = [
        _weight(rule, numbers)
        for rule, (outcome, numbers) in outcomes.items()
        if outcome == Outcome.CAUTION and rule.split(".")[0] in EASED
    ]
    return (1000, 500, 0)[min(2, sum(weights))]


def _weight(rule: str, numbers: dict[str, Number]) -> int:
    """Pay far under the floor and several days lacking count two."""
    days_lack = rule == "week.days" and float(numbers["short"]) > 1
    return 2 if "far" in numbers or days_lack else 1


Row = tuple[UUID, OracleMatch]


def shortlist(
    worker: Worker,
    posts: Iterable[Post],
    today: date,
    rules: Thresholds | None = None,
    words: Words | None = None,
    shown: dict[UUID, int] | None = None,
) -> list[Row]:
    """The posts of a worker: everything but unfit, in the order of a list."""
    found = [(post.id, judge(worker, post, today, rules, words)) for post in posts]
    return in_order(found, shown or {})


def in_order(found: Iterable[Row], shown: dict[UUID, int]) -> list[Row]:
    """By verdict, then score falling, then least shown, then id; unfit left out."""
    return sorted(
        (row for row in found if row[1].verdict != Verdict.UNFIT),
        key=lambda row: (
            ORDER.index(row[1].verdict),
            -row[1].score,
            shown.get(row[0], 0),
            row[0],
        ),
    )
