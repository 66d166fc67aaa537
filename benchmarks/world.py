"""A prefecture in columns: ten counties of posts, and the people of one placed tenfold.

Both go through the same intake and encoding as everything else. Every post is drawn; of
the people only one county is, and each further one is a copy with county codes, ids and
exact homes of its own: skills, bodies and hours repeat between counties, ways do not.
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from typing import NamedTuple
from typing import TypeVar
from typing import cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.intake.posts import understand_post
from common.intake.workers import understand_worker
from deploy.sample.county import SEED
from deploy.sample.county import county
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Weights
from services.matching.knowledge import Rulebook
from services.matching.knowledge import product_knowledge
from services.matching.piling import gathered

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".local" / "benchmarks"
# What the drawn county depends on; a change of any file draws it anew.
SOURCES = ("common", "deploy/sample", "services/matching/columns")
AS_OF = date(2026, 11, 21)
WORKERS = 251_700
POSTS = 41_239
# The load unit's ten counties; a county is a tenth of it.
COUNTY_WORKERS = 25_170
COUNTY_POSTS = 4_124
# The least that the generator takes: the people and posts of the stories are in it.
FEWEST = 100
ACROSS = 5
COUNTY_KM = (40.0, 75.0)
JITTER_KM = 1.5
COUNTY_CODE = 1_000_000
KM_PER_DEGREE = 111.195


Columns = TypeVar("Columns", Workers, Posts)


class Size(NamedTuple):
    """How many workers and posts."""

    workers: int = WORKERS
    posts: int = POSTS


def stamp() -> str:
    """A digest of everything that the drawn county depends on."""
    digest = sha256()
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".csv", ".json", ".npz"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def kept(name: str, draw: Callable[[], Columns]) -> Columns:
    """Columns from disk, or drawn and put there."""
    file = KEPT / f"{name}-{stamp()}.npz"
    if not file.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        np.savez(file, **draw()._asdict())
    kind = Workers if name.startswith("workers") else Posts
    with np.load(file) as arrays:
        return cast(Columns, kind(*(arrays[field] for field in kind._fields)))


def drawn_workers(count: int) -> Workers:
    """The people of one county."""

    def draw() -> Workers:
        drawn = county(today=AS_OF, worker_count=count, post_count=FEWEST)
        people = [understand_worker(one.stated, id=one.id) for one in drawn.workers]
        return pack_workers(people, product_knowledge().encoder())

    return kept(f"workers-{count}", draw)


def drawn_posts(counts: Sequence[int]) -> Posts:
    """The posts of several counties, each drawn by a seed of its own."""

    def draw() -> Posts:
        offers = []
        for at, count in enumerate(counts):
            drawn = county(
                today=AS_OF, seed=SEED + at, worker_count=FEWEST, post_count=count
            )
            offers += [
                understand_post(
                    one.stated, id=one.id, employer=UUID(int=0), state="published"
                )
                for one in drawn.posts[:count]
            ]
        return pack_posts(offers, product_knowledge().encoder())

    return kept(f"posts-{sum(counts)}-{len(counts)}", draw)


def prefecture(size: Size | None = None, seed: int = 4) -> Side:
    """A prefecture of this size with the product's rules of the day."""
    wanted = size or Size()
    workers = drawn_workers(min(wanted.workers, COUNTY_WORKERS))
    counts = _counties(wanted.posts)
    posts = drawn_posts(counts)
    rng = np.random.default_rng(seed)
    own = _own_code(workers.rows)
    home = np.arange(wanted.workers) // len(workers.rows)
    people = _copied(workers, home, rng)
    at = np.repeat(np.arange(len(counts)), counts)
    offers = _copied(posts, at, rng)
    _move_stops(offers["stops"], np.repeat(at, _stops(offers["rows"])), own)
    rows = offers["rows"]
    rows["residence"] = _moved(rows["residence"], rows["residence_cut"], at, own)
    where = home
    for table, places in ((people, where), (offers, at)):
        rows = table["rows"]
        rows["area"] = _moved(rows["area"], np.int64(1), places, own)
        _move_points(rows, places, rng)
    for array in (*people.values(), *offers.values()):
        array.setflags(write=False)
    rules = Rulebook(product_knowledge()).on(AS_OF, Weights())
    return Side(Workers(**people), Posts(**offers), rules)


