"""A worker's list while matching is away: the last one of today, or whom to ring.

People says whether the caller may know the worker, and jobs which of the posts can
still be taken; without either of them there is no list.
"""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.matching import Shortlist
from common.problems import NotFound
from common.problems import Unavailable
from common.texts import say
from gateway.accounts.storage import find_stations
from gateway.calling import Call
from gateway.door import CHINA
from gateway.door import Visit
from gateway.door import Write
from gateway.door import now
from gateway.door import today
from gateway.shortlists.cards import LastList
from gateway.shortlists.joining import cards_of
from gateway.shortlists.joining import rows_of
from gateway.shortlists.keeping import keep_list
from gateway.shortlists.keeping import kept_list


class NoListNow(Unavailable):
    """Matching is away and has made no list for this worker today."""


def keeping(worker: UUID, found: Shortlist) -> Write:
    """Keeps what was found, for the case that matching goes away today."""

    async def keep(session: AsyncSession) -> None:
        await keep_list(
            session,
            worker,
            [item.post for item in found.items],
            data_version=found.data_version,
            made_at=now(),
        )

    return keep


async def last_list(visit: Visit, worker: UUID) -> LastList:
    """The worker's last list of today without the posts that closed since."""
    visit.must_be_about(worker)
    person = await visit.ask_json(Call("people", "GET", f"/workers/{worker}"))
    if person["withdrawn"]:
        raise NotFound
    async with visit.database.transaction() as session:
        kept = await kept_list(session, worker, today())
    if kept is None:
        raise NoListNow(phone=await _station(visit, person))
    rows = [row for row in await rows_of(visit, kept.posts) if _open(row)]
    cards = await cards_of(visit, rows)
    made = kept.made_at.astimezone(CHINA)
    return LastList(
        made_at=made,
        text=say("shortlist.last", visit.lang, clock=f"{made:%H:%M}"),
        posts=tuple(cards[post] for post in kept.posts if post in cards),
    )


def _open(row: dict[str, Any]) -> bool:
    return row["state"] == "published" and int(row["openings"]) > 0


async def _station(visit: Visit, person: dict[str, Any]) -> str:
    """The telephone of the officer nearest to the person, else the hotline."""
    area = person["area"] or ""
    async with visit.database.transaction() as session:
        station = (await find_stations(session, {area}, today())).get(area)
    return station.phone if station and station.phone else visit.hotline
