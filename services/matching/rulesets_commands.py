"""`doorstep rules`: is a folder of rules right, and what would it change; no server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import typer

from common.contracts.jobs import Post
from common.intake.exchange import id_at
from common.intake.files import UnreadableFileError
from common.intake.files import read_posts
from common.intake.files import read_workers
from common.intake.posts import understand_post
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from common.law import RuleSet
from common.law import RuleSetRefused
from common.law import files_in
from common.law import rules_to_try
from common.texts import say
from services.matching.commands import NOBODY
from services.matching.commands import WRONG_INPUT
from services.matching.commands import tell_wrong
from services.matching.index import Index
from services.matching.rulesets import Effect
from services.matching.rulesets import Turned
from services.matching.rulesets import told_faults
from services.matching.rulesets import try_worlds
from services.matching.wording import sentence


@dataclass(frozen=True, slots=True)
class Stated:
    """Both files, by the keys of their rows."""

    workers: Mapping[str, StatedWorker]
    posts: Mapping[str, StatedPost]

    def index(self, rules: RuleSet | None) -> Index:
        """Everybody and everything, understood under these rules."""
        index = Index()
        index.put_workers(
            [
                (understand_worker(one, id=id_at(at), rules=rules), 1)
                for at, one in enumerate(self.workers.values())
            ]
        )
        index.put_posts(
            [
                (_published(one, id_at(at)), 1)
                for at, one in enumerate(self.posts.values())
            ]
        )
        return index

    def key_of(self, one: Turned) -> tuple[str, str]:
        """The rows' own keys of a pair."""
        workers = {id_at(at): key for at, key in enumerate(self.workers)}
        posts = {id_at(at): key for at, key in enumerate(self.posts)}
        return workers[one.before.worker], posts[one.before.post]


def _published(stated: StatedPost, id: UUID) -> Post:
    state = "published" if stated.state == "draft" else stated.state
    return understand_post(stated, id=id, employer=NOBODY, state=state)


def check_folder(folder: Path) -> RuleSet:
    """Says that the folder is right, or every fault, and then ends with 65."""
    try:
        rules = rules_to_try(files_in(folder))
    except RuleSetRefused as refused:
        for line in told_faults(refused):
            typer.echo(line, err=True)
        raise typer.Exit(WRONG_INPUT) from refused
    own = [rule for rule in rules.rules if rule.layer]
    built_in = {(rule.key, rule.area) for rule in rules.rules if not rule.layer}
    over = sum((rule.key, rule.area) in built_in for rule in own)
    typer.echo(say("rules.checked", count=len(own), over=over))
    return rules


def try_folder(folder: Path, workers: Path, posts: Path, *, as_of: date) -> None:
    """Says which matches of two files would change verdict under the folder's rules."""
    rules = check_folder(folder)
    try:
        stated = Stated(read_workers(workers), read_posts(posts))
    except UnreadableFileError as error:
        tell_wrong(error)
        raise typer.Exit(WRONG_INPUT) from error
    effect = try_worlds((stated.index(None), stated.index(rules)), rules, as_of)
    for line in told_effect(effect, stated, as_of):
        typer.echo(line)


def told_effect(effect: Effect, stated: Stated, day: date) -> list[str]:
    """The effect in sentences: the count, by verdict, by rule, then examples."""
    lines = [
        say(
            "rules.tried",
            count=effect.changed,
            pairs=effect.pairs,
            day=day.isoformat(),
        )
    ]
    if effect.every > 1:
        lines.append(say("rules.sampled", every=effect.every))
    if effect.changed:
        lines.append(
            say("rules.tried_people", workers=effect.workers, posts=effect.posts)
        )
    for (was, now), count in effect.turns.items():
        before, after = say(f"verdict.{was.value}"), say(f"verdict.{now.value}")
        lines.append(say("rules.turn", before=before, after=after, count=count))
    for rule, count in effect.rules.items():
        lines.append(say("rules.rule", rule=rule, count=count))
    return [*lines, *(_example(one, stated) for one in effect.examples)]


def _example(one: Turned, stated: Stated) -> str:
    worker, post = stated.key_of(one)
    answering = set(one.rules())
    why = [
        sentence(ruling.rule, ruling.outcome.value, ruling.numbers, "zh")
        for ruling in one.after.rulings
        if ruling.rule in answering
    ]
    return say(
        "rules.example",
        worker=worker,
        post=post,
        before=say(f"verdict.{one.before.verdict.value}"),
        after=say(f"verdict.{one.after.verdict.value}"),
        why="".join(why),
    )
