"""The rules in force, for everybody, with their sources; and a trial of others."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from pydantic import BaseModel
from pydantic import Field

from common.contracts.values import AreaCode
from common.law import RuleSetRefused
from common.law import rules_above
from common.law.catalogue import key_named
from common.problems import FieldError
from common.problems import Invalid
from common.texts import Language
from common.texts import say
from common.tokens import Caller
from services.matching.api import Visitor
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


class RuleInForce(BaseModel):
    """One value in force, where it holds, since when, and where it is written."""

    key: str
    name: str
    value: str
    unit: str
    area: str
    valid_from: date
    valid_until: date | None
    citation: str


class RulesInForce(BaseModel):
    """All rules in force on a day in an area."""

    data_version: str
    day: date
    area: str
    rules: tuple[RuleInForce, ...]


class Candidate(BaseModel, extra="forbid"):
    """The files of a set of rules by name, as text; they go above the built-in ones."""

    files: Annotated[
        dict[str, Annotated[str, Field(max_length=MOST_CHARACTERS)]],
        Field(min_length=1, max_length=MOST_FILES),
    ]
    as_of: date | None = None


class TurnedMatch(BaseModel):
    """One worker with one post, before and after, and what the rules then say."""

    worker: str
    post: str
    before: str
    after: str
    reasons: tuple[str, ...]


class Turn(BaseModel):
    """How many pairs go from one verdict to another."""

    before: str
    after: str
    count: int


class Trial(BaseModel):
    """What would change; `every` above 1: only each so many-th worker was looked at."""

    data_version: str
    day: date
    text: str
    pairs: int
    every: int
    changed: int
    workers: int
    posts: int
    turns: tuple[Turn, ...]
    families: dict[str, int]
    rules: dict[str, int]
    examples: tuple[TurnedMatch, ...]


@router.get("/rules")
async def rules_in_force(
    visit: Visitor,
    area: AreaCode | None = None,
    on: Annotated[date | None, Query()] = None,
) -> RulesInForce:
    """The rules in force on a day in an area, each with its source."""
    day = on or visit.day
    lines = visit.views.knowledge.rules.in_force(day, area or "")
    rules = tuple(
        RuleInForce(
            key=line.key,
            name=name_of(line.key, visit.lang),
            value=line.value,
            unit=line.unit,
            area=line.area,
            valid_from=line.valid_from,
            valid_until=line.valid_until,
            citation=line.citation,
        )
        for line in lines
    )
    return RulesInForce(
        data_version=visit.version, day=day, area=area or "", rules=rules
    )


def name_of(key: str, lang: Language) -> str:
    """What a key is called; a family's name for its members."""
    known = key_named(key)
    return say(f"rules.name.{known.name if known else key}", lang)


@router.post("/rules/dry-run")
async def try_candidate(asked: Candidate, visit: Visitor) -> Trial:
    """Which matches would change verdict under these rules; nothing is put in force."""
    visit.caller.must_be("county", "admin")
    files = {name: text.encode() for name, text in asked.files.items()}
    try:
        rules = rules_above(files)
    except RuleSetRefused as refused:
        raise RulesRefused(*wrong_lines(refused)) from refused
    day = asked.as_of or visit.day
    index = visit.views.full
    effect = await asyncio.to_thread(
        lambda: try_rules(index, rules, day, _asked(visit.caller))
    )
    return _trial(effect, (visit.version, day, visit.lang))


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


def _trial(effect: Effect, told: tuple[str, date, Language]) -> Trial:
    version, day, lang = told
    return Trial(
        data_version=version,
        day=day,
        text=say(
            "rules.tried",
            lang,
            count=effect.changed,
            pairs=effect.pairs,
            day=day.isoformat(),
        ),
        pairs=effect.pairs,
        every=effect.every,
        changed=effect.changed,
        workers=effect.workers,
        posts=effect.posts,
        turns=tuple(
            Turn(before=was.value, after=now.value, count=count)
            for (was, now), count in effect.turns.items()
        ),
        families=effect.families(),
        rules=effect.rules,
        examples=tuple(_example(one, lang) for one in effect.examples),
    )


def _example(one: Turned, lang: Language) -> TurnedMatch:
    answering = set(one.rules())
    return TurnedMatch(
        worker=str(one.before.worker),
        post=str(one.before.post),
        before=one.before.verdict.value,
        after=one.after.verdict.value,
        reasons=tuple(
            sentence(ruling.rule, ruling.outcome.value, ruling.numbers, lang)
            for ruling in one.after.rulings
            if ruling.rule in answering
        ),
    )
