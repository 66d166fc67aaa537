"""Encoded rows become frozen columns: one array of rows, and flat arrays beside it."""

from collections.abc import Iterable
from collections.abc import Sequence
from typing import Any

import numpy as np

from common.contracts.jobs import Post
from common.contracts.people import Worker
from services.matching.columns.encoding import Encoded
from services.matching.columns.encoding import Encoder
from services.matching.columns.encoding import joined
from services.matching.columns.posts import encode_post
from services.matching.columns.workers import encode_worker
from services.matching.kernel.rows import HELD
from services.matching.kernel.rows import NEED
from services.matching.kernel.rows import PAPER
from services.matching.kernel.rows import POST
from services.matching.kernel.rows import SHIFT
from services.matching.kernel.rows import SPAN
from services.matching.kernel.rows import STOP
from services.matching.kernel.rows import WORD
from services.matching.kernel.rows import WORKER
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers

WORKER_FLATS = {"spans": SPAN, "papers": PAPER, "skills": HELD, "words": WORD}
POST_FLATS = {"stops": STOP, "shifts": SHIFT, "needs": NEED, "words": WORD}


def rows_of(encoded: Sequence[Encoded], dtype: np.dtype[np.void]) -> Rows:
    """Rows (n,) with offsets still counted from each row's own start."""
    names = dtype.names or ()
    # Row by row: for the few rows of a change, column by column costs ten times more.
    return np.array([tuple(one.row[n] for n in names) for one in encoded], dtype)


def flats_of(encoded: Sequence[Encoded], flats: dict[str, Any]) -> dict[str, Rows]:
    """The flat arrays of all rows, in their order."""
    return {
        name: np.array(joined(one.lists[name] for one in encoded), dtype=dtype)
        for name, dtype in flats.items()
    }


def shift_offsets(rows: Rows, flats: Iterable[str], starts: dict[str, int]) -> None:
    """Counts each row's offsets from the start of the flat arrays, in place.

    `starts` says where the first row's lists begin in each flat array.
    """
    for name in flats:
        counts = rows[name][:, -1]
        begins = starts[name] + np.concatenate(([0], np.cumsum(counts)[:-1]))
        rows[name] += begins[:, None].astype(np.int32)


def _packed(
    encoded: Sequence[Encoded], dtype: np.dtype[np.void], flats: dict[str, Any]
) -> tuple[Rows, dict[str, Rows]]:
    rows = rows_of(encoded, dtype)
    if len(rows):
        shift_offsets(rows, flats, dict.fromkeys(flats, 0))
    arrays = flats_of(encoded, flats)
    for array in (rows, *arrays.values()):
        array.setflags(write=False)
    return rows, arrays


def packed_workers(encoded: Sequence[Encoded]) -> Workers:
    """Frozen columns of encoded workers."""
    rows, flats = _packed(encoded, WORKER, WORKER_FLATS)
    return Workers(rows, **flats)


def packed_posts(encoded: Sequence[Encoded]) -> Posts:
    """Frozen columns of encoded posts."""
    rows, flats = _packed(encoded, POST, POST_FLATS)
    return Posts(rows, **flats)


def pack_workers(workers: Iterable[Worker], encoder: Encoder) -> Workers:
    """Frozen columns of workers, in their order."""
    return packed_workers([encode_worker(worker, encoder) for worker in workers])


def pack_posts(posts: Iterable[Post], encoder: Encoder) -> Posts:
    """Frozen columns of posts, in their order."""
    return packed_posts([encode_post(post, encoder) for post in posts])
