"""Accounts for the sample county: one of each role, under passwords that are printed.

Only the sample has these; a real county's accounts are made by its administrator.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from gateway.accounts.domain import Role
from gateway.accounts.storage import AccountRow
from gateway.accounts.storage import PostingRow
from gateway.ids import time_ordered_id
from gateway.sessions.domain import Passwords

BEGIN = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class SampleScope:
    """Where the sample's people work: 12-digit areas, an employer, a worker."""

    county: str
    township: str
    village: str
    employer: UUID
    worker: UUID


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One account to sign in with, as `make run` prints it."""

    name: str
    password: str
    role: Role
    title: str


async def load_sample_accounts(
    database: Database, scope: SampleScope, password: str
) -> tuple[SampleAccount, ...]:
    """Make or renew the eight accounts; each password is the given one.

    Doing it again keeps nothing of the accounts before, so that sessions end.
    """
    hashed = Passwords().hash(password)
    async with database.transaction() as session:
        return tuple(
            [
                await _load(session, account, posting, password)
                for account, posting in _rows(scope, hashed)
            ]
        )


async def _load(
    session: AsyncSession, account: AccountRow, posting: PostingRow, password: str
) -> SampleAccount:
    await session.exec(delete(AccountRow).where(col(AccountRow.name) == account.name))
    session.add(account)
    await session.flush()
    session.add(posting)
    await session.flush()
    role = posting.value().role
    return SampleAccount(account.name, password, role, account.title)


def _rows(scope: SampleScope, hashed: str) -> Iterator[tuple[AccountRow, PostingRow]]:
    posted: tuple[tuple[Role, str, str | None], ...] = (
        ("worker", "求职者本人", None),
        ("coordinator", "村劳动保障协理员", scope.village),
        ("township", "乡镇人社所", scope.township),
        ("county", "县人社局", scope.county),
        ("hr", "用人单位人事", None),
        ("kiosk", "乡镇大厅一体机", scope.township),
        ("auditor", "审计员", scope.county),
        ("admin", "系统管理员", scope.county),
    )
    phoned = {"coordinator", "township", "county"}
    for number, (role, title, area) in enumerate(posted, 1):
        account = AccountRow(
            id=time_ordered_id(),
            name=role,
            title=title,
            phone=f"1540000{number:04d}" if role in phoned else None,
            password_hash=hashed,
            worker=scope.worker if role == "worker" else None,
        )
        yield (
            account,
            PostingRow(
                id=time_ordered_id(),
                account=account.id,
                role=role,
                area=area,
                employer=scope.employer if role == "hr" else None,
                valid_from=BEGIN,
            ),
        )
