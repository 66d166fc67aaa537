"""What matching shows of itself: how much it holds, how far behind its sources."""

from collections.abc import Sequence
from functools import partial

from prometheus_client import CollectorRegistry
from prometheus_client import Gauge

from common.following import Follower
from services.matching.index import Index

# Said of a source that was never heard: no alarm waits longer, and it is a number.
NEVER_S = 1e9


def show_matching(
    index: Index, followers: Sequence[Follower], metrics: CollectorRegistry
) -> None:
    """Register the gauges; they are read whenever somebody asks for metrics."""
    held = Gauge("doorstep_held", "Rows in the index", ["kind"], registry=metrics)
    held.labels("worker").set_function(lambda: len(index.workers))
    held.labels("post").set_function(lambda: len(index.posts))
    about = "Changes known, not applied"
    lag = Gauge("doorstep_feed_lag", about, ["source"], registry=metrics)
    about = "All that was committed longer ago is applied"
    behind = Gauge("doorstep_feed_behind_seconds", about, ["source"], registry=metrics)
    for one in followers:
        lag.labels(one.name).set_function(partial(_lag, one))
        behind.labels(one.name).set_function(partial(_behind_s, one))


def _lag(follower: Follower) -> float:
    return follower.lag


def _behind_s(follower: Follower) -> float:
    return min(follower.behind_s, NEVER_S)
