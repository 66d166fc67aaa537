"""What a simulation is put together from; a mutant is a set with one part replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fastapi import Response
from starlette.datastructures import URL

from common.contracts.feed import Change
from common.database import Database
from common.feed import Producer
from common.feed import rotate_epoch
from common.following import Follower
from common.idempotency import Claim
from common.idempotency import fingerprint
from services.matching.comparing import Comparer
from tests.simulation.fake_statements import FakeDatabase
from tests.simulation.fake_statements import FakeSession


class Index:
    """What a follower fills: contents by id, with the version of every id ever seen."""

    def __init__(self) -> None:
        self.versions: dict[UUID, int] = {}
        self.contents: dict[UUID, str] = {}

    def apply(self, change: Change) -> None:
        if change.version <= self.versions.get(change.id, -1):
            return
        self.versions[change.id] = change.version
        self.contents.pop(change.id, None)
        if change.body is not None:
            self.contents[change.id] = change.body["content"]

    def known(self) -> dict[int, int]:
        return {uid.int: version for uid, version in self.versions.items()}

    def forget(self, ids: Iterable[UUID]) -> None:
        for uid in ids:
            self.versions.pop(uid, None)
            self.contents.pop(uid, None)

    def reset(self) -> None:
        self.versions.clear()
        self.contents.clear()


@dataclass(frozen=True)
class Written:
    """One write as a caller sends it."""

    subject: str
    key: str
    body: str


class Desk:
    """A route that writes once for each key, as a OneEffect route does."""

    def claim(self, asked: Written) -> Claim:
        print_ = fingerprint(URL("/rows"), asked.body.encode())
        return Claim(f"POST /rows\0{asked.key}", print_)

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        claim = self.claim(asked)
        async with database.transaction() as session:
            await claim.take(session, asked.subject)
            response = await self.effect(session, asked, uid)
            await claim.keep(response)
        return response

    async def effect(self, session: FakeSession, asked: Written, uid: UUID) -> Response:
        await session.put(uid, f"{asked.subject}|{asked.key}|{asked.body}")
        return Response(f"{asked.subject}|{asked.body}|{uid}", 201)


class Restorer:
    """What an operator does after putting a backup back."""

    async def rotate(self, database: Database) -> None:
        await rotate_epoch(database)


@dataclass(frozen=True)
class Parts:
    """The product's own classes, each replaceable."""

    producer: type[Producer] = Producer
    follower: type[Follower] = Follower
    comparer: type[Comparer] = Comparer
    index: type[Index] = Index
    session: type[FakeSession] = FakeSession
    desk: type[Desk] = Desk
    restorer: type[Restorer] = Restorer
    # Seconds after which a key is forgotten, in days.
    key_days: float = 7
