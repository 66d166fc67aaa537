"""All workers and posts in memory, and every question that is asked of them.

Writes come from one follower; questions may run in threads at the same time, each on
the moment it began with. Nothing here reads a clock: `today` is an argument.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from uuid import UUID

import numpy as np

from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.law import RuleSet
from common.problems import NotFound
from services.matching.columns import encode_post
from services.matching.columns import encode_worker
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.columns.encoding import halves
from services.matching.columns.encoding import uid_of
from services.matching.columns.packing import POST_FLATS
from services.matching.columns.packing import WORKER_FLATS
from services.matching.explaining import explained
from services.matching.filters import Filters
from services.matching.filters import Mask
from services.matching.filters import posts_allowed
from services.matching.filters import workers_allowed
from services.matching.found import Cursor
from services.matching.found import Found
from services.matching.found import Listing
from services.matching.found import Question
from services.matching.kernel.outcomes import QUESTIONS
from services.matching.kernel.ranking import FOLLOWING
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import QUESTION
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import rank_workers
from services.matching.kernel.rows import POST
from services.matching.kernel.rows import WORKER
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Weights
from services.matching.kernel.tracing import Pair
from services.matching.knowledge import Knowledge
from services.matching.knowledge import Rulebook
from services.matching.knowledge import product_knowledge
from services.matching.laying import FEW
from services.matching.laying import Boards
from services.matching.moments import Moment
from services.matching.moments import Put
from services.matching.store import Store

MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class View:
    """How a listing is wanted: filters, weights (the rules' own), where it begins."""

    filters: Filters = field(default_factory=Filters)
    weights: Weights | None = None
    after: Cursor | None = None


PLAIN = View()


class Index:
    """Workers and posts by id and version, and who fits what."""

    def __init__(self, knowledge: Knowledge | None = None, few: int = FEW) -> None:
        self.knowledge = knowledge or product_knowledge()
        self._boards = Boards(few)
        self.encoder = self.knowledge.encoder()
        self._rules = Rulebook(self.knowledge)
        self.workers = Store(WORKER, WORKER_FLATS)
        self.posts = Store(POST, POST_FLATS)

    # Writing: an older or equal version is ignored; whether it was taken.

    def put_worker(self, worker: Worker, version: int) -> bool:
        """Takes a worker in."""
        row = encode_worker(worker, self.encoder)
        return self.workers.put(worker.id, version, row, _json(worker))

    def put_post(self, post: Post, version: int) -> bool:
        """Takes a post in."""
        row = encode_post(post, self.encoder)
        return self.posts.put(post.id, version, row, _json(post))

    def put_workers(self, batch: Sequence[tuple[Worker, int]]) -> int:
        """Takes many workers in at once; how many were newer."""
        return self.workers.put_many(
            [Put(w.id, v, encode_worker(w, self.encoder), _json(w)) for w, v in batch]
        )

    def put_posts(self, batch: Sequence[tuple[Post, int]]) -> int:
        """Takes many posts in at once; how many were newer."""
        return self.posts.put_many(
            [Put(p.id, v, encode_post(p, self.encoder), _json(p)) for p, v in batch]
        )

    def drop_worker(self, worker: UUID, version: int) -> bool:
        """Forgets a worker but for the version."""
        return self.workers.drop(worker, version)

    def drop_post(self, post: UUID, version: int) -> bool:
        """Forgets a post but for the version."""
        return self.posts.drop(post, version)

    def show_workers(self, counts: Mapping[UUID, int]) -> None:
        """How often each worker was shown up to yesterday; all others never."""
        self.workers.show(counts)

    def show_posts(self, counts: Mapping[UUID, int]) -> None:
        """How often each post was shown up to yesterday; all others never."""
        self.posts.show(counts)

    # Reading what is held.

    def worker(self, worker: UUID) -> Worker:
        """The worker's contract, or NotFound."""
        return Worker.model_validate_json(_body(self.workers, worker))

    def post(self, post: UUID) -> Post:
        """The post's contract, or NotFound."""
        return Post.model_validate_json(_body(self.posts, post))

    @property
    def rules(self) -> RuleSet:
        """The rules by which contracts were read."""
        return self._rules.rules

    def counts(self) -> tuple[int, int]:
        """How many workers and posts are held."""
        return len(self.workers), len(self.posts)

    # Asking.

    def shortlist_for_worker(
        self, worker: UUID | Worker, *, today: date, top: int = 20, view: View = PLAIN
    ) -> Listing:
        """The best posts of a worker, held or hypothetical."""
        held, i = self._one_worker(worker)
        moment = self.posts.moment()
        rules = self._rules.on(today, view.weights)
        side = Side(held, _posts(moment), rules)
        allowed = posts_allowed(
            moment.rows, moment.alive, view.filters, rules, self.encoder.words
        )
        heap = empty_heap(top)
        asked = _query(moment, allowed, view), heap, moment.era
        self._boards.rank_posts(side, i, asked)
        pairs = [Pair(held, i, side.posts, j, rules) for j in _places(heap)]
        return self._listing(pairs, heap, moment.rows)

    def shortlist_for_post(
        self, post: UUID | Post, *, today: date, top: int = 20, view: View = PLAIN
    ) -> Listing:
        """The best workers of a post, held or a draft."""
        held, j = self._one_post(post)
        moment = self.workers.moment()
        rules = self._rules.on(today, view.weights)
        side = Side(_workers(moment), held, rules)
        allowed = workers_allowed(moment.rows, moment.alive, view.filters)
        heap = empty_heap(top)
        rank_workers(side, j, _query(moment, allowed, view), heap)
        pairs = [Pair(side.workers, i, held, j, rules) for i in _places(heap)]
        return self._listing(pairs, heap, moment.rows)

    def side_of_worker(
        self, worker: UUID | Worker, today: date
    ) -> tuple[Side, int, Mask]:
        """One worker with all posts: the side, the worker's place, the living posts."""
        held, i = self._one_worker(worker)
        moment = self.posts.moment()
        side = Side(held, _posts(moment), self._rules.on(today, PLAIN.weights))
        return side, i, moment.alive

    def everything(self, today: date) -> tuple[Side, tuple[Query, Query]]:
        """Everybody and every post, and what may be listed of (posts, workers)."""
        workers, posts = self.workers.moment(), self.posts.moment()
        side = Side(
            _workers(workers), _posts(posts), self._rules.on(today, PLAIN.weights)
        )
        offers = _query(posts, posts.alive, PLAIN)
        return side, (offers, _query(workers, workers.alive, PLAIN))

    def post_at(self, side: Side, place: int) -> UUID:
        """The id of the post at a place of a side."""
        row = side.posts.rows[place]
        return uid_of(row["uid_high"], row["uid_low"])

    def explain(
        self,
        worker: UUID | Worker,
        post: UUID | Post,
        today: date,
        weights: Weights | None = None,
    ) -> Found:
        """One pair with all rules that answer, and all parts."""
        return explained(self.pair(worker, post, today, weights), self.encoder.words)

    def pair(
        self,
        worker: UUID | Worker,
        post: UUID | Post,
        today: date,
        weights: Weights | None = None,
    ) -> Pair:
        """One pair as the kernel sees it."""
        workers, i = self._one_worker(worker)
        posts, j = self._one_post(post)
        return Pair(workers, i, posts, j, self._rules.on(today, weights))

    def _one_worker(self, worker: UUID | Worker) -> tuple[Workers, int]:
        if isinstance(worker, Worker):
            return pack_workers([worker], self.encoder), 0
        moment, place = self.workers.moment_with(worker)
        if place is None:
            raise NotFound(id=str(worker))
        return _workers(moment), place

    def _one_post(self, post: UUID | Post) -> tuple[Posts, int]:
        if isinstance(post, Post):
            return pack_posts([post], self.encoder), 0
        moment, place = self.posts.moment_with(post)
        if place is None:
            raise NotFound(id=str(post))
        return _posts(moment), place

    def _listing(self, pairs: list[Pair], heap: Heap, rows: Rows) -> Listing:
        items = tuple(explained(pair, self.encoder.words) for pair in pairs)
        return Listing(
            items=items,
            total=int(heap.counts[LISTED]),
            next=_cursor(heap, rows) if heap.counts[FOLLOWING] > len(items) else None,
            questions=_questions(heap),
        )


def _json(contract: Worker | Post) -> bytes:
    return contract.model_dump_json().encode()


def _body(store: Store, uid: UUID) -> bytes:
    body = store.body(uid)
    if not body:
        raise NotFound(id=str(uid))
    return body


def _workers(moment: Moment) -> Workers:
    return Workers(moment.rows, **moment.flats)


def _posts(moment: Moment) -> Posts:
    return Posts(moment.rows, **moment.flats)


def _query(moment: Moment, allowed: Mask, view: View) -> Query:
    limit, after = view.filters.max_minutes, view.after
    high, low = halves(after.id) if after else (0, 0)
    return Query(
        allowed=allowed,
        shown=moment.shown,
        max_minutes=-1 if limit is None else limit,
        after_key=after.key if after else -1,
        after_high=np.uint64(high),
        after_low=np.uint64(low),
    )


def _places(heap: Heap) -> list[int]:
    return [int(place) for place in heap.places[: heap.size[0]]]


def _cursor(heap: Heap, rows: Rows) -> Cursor:
    last = heap.size[0] - 1
    row = rows[heap.places[last]]
    return Cursor(int(heap.keys[last]), uid_of(row["uid_high"], row["uid_low"]))


def _questions(heap: Heap) -> tuple[Question, ...]:
    """At most three, those that most listed pairs wait for first."""
    asked = [
        Question(key, int(count))
        for key, count in zip(QUESTIONS, heap.counts[QUESTION:], strict=True)
        if count
    ]
    return tuple(sorted(asked, key=lambda one: -one.opens)[:MOST_QUESTIONS])
