"""Matching follows people and jobs: their changes become rows of the index."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence

import httpx
from prometheus_client import CollectorRegistry
from prometheus_client import Counter

from common.contracts.feed import Change
from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.following import Follower
from common.problems import Unavailable
from common.tokens import Caller
from common.tokens import SigningKey
from common.tokens import sign
from services.matching.comparing import Comparer
from services.matching.comparing import Held
from services.matching.store import Store
from services.matching.views import Views

WORKER_KINDS = ("worker",)
POST_KINDS = ("post",)
# A follower reads everything and speaks for nobody.
READER = Caller("matching", "member", ("",), purpose="follow the feed")


class StillCatchingUp(Unavailable):
    """The index does not hold everything yet."""


def follow_people(views: Views, client: httpx.AsyncClient, key: SigningKey) -> Follower:
    """The follower of workers; a reset forgets all of them."""
    return Follower(
        name="people",
        client=client,
        token=_token(key, "people"),
        kinds=WORKER_KINDS,
        apply=lambda change: apply_worker(views, change),
        reset=views.forget_workers,
    )


def follow_jobs(views: Views, client: httpx.AsyncClient, key: SigningKey) -> Follower:
    """The follower of posts; a reset forgets all of them."""
    return Follower(
        name="jobs",
        client=client,
        token=_token(key, "jobs"),
        kinds=POST_KINDS,
        apply=lambda change: apply_post(views, change),
        reset=views.forget_posts,
    )


def apply_worker(views: Views, change: Change) -> None:
    """Put or drop one worker; kinds newer than us are skipped."""
    match change.kind, change.body:
        case "worker", None:
            views.drop_worker(change.id, change.version)
        case "worker", body:
            worker = Worker.model_validate(body)
            if worker.merged_into:
                views.drop_worker(change.id, change.version)
            else:
                views.put_worker(worker, change.version)
        case _:
            pass


def apply_post(views: Views, change: Change) -> None:
    """Put or drop one post; kinds newer than us are skipped."""
    match change.kind, change.body:
        case "post", None:
            views.drop_post(change.id, change.version)
        case "post", body:
            views.put_post(Post.model_validate(body), change.version)
        case _:
            pass


def comparers_of(
    views: Views, followers: Sequence[Follower], metrics: CollectorRegistry
) -> list[Comparer]:
    """One comparer for each kind of what is held; what it repairs is counted."""
    repaired = Counter(
        "doorstep_feed_repaired",
        "Ids whose version was not the source's, and which were read again.",
        ["kind"],
        registry=metrics,
    )
    stores = {"worker": views.full.workers, "post": views.full.posts}
    return [
        Comparer(follower, _held(kind, stores[kind], repaired))
        for follower in followers
        for kind in follower.kinds
    ]


def _held(kind: str, store: Store, repaired: Counter) -> Held:
    count = repaired.labels(kind)
    return Held(kind, store.known, store.forget, lambda ids: count.inc(len(ids)))


def check_caught_up(followers: Iterable[Follower]) -> None:
    """StillCatchingUp while anything may be missing, or still there that has gone."""
    for follower in followers:
        if not follower.caught_up:
            raise StillCatchingUp(source=follower.name)


def _token(key: SigningKey, audience: str) -> Callable[[], str]:
    return lambda: sign(READER, key, audience)
