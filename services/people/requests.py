"""What the routes of all nouns share: the day, the keys, ids and counts."""

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import Field

from services.people.sealing import Keys

CHINA = ZoneInfo("Asia/Shanghai")


async def today() -> date:
    """The day in the county, whatever the clock of the machine is set to."""
    return datetime.now(CHINA).date()


async def keys_of(request: Request) -> Keys:
    """The keys with which this process seals and opens."""
    keys: Keys = request.app.state.keys
    return keys


Today = Annotated[date, Depends(today)]
KeysHere = Annotated[Keys, Depends(keys_of)]


def moment() -> datetime:
    """This moment, aware, for what is written down."""
    return datetime.now(UTC)


class Ids(BaseModel, extra="forbid"):
    """Some rows asked for at once."""

    ids: Annotated[tuple[UUID, ...], Field(max_length=500)]


def tell_total(response: Response, total: int | None) -> None:
    """How many rows a list has in all stands in a header: lists have no envelope."""
    if total is not None:
        response.headers["X-Total-Count"] = str(total)
