"""What jobs may know of a person: the id, the village, and whether something changed.

A referral keeps digests of the hours, reach and limits that a person had told, never
the facts themselves; another digest later means that somebody should look again.
"""

from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Mapping
from hashlib import blake2b
from uuid import UUID

import httpx
from fastapi import Request

from common.contracts.feed import Snapshot
from common.contracts.people import Worker
from common.contracts.referrals import Change
from common.logs import outgoing
from common.problems import Unavailable
from common.tokens import Caller
from common.tokens import SigningKey
from common.tokens import sign

READER = Caller("jobs", "member", ("",), purpose="follow referred workers")
_FIELDS: Mapping[Change, tuple[str, ...]] = {
    "hours": ("week", "night"),
    "reach": ("reach", "area", "place"),
    "body": ("limits", "unsafe"),
}
AskPerson = Callable[[UUID], Awaitable[Worker | None]]


def digests_of(worker: Worker) -> dict[str, str]:
    """One digest for each group of facts on which a yes may rest."""
    return {
        name: blake2b(
            worker.model_dump_json(include=set(fields)).encode(), digest_size=8
        ).hexdigest()
        for name, fields in _FIELDS.items()
    }


def changed_since(known: Mapping[str, str], worker: Worker) -> list[Change]:
    """Which groups of facts are no longer what they were."""
    told = digests_of(worker)
    return [name for name in _FIELDS if known.get(name, told[name]) != told[name]]


class RegisterIsAway(Unavailable):
    """The people service does not answer, so nobody can be put forward."""


class Register:
    """The people service as jobs sees it: one worker's contract at a time."""

    def __init__(self, client: httpx.AsyncClient, key: SigningKey) -> None:
        self.client = client
        self._key = key

    def token(self) -> str:
        """A fresh token; jobs asks for itself."""
        return sign(READER, self._key, "people")

    async def person(self, id: UUID) -> Worker | None:
        """The same, but a row that was joined to another one is nobody any more."""
        found = await self.worker(id)
        return None if found and found.merged_into else found

    async def worker(self, id: UUID) -> Worker | None:
        """What people tells others of a worker; None if nothing (any more)."""
        # A page of one, which begins after the id just before this one.
        query: dict[str, str | int] = {
            "kind": "worker",
            "after": str(UUID(int=id.int - 1)),
            "limit": 1,
        }
        headers = {**outgoing(), "Authorization": f"Bearer {self.token()}"}
        path = "/internal/feed/snapshot"
        try:
            answer = await self.client.get(path, params=query, headers=headers)
            answer.raise_for_status()
        except httpx.HTTPError as silence:
            raise RegisterIsAway from silence
        rows = Snapshot.model_validate_json(answer.content).rows
        found = next((row for row in rows if row.id == id), None)
        return Worker.model_validate(found.body) if found and found.body else None


async def ask_person(request: Request) -> AskPerson:
    """How this app asks people of somebody; away where it was not told where."""
    register: Register | None = getattr(request.app.state, "register", None)
    if register is None:
        return _nobody_to_ask
    return register.person


async def _nobody_to_ask(id: UUID) -> Worker | None:
    raise RegisterIsAway
