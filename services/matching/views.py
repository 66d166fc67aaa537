"""The two indexes: what officers and workers see, and what an employer may see.

An employer's lists are computed from the centre of each worker's township by a standard
mode, so that neither order nor cut-off tells where anybody lives.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from common.contracts.jobs import Post
from common.contracts.people import Limit
from common.contracts.people import ModeReach
from common.contracts.people import Reach
from common.contracts.people import Worker
from common.contracts.values import Place
from services.matching.index import Index

# An employer's view may be this old; it is built again when it is next asked for.
OLDEST_S = 60.0
# Fewer homes than this would make their centre somebody's home.
FEWEST_HOMES = 5
STANDARD = Reach(modes=(ModeReach(mode="ebike"),), lodging="no")


class Views:
    """Workers and posts as matching holds them, and the employers' view of them."""

    def __init__(self) -> None:
        self.full = Index()
        self._workers: dict[UUID, Worker] = {}
        self._posts: dict[UUID, Post] = {}
        self._public: Index | None = None
        self._built_at = 0.0
        self._lock = Lock()

    def put_worker(self, worker: Worker, version: int) -> None:
        """Takes a worker in, unless a newer version is known."""
        if self.full.put_worker(worker, version):
            self._workers[worker.id] = worker

    def drop_worker(self, worker: UUID, version: int) -> None:
        """Forgets a worker."""
        if self.full.drop_worker(worker, version):
            self._workers.pop(worker, None)

    def put_post(self, post: Post, version: int) -> None:
        """Takes a post in, unless a newer version is known."""
        if self.full.put_post(post, version):
            self._posts[post.id] = post

    def drop_post(self, post: UUID, version: int) -> None:
        """Forgets a post."""
        if self.full.drop_post(post, version):
            self._posts.pop(post, None)

    def forget_workers(self) -> None:
        """Begins anew without workers; posts stay."""
        posts = list(self._posts.values())
        self.full, self._workers, self._public = Index(), {}, None
        # Versions begin anew with the next bootstrap, so any version will do.
        self.full.put_posts([(post, 0) for post in posts])

    def forget_posts(self) -> None:
        """Begins anew without posts; workers stay."""
        workers = list(self._workers.values())
        self.full, self._posts, self._public = Index(), {}, None
        self.full.put_workers([(worker, 0) for worker in workers])

    def public(self) -> Index:
        """The employers' view; slow when it must be built, so call it in a thread."""
        with self._lock:
            if self._public is None or time.monotonic() - self._built_at > OLDEST_S:
                index = Index()
                index.put_workers([(one, 0) for one in blurred(self._workers.values())])
                self._public, self._built_at = index, time.monotonic()
            return self._public


def blurred(workers: Iterable[Worker]) -> list[Worker]:
    """The same people as an employer may have them: no home, no cautions of the body.

    Reach is a standard one, from the middle of the homes of the township, or of the
    county where a township has too few.
    """
    everybody = list(workers)
    centres = _centres(everybody)
    return [_blur(worker, centres) for worker in everybody]


def _centres(workers: Iterable[Worker]) -> dict[str, Place]:
    homes: dict[str, list[Place]] = defaultdict(list)
    for worker in workers:
        if worker.area and worker.place:
            homes[worker.area[:9]].append(worker.place)
            homes[worker.area[:6]].append(worker.place)
    return {
        code: _middle(places)
        for code, places in homes.items()
        if len(places) >= FEWEST_HOMES
    }


def _middle(places: list[Place]) -> Place:
    count = len(places)
    return Place(
        lat=round(sum(place.lat for place in places) / count, 2),
        lng=round(sum(place.lng for place in places) / count, 2),
        accuracy_m=5000,
        source="township_centre",
    )


def _blur(worker: Worker, centres: dict[str, Place]) -> Worker:
    area = worker.area or ""
    limits = worker.limits
    if limits is not None:
        limits = {d: Limit(block_at=one.block_at) for d, one in limits.items()}
    return worker.model_copy(
        update={
            "place": centres.get(area[:9]) or centres.get(area[:6]),
            "area": area[:9] + "000" if area else None,
            "reach": STANDARD,
            "limits": limits,
        }
    )
