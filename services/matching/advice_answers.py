"""Advice, near misses and questions as the contracts say them, with sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.contracts.advice import Advice
from common.contracts.advice import Advised
from common.contracts.advice import AreaQuestion
from common.contracts.advice import AreaQuestions
from common.contracts.advice import CoarseChange
from common.contracts.advice import EmployerAdvice
from common.contracts.advice import EmployerNearMisses
from common.contracts.advice import Headcount
from common.contracts.jobs import Post
from common.contracts.matching import NearMiss
from common.contracts.matching import NearMisses
from common.texts import Language
from common.texts import say
from services.matching import advising
from services.matching import desk
from services.matching import questioning
from services.matching.answers import change_of
from services.matching.discretion import FEWEST
from services.matching.discretion import coarse
from services.matching.discretion import coarse_gain
from services.matching.found import Change
from services.matching.misses import WorkerGroups


@dataclass(frozen=True, slots=True)
class Telling:
    """In which language an answer is told, and of which data."""

    version: str
    lang: Language


def advice_of(told: advising.Advice, post: Post, telling: Telling) -> Advice:
    """All numbers, for officers."""
    lang = telling.lang
    now = _headcount(told.now)
    return Advice(
        data_version=telling.version,
        now=now,
        changes=tuple(_advised(one, lang) for one in told.singles),
        pair=_advised(told.pair, lang) if told.pair else None,
        text=say(
            "advice.now",
            lang,
            ready=told.now.ready,
            fit=now.fit,
            conditional=now.conditional,
            open=now.open_question,
        ),
        notes=notes_of(post, lang),
    )


def _headcount(told: desk.Headcount) -> Headcount:
    return Headcount(
        fit=told.fit, conditional=told.conditional, open_question=told.open_question
    )


def _advised(told: desk.Advised, lang: Language) -> Advised:
    then, together = told.then, named(told.changes, lang)
    text = say(
        "advice.change",
        lang,
        change=together,
        more=told.more,
        fit=then.fit,
        conditional=then.conditional,
    )
    if told.more <= 0:
        text = say("advice.change_open", lang, change=together, open=told.more_open)
    return Advised(
        changes=tuple(change_of(change, lang) for change in told.changes),
        then=_headcount(then),
        more=told.more,
        more_open=told.more_open,
        text=text,
    )


def named(changes: Iterable[Change], lang: Language) -> str:
    """One change, or two together, as one says them."""
    texts = [change_of(change, lang).text for change in changes]
    if len(texts) == 1:
        return texts[0]
    return say("advice.and", lang, first=texts[0], second=texts[1])


def notes_of(post: Post, lang: Language) -> tuple[str, ...]:
    """What stands in the way of any advice: an advert that must be put right."""
    if not post.flags:
        return ()
    doubtful = all(flag.doubtful for flag in post.flags)
    return (say("advice.doubtful" if doubtful else "advice.flagged", lang),)


def employer_advice_of(
    told: advising.Advice, post: Post, telling: Telling
) -> EmployerAdvice:
    """The same for an employer: coarse, and totals only for certain people's posts.

    A pair never holds an accommodation: beside the single change its number would tell
    how many people with a limit there are.
    """
    lang = telling.lang
    ready = coarse(told.now.ready)
    singles = () if post.target_groups else told.singles
    pair = None if post.target_groups else told.pair
    of_body = pair and any(one.key == "accommodation" for one in pair.changes)
    shown = [_coarsely(one.changes, one.more, lang) for one in singles]
    return EmployerAdvice(
        data_version=telling.version,
        ready=ready,
        open_question=coarse(told.now.open_question),
        changes=most_first(one for one in shown if one is not None),
        pair=_coarsely(pair.changes, pair.more, lang) if pair and not of_body else None,
        text=_employer_text(ready, post, lang),
        notes=(
            *notes_of(post, lang),
            say("advice.employer_opens", lang, fewest=FEWEST),
        ),
    )


def _employer_text(ready: int | None, post: Post, lang: Language) -> str:
    about = "groups" if post.target_groups else "now"
    if ready is not None:
        return say(f"advice.employer_{about}", lang, ready=ready)
    few = "groups_few" if post.target_groups else "few"
    return say(f"advice.employer_{few}", lang, fewest=FEWEST)


def _coarsely(
    changes: tuple[Change, ...], more: int, lang: Language
) -> CoarseChange | None:
    at_least = coarse_gain(changes, more)
    if at_least is None:
        return None
    text = say(
        "advice.employer_change", lang, change=named(changes, lang), more=at_least
    )
    told = tuple(change_of(change, lang) for change in changes)
    return CoarseChange(changes=told, at_least=at_least, text=text)


def most_first(changes: Iterable[CoarseChange]) -> tuple[CoarseChange, ...]:
    """By the coarse number, then by name, so that the order tells nothing finer."""
    return tuple(sorted(changes, key=lambda one: (-one.at_least, one.text)))


def workers_opened(groups: WorkerGroups, telling: Telling) -> NearMisses:
    """Near misses of a post for officers, the change that opens it to most first."""
    told = [
        NearMiss(change=change_of(change, telling.lang), count=len(ids), items=ids)
        for change, ids in groups
    ]
    told.sort(key=lambda group: (-group.count, group.change.key, group.change.text))
    return NearMisses(data_version=telling.version, groups=tuple(told))


def employer_near_misses_of(
    groups: WorkerGroups, post: Post, telling: Telling
) -> EmployerNearMisses:
    """The same for an employer: coarse, without ids, nothing for certain people's."""
    shown = [
        _coarsely((change,), len(ids), telling.lang)
        for change, ids in ([] if post.target_groups else groups)
    ]
    return EmployerNearMisses(
        data_version=telling.version,
        groups=most_first(one for one in shown if one is not None),
        text=say("advice.employer_opens", telling.lang, fewest=FEWEST),
    )


def area_questions_of(
    asked: Iterable[questioning.AreaQuestion], area: str, telling: Telling
) -> AreaQuestions:
    """The questions of an area with their sentences."""
    lang = telling.lang
    return AreaQuestions(
        data_version=telling.version,
        area=area,
        questions=tuple(
            AreaQuestion(
                key=one.key,
                side=one.side,
                asked=one.asked,
                opens=one.opens,
                text=say(
                    f"question.for_{one.side}s",
                    lang,
                    asked=one.asked,
                    question=say(f"question.{one.key}", lang),
                    opens=one.opens,
                ),
            )
            for one in asked
        ),
    )
