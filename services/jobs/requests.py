"""What the routes of all nouns share: who may write, the day, ids and counts."""

from datetime import date
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends
from fastapi import Header
from fastapi import Response
from pydantic import BaseModel
from pydantic import Field

from common.texts import Language
from common.texts import language
from common.tokens import only
from services.jobs.keeping import KEEPERS
from services.jobs.keeping import OFFICERS

CHINA = ZoneInfo("Asia/Shanghai")

KEEPERS_ONLY = [only(*KEEPERS)]
OFFICERS_ONLY = [only(*OFFICERS)]


async def today() -> date:
    """The day in the county, whatever the clock of the machine is set to."""
    return datetime.now(CHINA).date()


Today = Annotated[date, Depends(today)]


async def moment() -> datetime:
    """This moment, aware."""
    return datetime.now(CHINA)


Now = Annotated[datetime, Depends(moment)]


def spoken(accept_language: Annotated[str | None, Header()] = None) -> Language:
    """The caller's language; Chinese if nothing is said."""
    return language(accept_language)


Lang = Annotated[Language, Depends(spoken)]


class Reason(BaseModel, extra="forbid", frozen=True):
    """Why an officer decided so."""

    reason: Annotated[str, Field(min_length=2, max_length=500)]


class Ids(BaseModel, extra="forbid"):
    """Some rows asked for at once."""

    ids: Annotated[tuple[UUID, ...], Field(max_length=200)]


def tell_total(response: Response, total: int | None) -> None:
    """How many rows a list has in all stands in a header: lists have no envelope."""
    if total is not None:
        response.headers["X-Total-Count"] = str(total)
