"""Who I am here: my account, and the postings through which I may act today."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi import Response
from pydantic import BaseModel

from gateway.accounts.domain import Posting
from gateway.accounts.domain import Role
from gateway.answering import answer_with
from gateway.door import Visitor
from gateway.door import today
from gateway.shortlists.joining import area_names

router = APIRouter(prefix="/v1/me", tags=["me"])


class MyPosting(BaseModel):
    """A posting valid today; name it in `X-Posting` to act through it.

    `place` is the name of its area where people is there to tell it.
    """

    id: UUID
    role: Role
    area: str | None
    place: str | None
    employer: UUID | None
    valid_until: date | None


class Me(BaseModel):
    """The account that calls and the posting it calls through."""

    id: UUID
    account: str
    title: str
    worker: UUID | None
    posting: MyPosting
    postings: tuple[MyPosting, ...]


@router.get("", response_model=Me)
async def me(visit: Visitor) -> Response:
    """Who is calling, in which posting, and which others could be chosen."""
    valid = [p for p in visit.postings if p.holds_on(today())]
    names = await area_names(visit, {p.area for p in valid if p.area})
    mine = Me(
        id=visit.account.id,
        account=visit.account.name,
        title=visit.account.title,
        worker=visit.account.worker,
        posting=_public(visit.posting, names),
        postings=tuple(_public(posting, names) for posting in valid),
    )
    return answer_with(visit, mine)


def _public(posting: Posting, names: Mapping[str, str]) -> MyPosting:
    return MyPosting(
        id=posting.id,
        role=posting.role,
        area=posting.area,
        place=names.get(posting.area or ""),
        employer=posting.employer,
        valid_until=posting.valid_until,
    )
