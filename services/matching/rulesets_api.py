"""The rules in force, for everybody, with their sources; and a trial of others."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic import Field

from common.contracts.rules import RuleInForce
from common.contracts.rules import RulesInForce
from common.contracts.rules import RuleTrial
from common.contracts.rules import Turn
from common.contracts.rules import TurnedMatch
from common.contracts.values import AreaCode
from common.law import Rule
from common.law import RuleSetRefused
from common.law import rules_above
from common.law.catalogue import key_named
from common.problems import FieldError
from common.problems import Invalid
from common.texts import Language
from common.texts import say
from common.tokens import Caller
from services.matching.api import Visit
from services.matching.api import Visitor
from services.matching.api import at_length
from services.matching.asking import whole_areas
from services.matching.rulesets import Asked
from services.matching.rulesets import Effect
from services.matching.rulesets import Turned
from services.matching.rulesets import try_rules
from services.matching.wording import sentence

MOST_FILES = 20
MOST_CHARACTERS = 400_000
router = APIRouter(tags=["rules"])


class RulesRefused(Invalid):
    """A set of rules has faults; each names its file, its line, and what to do."""


class Candidate(BaseModel, extra="forbid"):
    """The files of a set of rules by name, as text; they go above the built-in ones."""

    files: Annotated[
        dict[str, Annotated[str, Field(max_length=MOST_CHARACTERS)]],
        Field(min_length=1, max_length=MOST_FILES),
    ]
    as_of: date | None = None


@router.get("/rules")
async def rules_in_force(
    visit: Visitor, area: AreaCode | None = None, as_of: date | None = None
) -> RulesInForce:
    """The rules in force on a day in an area, each with its source."""
    day = as_of or visit.day
    lines = visit.views.knowledge.rules.in_force(day, area or "")
    return RulesInForce(
        data_version=visit.version,
        day=day,
        area=area,
        rules=tuple(_told(line, visit.lang) for line in lines),
    )


def _told(line: Rule, lang: Language) -> RuleInForce:
    known = key_named(line.key)
    return RuleInForce(
        key=line.key,
        name=say(f"rules.name.{known.name if known else line.key}", lang),
        value=line.value,
        unit=line.unit,
        area=line.area,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        citation=line.citation,
    )


@router.post("/rules/dry-run")
async def try_candidate(asked: Candidate, visit: Visitor) -> RuleTrial:
    """Which matches would change verdict under these rules; nothing is put in force."""
    visit.caller.must_be("county", "admin")
    try:
        rules = rules_above({name: one.encode() for name, one in asked.files.items()})
    except RuleSetRefused as refused:
        raise RulesRefused(*wrong_lines(refused)) from refused
    day, index = asked.as_of or visit.day, visit.views.full
    effect = await at_length(
        visit, lambda: try_rules(index, rules, day, _asked(visit.caller))
    )
    return _trial(effect, day, visit)


def _asked(caller: Caller) -> Asked:
    """A county looks at its own people; who keeps the system running sees counts."""
    if caller.role == "admin":
        return Asked(examples=0)
    return Asked(whole_areas(caller))


def wrong_lines(refused: RuleSetRefused) -> list[FieldError]:
    """Every fault as a field: the file with its line."""
    return [
        FieldError(
            f"{fault.file}:{fault.line}",
            f"rules.fault.{fault.why}",
            {"file": fault.file, "line": fault.line, **fault.numbers},
        )
        for fault in refused.faults
    ]


def _trial(effect: Effect, day: date, visit: Visit) -> RuleTrial:
    told: dict[str, int | float | str] = {"count": effect.changed}
    told |= {"pairs": effect.pairs, "day": day.isoformat()}
    return RuleTrial(
        data_version=visit.version,
        day=day,
        text=say("rules.tried", visit.lang, **told),
        pairs=effect.pairs,
        every=effect.every,
        changed=effect.changed,
        workers=effect.workers,
        posts=effect.posts,
        turns=tuple(
            Turn(before=was, after=now, count=count)
            for (was, now), count in effect.turns.items()
        ),
        families=effect.families(),
        rules=effect.rules,
        examples=tuple(_example(one, visit.lang) for one in effect.examples),
    )


def _example(one: Turned, lang: Language) -> TurnedMatch:
    answering = set(one.rules())
    return TurnedMatch(
        worker=one.before.worker,
        post=one.before.post,
        before=one.before.verdict,
        after=one.after.verdict,
        reasons=tuple(
            sentence(ruling.rule, ruling.outcome.value, ruling.numbers, lang)
            for ruling in one.after.rulings
            if ruling.rule in answering
        ),
    )
