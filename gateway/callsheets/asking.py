"""Whom to ring about a post: the order that matching gives, and what to ask each."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.codes import Outcome
from common.contracts.matching import Match
from common.contracts.matching import Shortlist
from common.contracts.values import AreaCode
from common.problems import NotFound
from common.texts import say
from common.tokens import area_prefix
from gateway.calling import Call
from gateway.door import Visit
from gateway.paging import Asked
from gateway.shortlists.joining import area_names
from gateway.shortlists.joining import post_cards
from gateway.shortlists.joining import worker_cards

MOST = 200
MOST_QUESTIONS = 3
Lines = list[dict[str, object]]


class CallSheetDraft(BaseModel):
    """For a post: whom matching names. Without: whom nobody spoke with for a month.

    `area` narrows either to a township or a village of the caller's own area.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: UUID | None = None
    area: AreaCode | None = None
    most: int = Field(default=40, ge=1, le=MOST)


async def drafted(visit: Visit, asked: CallSheetDraft) -> dict[str, object]:
    """What people is told to keep: the title, and the lines if a post names them."""
    area = asked.area or visit.posting.area
    about = {"area": area, "most": asked.most}
    if asked.post is None:
        names = await area_names(visit, {area} if area else set())
        name = names.get(area or "", "")
        return {**about, "title": say("call-sheet.title.area", visit.lang, area=name)}
    cards = await post_cards(visit, [asked.post])
    if asked.post not in cards:
        raise NotFound
    card = cards[asked.post]
    title = " ".join(part for part in (card.employer_name, card.title) if part)
    return {
        **about,
        "post": str(asked.post),
        "title": say("call-sheet.title.post", visit.lang, title=title)[:100],
        "lines": await _lines(visit, asked.post, asked),
    }


async def _lines(visit: Visit, post: UUID, asked: CallSheetDraft) -> Lines:
    """The people matching names, in its order, without those put forward already."""
    call = Call("matching", "GET", f"/shortlists/post/{post}", {"limit": MOST})
    found = Shortlist.model_validate_json((await visit.ask(call)).body)
    query: Asked = {"post": str(post), "open": "true", "limit": MOST}
    known = await visit.ask_json(Call("jobs", "GET", "/referrals", query))
    put_forward = {UUID(row["worker"]) for row in known}
    matches = [one for one in found.items if one.worker not in put_forward]
    if asked.area:
        matches = await _inside(visit, matches, area_prefix(asked.area))
    return [
        {"worker": str(one.worker), "questions": questions_of(one)}
        for one in matches[: asked.most]
    ]


async def _inside(visit: Visit, found: Iterable[Match], prefix: str) -> list[Match]:
    matches = list(found)
    cards = await worker_cards(visit, (one.worker for one in matches))
    homes = {id: card.area or "" for id, card in cards.items()}
    return [one for one in matches if homes.get(one.worker, "").startswith(prefix)]


def questions_of(match: Match) -> list[str]:
    """What is not known and would matter, in sentences; three at most."""
    unknown = (r.text for r in match.reasons if r.outcome is Outcome.UNKNOWN)
    return list(dict.fromkeys(unknown))[:MOST_QUESTIONS]
