"""The two indexes: what officers and workers see, and what an employer may see."""

import time
from threading import Lock
from uuid import UUID

from common.contracts.jobs import Post
from common.contracts.people import Worker
from services.matching.blurring import blurred
from services.matching.index import Index
from services.matching.knowledge import Knowledge
from services.matching.knowledge import product_knowledge

# An employer's view may be this old; it is built again when it is next asked for.
OLDEST_S = 60.0


class Views:
    """Workers and posts as matching holds them, and the employers' view of them."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or product_knowledge()
        self.full = Index(self.knowledge)
        self._public: Index | None = None
        self._built_at = 0.0
        self._lock = Lock()

    def put_worker(self, worker: Worker, version: int) -> None:
        """Takes a worker in, unless a newer version is known."""
        self.full.put_worker(worker, version)

    def drop_worker(self, worker: UUID, version: int) -> None:
        """Forgets a worker."""
        self.full.drop_worker(worker, version)

    def put_post(self, post: Post, version: int) -> None:
        """Takes a post in, unless a newer version is known."""
        self.full.put_post(post, version)

    def drop_post(self, post: UUID, version: int) -> None:
        """Forgets a post."""
        self.full.drop_post(post, version)

    def forget_workers(self) -> None:
        """Begins anew without workers; posts stay."""
        self.full.workers.forget_all()
        self._public = None

    def forget_posts(self) -> None:
        """Begins anew without posts; workers stay."""
        self.full.posts.forget_all()

    def public(self) -> Index:
        """The employers' view; slow when it must be built, so call it in a thread."""
        with self._lock:
            if self._public is None or time.monotonic() - self._built_at > OLDEST_S:
                self._public, self._built_at = blurred(self.full), time.monotonic()
            return self._public
