"""Joining what two services know: ids become cards with names and whom to call.

A match always says whom to call: the employer's contact, else the nearest officer
posted over the post's area, else the hotline.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from common.contracts.jobs import Contact
from common.contracts.jobs import Post
from common.problems import Unavailable
from common.texts import say
from gateway.accounts.domain import Account
from gateway.accounts.storage import find_stations
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.door import today
from gateway.paging import Asked
from gateway.shortlists.cards import PostCard
from gateway.shortlists.cards import WhomToCall
from gateway.shortlists.cards import WorkerCard
from gateway.shortlists.domain import pay_text

# What the services take in one question; no page of ours is longer.
MOST_AT_ONCE = 200


async def post_cards(visit: Visit, ids: Iterable[UUID]) -> dict[UUID, PostCard]:
    """Cards of the posts that the caller may know, by id."""
    rows = await rows_of(visit, ids)
    return await cards_of(visit, rows) if rows else {}


async def rows_of(visit: Visit, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """The posts that the caller may know, as jobs tells them."""
    wanted = list(dict.fromkeys(str(post) for post in ids))[:MOST_AT_ONCE]
    if not wanted:
        return []
    call = Call("jobs", "POST", "/posts/by-ids", body={"ids": wanted})
    told: list[dict[str, Any]] = (await visit.ask_json(call))["rows"]
    return told


async def cards_of(visit: Visit, rows: list[dict[str, Any]]) -> dict[UUID, PostCard]:
    """Cards of posts as jobs tells them."""
    posts = {Post.model_validate(row).id: row for row in rows}
    areas = {row["area"] for row in rows if row["area"]}
    names = await area_names(visit, areas)
    async with visit.database.transaction() as session:
        stations = await find_stations(session, areas, today())
    return {
        post_id: _card(
            visit,
            row,
            names.get(row["area"]),
            _whom_to_call(visit, row, stations),
        )
        for post_id, row in posts.items()
    }


async def worker_cards(visit: Visit, ids: Iterable[UUID]) -> dict[UUID, WorkerCard]:
    """Cards of the workers within the caller's scope, by id."""
    wanted = [str(worker) for worker in ids]
    if not wanted:
        return {}
    told = await visit.ask_json(
        Call("people", "POST", "/workers/names", body={"ids": wanted})
    )
    cards = (WorkerCard.model_validate(row) for row in told["rows"])
    return {card.id: card for card in cards}


async def area_names(visit: Visit, codes: set[str]) -> dict[str, str]:
    """Names of areas; without people's service a card may lack them."""
    known = visit.area_names.known(codes)
    if not (unknown := codes - known.keys()):
        return known
    query: Asked = {"codes": sorted(unknown)[:MOST_AT_ONCE], "limit": 1000}
    try:
        told = await visit.ask_json(Call("people", "GET", "/areas", query))
    except (Unavailable, RelayedProblem):
        return known
    # Groups below a village share its code; the village itself has no suffix.
    names = {row["code"]: row["name"] for row in told if not row["local"]}
    visit.area_names.learn(names)
    return known | names


def _card(
    visit: Visit, row: dict[str, Any], area_name: str | None, call: WhomToCall
) -> PostCard:
    post = Post.model_validate(row)
    return PostCard(
        id=post.id,
        title=post.title,
        employer=post.employer,
        employer_name=row.get("employer_name"),
        area=post.area,
        area_name=area_name,
        place_name=row.get("place_name"),
        time=post.time,
        pay=post.pay,
        pay_text=pay_text(post.pay, visit.lang),
        openings=post.openings,
        call=call,
    )


def _whom_to_call(
    visit: Visit, row: dict[str, Any], stations: dict[str, Account]
) -> WhomToCall:
    if row.get("contact"):
        contact = Contact.model_validate(row["contact"])
        return WhomToCall(name=contact.name, phone=contact.phone, at="employer")
    station = stations.get(row["area"] or "")
    if station and station.phone:
        return WhomToCall(name=station.title, phone=station.phone, at="station")
    return WhomToCall(
        name=say("call.hotline", visit.lang), phone=visit.hotline, at="hotline"
    )
