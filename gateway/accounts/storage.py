"""Rows of accounts and postings."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy import ForeignKey
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.accounts.domain import ROLES
from gateway.accounts.domain import Account
from gateway.accounts.domain import Posting
from gateway.accounts.domain import Role
from gateway.accounts.domain import stations_over
from gateway.tables import Table

_ROLE_LIST = ", ".join(f"'{role}'" for role in ROLES)


class AccountRow(Table, table=True):
    """Somebody or a machine that may sign in."""

    __tablename__ = "accounts"

    id: UUID = Field(primary_key=True)
    name: str = Field(unique=True)
    title: str
    phone: str | None = None
    password_hash: str
    worker: UUID | None = None
    active: bool = True

    def value(self) -> Account:
        """The account without its password."""
        return Account(
            id=self.id,
            name=self.name,
            title=self.title,
            phone=self.phone,
            worker=self.worker,
            active=self.active,
        )


class PostingRow(Table, table=True):
    """A role in an area or at an employer, between two days."""

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLE_LIST})", name="role"),
        CheckConstraint("area IS NULL OR employer IS NULL", name="one_unit"),
        CheckConstraint("area ~ '^[0-9]{12}$'", name="area"),
        CheckConstraint("valid_until >= valid_from", name="dates"),
    )

    id: UUID = Field(primary_key=True)
    account: UUID = Field(
        sa_column_args=(ForeignKey("accounts.id", ondelete="CASCADE"),), index=True
    )
    role: str
    area: str | None = Field(default=None, index=True)
    employer: UUID | None = None
    valid_from: date
    valid_until: date | None = None

    def value(self) -> Posting:
        """The posting; the table's check has made sure that the role is one."""
        role: Role = next(role for role in ROLES if role == self.role)
        return Posting(
            id=self.id,
            role=role,
            area=self.area,
            employer=self.employer,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


async def find_account(session: AsyncSession, name: str) -> AccountRow | None:
    """The active account of this name, if there is one."""
    query = select(AccountRow).where(
        col(AccountRow.name) == name, col(AccountRow.active)
    )
    return (await session.exec(query)).one_or_none()


async def find_postings(session: AsyncSession, account: UUID) -> tuple[Posting, ...]:
    """All postings of the account, valid or not, the earliest first."""
    query = (
        select(PostingRow)
        .where(col(PostingRow.account) == account)
        .order_by(col(PostingRow.valid_from), col(PostingRow.id))
        .limit(50)
    )
    return tuple(row.value() for row in await session.exec(query))


async def find_stations(
    session: AsyncSession, areas: set[str], today: date
) -> dict[str, Account]:
    """Who answers the phone for each area: the nearest officer posted over it."""
    over = {code for area in areas for code in stations_over(area)}
    query = (
        select(PostingRow.area, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(PostingRow.account))
        .where(
            col(PostingRow.area).in_(over),
            col(PostingRow.role).in_(("coordinator", "township", "county")),
            col(PostingRow.valid_from) <= today,
            (col(PostingRow.valid_until).is_(None))
            | (col(PostingRow.valid_until) >= today),
            col(AccountRow.active),
            col(AccountRow.phone).is_not(None),
        )
        .order_by(col(PostingRow.id).desc())
        .limit(10000)
    )
    posted = {code: row.value() for code, row in await session.exec(query) if code}
    return {
        area: nearest[0]
        for area in areas
        if (nearest := [posted[c] for c in stations_over(area) if c in posted])
    }
