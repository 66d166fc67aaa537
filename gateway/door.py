"""Every request passes here: who is calling, through which posting, may they, for whom.

The answer to these is a `Visit`; with it a route asks services, logs readings and
answers. Nothing that a caller says about roles or areas is ever believed.
"""

from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import Depends
from fastapi import Header
from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials
from fastapi.security import HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from common.idempotency import KeyMissing
from common.logs import request_id
from common.problems import Forbidden
from common.problems import NotFound
from common.texts import Language
from common.texts import language
from common.tokens import Caller
from common.tokens import area_prefix
from gateway.accounts.domain import Account
from gateway.accounts.domain import Posting
from gateway.accounts.domain import posting_for
from gateway.accounts.storage import find_postings
from gateway.areas.naming import AreaNames
from gateway.calling import Answer
from gateway.calling import Call
from gateway.calling import Hop
from gateway.calling import Services
from gateway.ids import time_ordered_id
from gateway.policy import POLICY
from gateway.policy import Rule
from gateway.policy import Scope
from gateway.readings.storage import Reader
from gateway.readings.storage import add_readings
from gateway.sessions.domain import COOKIE
from gateway.sessions.domain import PAGE_HEADER
from gateway.sessions.domain import SessionEnded
from gateway.sessions.domain import hash_of
from gateway.sessions.storage import SessionRow
from gateway.sessions.storage import session_by_token

Write = Callable[[AsyncSession], Awaitable[None]]
CHINA = timezone(timedelta(hours=8))


class RoleMayNot(Forbidden):
    """This role never does this; another posting may."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request by somebody known, through one posting, on a route they may call."""

    route: str
    rule: Rule
    scope: Scope
    session: SessionRow
    account: Account
    posting: Posting
    postings: tuple[Posting, ...]
    hop: Hop
    known_tag: str | None
    services: Services
    database: Database
    hotline: str
    handle_key: bytes
    area_names: AreaNames

    @property
    def lang(self) -> Language:
        """The language of what we say."""
        return language(self.hop.language)

    async def ask(self, call: Call) -> Answer:
        """Ask a service on the caller's behalf."""
        return await self.services.ask(self.hop, call)

    async def ask_json(self, call: Call) -> Any:
        """The same, as plain values."""
        return (await self.ask(call)).json()

    def must_be_about(self, worker: UUID | str) -> None:
        """NotFound unless this caller may mean that worker at all."""
        bound = self.scope in (Scope.OWN, Scope.PRESENT)
        if bound and str(self.hop.caller.worker) != str(worker).lower():
            raise NotFound

    async def log_readings(
        self, workers: Iterable[UUID | str], *, beside: Write | None = None
    ) -> None:
        """Note that facts of these workers leave; the answer waits for it.

        `beside` is written in the same transaction.
        """
        if self.scope is Scope.OWN:
            workers = ()
            if beside is None:
                return
        reader = Reader(
            account=self.account.id,
            posting=self.posting.id,
            role=self.posting.role,
            title=self.account.title,
            route=self.route,
            request_id=request_id.get(),
            read_at=now(),
        )
        rows = [(time_ordered_id(), UUID(str(worker))) for worker in workers]
        async with self.database.transaction() as session:
            await add_readings(session, reader, rows)
            if beside:
                await beside(session)


def now() -> datetime:
    """This moment, aware, for rows and comparisons with them."""
    return datetime.now(CHINA)


def today() -> date:
    """The day in the county, by which postings begin and end."""
    return now().date()


def caller_through(
    account: Account, posting: Posting, row: SessionRow, purpose: str
) -> Caller:
    """The caller as services see one: the posting's range, and the person meant."""
    worker = account.worker if posting.role == "worker" else None
    if posting.role == "kiosk" and row.present_until and row.present_until > now():
        worker = row.present
    return Caller(
        subject=str(account.id),
        role=posting.role,
        areas=(area_prefix(posting.area),) if posting.area else (),
        employer=posting.employer,
        worker=worker,
        purpose=purpose,
    )


Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="The token of a session")),
]


@dataclass(frozen=True, slots=True)
class Said:
    """The headers we listen to; everything else that looks like ours is ignored."""

    posting: Annotated[UUID | None, Header(alias="X-Posting")] = None
    key: Annotated[str | None, Header(alias="Idempotency-Key")] = None
    accept: Annotated[str, Header(alias="Accept-Language")] = "zh"
    known_tag: Annotated[str | None, Header(alias="If-None-Match")] = None


def _check(rule: Rule, posting: Posting, said: Said) -> None:
    """Whether this posting may call the route, and with what a write needs."""
    if posting.role not in rule.scopes:
        raise RoleMayNot
    if rule.effect == "write" and not 16 <= len(said.key or "") <= 200:
        raise KeyMissing


def _token_of(request: Request, bearer: HTTPAuthorizationCredentials | None) -> str:
    """The token that was sent: by a program as a bearer, by our pages as a cookie."""
    if bearer is not None:
        return bearer.credentials
    kept = request.cookies.get(COOKIE)
    if kept is None or PAGE_HEADER not in request.headers:
        raise SessionEnded
    return kept


async def _visit(
    request: Request, bearer: Bearer, said: Annotated[Said, Depends()]
) -> Visit:
    token = hash_of(_token_of(request, bearer))
    route = request.scope["route"].name
    rule = POLICY[route]
    state = request.app.state
    async with state.database.transaction() as session:
        row, account = await session_by_token(session, token, now())
        postings = await find_postings(session, account.id)
    posting = posting_for(postings, today(), asked=said.posting)
    _check(rule, posting, said)
    if rule.person:
        state.sealer.check()
    visit = Visit(
        route=route,
        rule=rule,
        scope=rule.scopes[posting.role],
        session=row,
        account=account,
        posting=posting,
        postings=postings,
        hop=Hop(
            caller_through(account, posting, row, route),
            said.accept,
            said.key if rule.effect == "write" else None,
        ),
        known_tag=said.known_tag,
        services=state.services,
        database=state.database,
        hotline=state.settings.hotline,
        handle_key=state.handle_key,
        area_names=state.area_names,
    )
    if "worker_id" in request.path_params:
        visit.must_be_about(request.path_params["worker_id"])
    return visit


Visitor = Annotated[Visit, Depends(_visit)]