def _own_code(rows: Rows) -> int:
    codes = rows["area"][rows["area"] >= 0] // COUNTY_CODE
    return int(np.bincount(codes).argmax())


def _counties(posts: int) -> list[int]:
    whole, rest = divmod(posts, COUNTY_POSTS)
    # A last handful is no county; it is drawn with the one before.
    if whole and rest < COUNTY_POSTS // 10:
        return [COUNTY_POSTS] * (whole - 1) + [COUNTY_POSTS + rest]
    return [COUNTY_POSTS] * whole + ([rest] if rest else [])


def _copied(
    columns: Workers | Posts, counties: NDArray[np.int64], rng: np.random.Generator
) -> dict[str, Rows]:
    """As many rows as `counties` has, again and again, each with an id of its own."""
    rows = columns.rows[np.arange(len(counties)) % len(columns.rows)]
    tables: dict[str, Rows] = {}
    for name in columns._fields[1:]:
        tables[name] = gathered(rows, name, getattr(columns, name))
        ends = np.cumsum(rows[name][:, -1])
        rows[name] += np.concatenate(([0], ends[:-1]))[:, None].astype(np.int32)
    rows["uid_low"] = rng.integers(0, 2**63, len(rows), dtype=np.uint64)
    return {"rows": rows, **tables}


def _stops(rows: Rows) -> Any:
    return rows["stops"][:, -1] - rows["stops"][:, 0]


def _moved(codes: Any, cuts: Any, counties: Any, own: int) -> Any:
    """Area numbers or prefixes in the copies' counties; other places stay."""
    within = (codes >= 0) & (cuts <= COUNTY_CODE)
    step = COUNTY_CODE // np.minimum(cuts, COUNTY_CODE)
    here = within & (codes // step == own)
    return np.where(here, codes + counties * step, codes)


def _move_stops(stops: Rows, counties: Any, own: int) -> None:
    stops["area"] = _moved(stops["area"], stops["cut"], counties, own)
    _shift_points(stops, counties, np.zeros((2, len(stops))))


def _move_points(rows: Rows, counties: Any, rng: np.random.Generator) -> None:
    _shift_points(rows, counties, rng.uniform(-JITTER_KM, JITTER_KM, (2, len(rows))))


def _shift_points(rows: Rows, counties: Any, more: Any) -> None:
    """Moves unit vectors to their county and by `more` (2, n) km east and north."""
    placed = rows["placed"] == 1
    lat, lng = np.arcsin(rows["z"]), np.arctan2(rows["y"], rows["x"])
    east = (counties % ACROSS) * COUNTY_KM[0] + more[0]
    north = (counties // ACROSS) * COUNTY_KM[1] + more[1]
    lat = lat + np.radians(north / KM_PER_DEGREE)
    lng = lng + np.radians(east / KM_PER_DEGREE) / np.cos(lat)
    point = (np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat))
    for name, value in zip("xyz", point, strict=True):
        rows[name] = np.where(placed, value, 0.0)


def open_query(rows: Rows) -> Query:
    """Every row may be listed, nobody was shown yet, from the top."""
    nowhere = np.uint64(0)
    allowed, shown = np.ones(len(rows), np.uint8), np.zeros(len(rows), np.int32)
    return Query(allowed, shown, -1, -1, nowhere, nowhere)


def everything(side: Side) -> tuple[Query, Query]:
    """What may be listed of (posts, workers): all."""
    return open_query(side.posts.rows), open_query(side.workers.rows)
