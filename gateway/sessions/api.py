"""Signing in, signing out, and seeing where one is signed in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.database import Database
from gateway.accounts.storage import find_account
from gateway.answering import answer_with
from gateway.door import Visitor
from gateway.door import now
from gateway.ids import time_ordered_id
from gateway.sessions import storage
from gateway.sessions.domain import COOKIE
from gateway.sessions.domain import LOGIN_FAILURES
from gateway.sessions.domain import SESSION_LASTS
from gateway.sessions.domain import Passwords
from gateway.sessions.domain import WrongCredentials
from gateway.sessions.domain import hash_of
from gateway.sessions.domain import open_token

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])


class Credentials(BaseModel):
    """What one signs in with."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [{"account": "county", "password": "doorstep-sample"}]
        },
    )

    account: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


class OpenSession(BaseModel):
    """A session. The token is told this once and kept by nobody but you."""

    id: UUID
    token: str
    ends_at: datetime


class BrowserSession(BaseModel):
    """A session whose token only the browser itself holds; no script can read it."""

    id: UUID
    ends_at: datetime


class Session(BaseModel):
    """A session of the account; `current` is the one that asks."""

    id: UUID
    opened_at: datetime
    ends_at: datetime
    current: bool


@router.post("", status_code=201)
async def open_session(asked: Credentials, request: Request) -> OpenSession:
    """Sign in and receive a token; five failures in 15 minutes lock the account."""
    row, token = await _signed_in(asked, request)
    return OpenSession(id=row.id, token=token, ends_at=row.ends_at)


@router.post("/browser", status_code=201)
async def open_browser_session(
    asked: Credentials, request: Request, response: Response
) -> BrowserSession:
    """Sign in for a page: the token goes into a cookie that no script can read."""
    row, token = await _signed_in(asked, request)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/v1",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return BrowserSession(id=row.id, ends_at=row.ends_at)


@router.get("", response_model=list[Session])
async def find_sessions(visit: Visitor) -> Response:
    """Where the account is signed in, the latest first."""
    async with visit.database.transaction() as session:
        rows = await storage.find_sessions(session, visit.account.id, now())
    sessions = [
        Session(
            id=row.id,
            opened_at=row.opened_at,
            ends_at=row.ends_at,
            current=row.id == visit.session.id,
        )
        for row in rows
    ]
    return answer_with(visit, sessions)


@router.delete("", status_code=204)
async def close_session(visit: Visitor, response: Response) -> None:
    """Sign out: the token is worth nothing from now on."""
    response.delete_cookie(COOKIE, path="/v1", httponly=True, samesite="strict")
    async with visit.database.transaction() as session:
        await storage.close_session(session, visit.account.id, visit.session.id, now())


@router.delete("/{session_id}", status_code=204)
async def close_other_session(session_id: UUID, visit: Visitor) -> None:
    """Sign out another session of the account, as on a lost phone."""
    async with visit.database.transaction() as session:
        await storage.close_session(session, visit.account.id, session_id, now())


async def _signed_in(
    asked: Credentials, request: Request
) -> tuple[storage.SessionRow, str]:
    database: Database = request.app.state.database
    passwords: Passwords = request.app.state.passwords
    tried = storage.AttemptRow(
        id=time_ordered_id(), key=hash_of(f"login {asked.account}"), tried_at=now()
    )
    # The try is counted before it is made, and no connection is held while hashing.
    async with database.transaction() as session:
        await storage.count_attempt(session, tried, LOGIN_FAILURES)
        account = await find_account(session, asked.account)
    kept = account.password_hash if account else None
    await passwords.check(kept, asked.password)
    if account is None:
        raise WrongCredentials
    token, opened = open_token(), now()
    row = storage.SessionRow(
        id=time_ordered_id(),
        account=account.id,
        token_hash=hash_of(token),
        opened_at=opened,
        ends_at=opened + SESSION_LASTS,
    )
    async with database.transaction() as session:
        await storage.forget_attempts(session, tried.key)
        session.add(row)
    return row, token
