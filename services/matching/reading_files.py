"""Two files of workers and posts as an index, with the keys under which they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from typing import NamedTuple
from uuid import UUID

import typer

from common.intake.exchange import id_at
from common.intake.files import UnreadableFileError
from common.intake.files import read_posts
from common.intake.files import read_workers
from common.intake.posts import understand_post
from common.intake.workers import understand_worker
from services.matching.commands import NOBODY
from services.matching.commands import WRONG_INPUT
from services.matching.commands import tell_wrong
from services.matching.index import Index

BATCH = 2_000
Told = Callable[[int], None]


class Offer(NamedTuple):
    """What a file calls a post."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Held:
    """An index, and what its people and posts are called outside."""

    index: Index
    workers: dict[UUID, str]
    posts: dict[UUID, Offer]

    def worker_at(self, key: str) -> UUID | None:
        """The id of a worker's key."""
        return next((i for i, own in self.workers.items() if own == key), None)


def hold_files(workers: Path, posts: Path, told: Told | None = None) -> Held:
    """Everything of two files; wrong rows are all named, and the command ends."""
    try:
        people, offers = read_workers(workers), read_posts(posts)
    except UnreadableFileError as error:
        tell_wrong(error)
        raise typer.Exit(WRONG_INPUT) from error
    index = Index()
    held = Held(index, {}, {})
    for at, (key, said) in enumerate(offers.items()):
        state = "published" if said.state == "draft" else said.state
        post = understand_post(said, id=id_at(at), employer=NOBODY, state=state)
        index.put_post(post, 1)
        held.posts[post.id] = Offer(key, said.title)
    batch: list[Any] = []
    for at, (key, stated) in enumerate(people.items(), 1):
        worker = understand_worker(stated, id=id_at(at - 1))
        held.workers[worker.id] = key
        batch.append((worker, 1))
        if len(batch) == BATCH or at == len(people):
            index.put_workers(batch)
            if told:
                told(len(batch))
            batch = []
    return held
