"""From a post to the people whom it nearly fits: why not, and what would open it."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.problems import NotFound
from services.matching.changing import holding
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.columns.encoding import unit_vector
from services.matching.columns.posts import HEALTH_CARD
from services.matching.crowd import Crowd
from services.matching.crowd import Places
from services.matching.crowd import crowd_of
from services.matching.crowd import narrowed
from services.matching.crowd import verdicts_of
from services.matching.crowd import with_rows
from services.matching.desk import Desk
from services.matching.desk import as_offered
from services.matching.desk import desk_of
from services.matching.found import Change
from services.matching.found import Found
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.kernel.blocking import blocks_of_posts
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import Side
from services.matching.kernel.rows import LODGING_ANYWHERE
from services.matching.kernel.rows import LODGING_COUNTY
from services.matching.kernel.rows import Rows
from services.matching.misses import WorkerGroups
from services.matching.misses import opened_by

# So many people who lack a paper are judged again with it, in the order of the index.
MOST_PAPERS = 1000
# So many of the nearest are looked at for the fewest rules that stand between.
MOST_LOOKED_AT = 3000


def near_misses_of_post(
    index: Index, post: Post, today: date, areas: tuple[str, ...] = ()
) -> WorkerGroups:
    """Who one change would open the post for, each by the smallest change that does."""
    crowd = crowd_of(index, today, areas)
    papers = _by_papers(index, crowd, as_offered(post))
    return [*_won(crowd, post), *((change, ids) for change, ids in papers if ids)]


def won_for_post(index: Index, post: Post, today: date) -> WorkerGroups:
    """The same without papers: an employers' view holds nobody's contract."""
    return _won(crowd_of(index, today), post)


def _won(crowd: Crowd, post: Post) -> WorkerGroups:
    desk = desk_of(crowd, as_offered(post))
    groups = (*_by_employer(desk), *_by_lodging(desk))
    return [(change, ids) for change, ids in groups if ids]


def _by_employer(desk: Desk) -> WorkerGroups:
    missing = desk.now_each == UNFIT
    verdicts = desk.verdicts([(offer,) for offer in desk.offers])
    groups: WorkerGroups = []
    for offer, verdict in zip(desk.offers, verdicts, strict=True):
        opened = missing & (verdict != UNFIT)
        missing &= ~opened
        groups.append((offer.change, desk.crowd.ids(np.flatnonzero(opened))))
    return groups


def _by_lodging(desk: Desk) -> WorkerGroups:
    """Those who would stay away in the county, if they would also stay further away."""
    rows = desk.crowd.workers.rows
    asked = (rows["lodging"] == LODGING_COUNTY) & (desk.now_each == UNFIT)
    if not desk.post.outside_county or not asked.any():
        return []
    willing = rows[asked].copy()
    willing["lodging"] = LODGING_ANYWHERE
    crowd = with_rows(desk.crowd, willing)
    opened = np.flatnonzero(verdicts_of(crowd, [desk.post])[0] != UNFIT)
    return [(Change("lodging", "worker", {}), crowd.ids(opened))]


def _by_papers(index: Index, crowd: Crowd, post: Post) -> WorkerGroups:
    """Those who lack nothing but one of the papers."""
    codes = [code for code in dict.fromkeys(post.licences) if code != HEALTH_CARD]
    if not codes:
        return []
    near = _lacking_papers(crowd, post)
    held = list(_known(index, near))
    groups: WorkerGroups = []
    for code in codes:
        again = [holding(worker, code) for worker in held]
        papers = replace(crowd, workers=pack_workers(again, crowd.encoder))
        opened = np.flatnonzero(verdicts_of(papers, [post])[0] != UNFIT)
        change = Change("licence", "worker", {"licence": code})
        groups.append((change, papers.ids(opened)))
    return groups


def _known(index: Index, ids: Iterable[UUID]) -> Iterator[Worker]:
    """The workers as they are held; one who withdrew a moment ago is left out."""
    for one in ids:
        try:
            yield index.worker(one)
        except NotFound:
            continue


def _lacking_papers(crowd: Crowd, post: Post) -> tuple[UUID, ...]:
    """Those whom only papers may keep from the post.

    Without a licence the body must be able to drive, which a licence shows by itself.
    """
    demands = {c: n for c, n in (post.demands or {}).items() if c != "DRIVE"}
    free = {"licences": (), "demands": None if post.demands is None else demands}
    bare = post.model_copy(update=free)
    missing, possible = verdicts_of(crowd, [post, bare])
    near = np.flatnonzero((missing == UNFIT) & (possible != UNFIT))
    return crowd.ids(near[:MOST_PAPERS])


def why_not_of_post(
    index: Index, post: Post, today: date, most: int, areas: tuple[str, ...] = ()
) -> Listing:
    """The people nearest to fitting who do not fit, explained, with what would open it.

    Whom law, safety or their own word keeps from it is not among them.
    """
    offered = as_offered(post)
    desk = desk_of(crowd_of(index, today, areas), offered)
    missing = narrowed(desk.crowd, desk.now_each == UNFIT)
    near = missing.ids(_nearest(missing, offered)[:most])
    return Listing(
        items=tuple(
            opened_or_not(index, one, offered, today) for one in _known(index, near)
        ),
        total=len(missing),
        next=None,
        questions=(),
    )


def opened_or_not(index: Index, worker: Worker, post: Post, today: date) -> Found:
    """The pair as it is, with the smallest change that would open it, if one does."""
    found = index.explain(worker, post, today)
    opened = opened_by(index, worker, post, today)
    return replace(found, change=opened.change if opened else None)


def _nearest(crowd: Crowd, post: Post) -> Places:
    """Fewest blocking rules first, then the nearest homes; unknown homes last."""
    away = _away(crowd.workers.rows, post)
    looked_at = np.argsort(away, kind="stable")[:MOST_LOOKED_AT]
    side = Side(crowd.workers, pack_posts([post], crowd.encoder), crowd.rules)
    alive = np.ones(1, np.uint8)
    blocks = [blocks_of_posts(side, int(i), alive).blocks[0] for i in looked_at]
    return looked_at[np.lexsort((away[looked_at], blocks))]


def _away(rows: Rows, post: Post) -> NDArray[np.float64]:
    """How far each home lies from the post, through the ground; infinite if unknown."""
    x, y, z = unit_vector(post.place)
    chord = np.sqrt((rows["x"] - x) ** 2 + (rows["y"] - y) ** 2 + (rows["z"] - z) ** 2)
    known = (rows["placed"] == 1) & (post.place is not None)
    return np.where(known, chord, np.inf)
