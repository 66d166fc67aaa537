"""One database per member with three roles: owner (migrates), app, feed (reads all)."""

import asyncio
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import asyncpg

ROLES = ("owner", "app", "feed")


@dataclass(frozen=True, slots=True)
class Urls:
    """Where one database is reached, by role."""

    owner: str
    app: str
    feed: str


def create_databases(admin_url: str, names: Iterable[str]) -> dict[str, Urls]:
    """Make what is missing and give every role a fresh password.

    Nothing is stored: each call makes the addresses of the calls before it useless.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _create(admin_url, tuple(names))).result()


def url_for(url: str, *, user: str, password: str, database: str) -> str:
    """The same server under another name."""
    parts = urlsplit(url)
    host = f"{user}:{password}@{parts.hostname}:{parts.port}"
    return urlunsplit((parts.scheme, host, f"/{database}", "", ""))


async def _create(admin_url: str, names: tuple[str, ...]) -> dict[str, Urls]:
    admin = await asyncpg.connect(admin_url)
    try:
        return {name: await _create_one(admin, admin_url, name) for name in names}
    finally:
        await admin.close()


async def _create_one(admin: asyncpg.Connection, admin_url: str, name: str) -> Urls:
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(f"{name} is not a plain name")
    urls = {}
    for role in ROLES:
        user, password = f"{name}_{role}", secrets.token_urlsafe(24)
        known = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname=$1", user)
        verb = "ALTER" if known else "CREATE"
        await admin.execute(
            f"{verb} ROLE {user} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB"
            f" NOCREATEROLE PASSWORD '{password}'"
        )
        urls[role] = url_for(admin_url, user=user, password=password, database=name)
    there = await admin.fetchval("SELECT 1 FROM pg_database WHERE datname=$1", name)
    if not there:
        await admin.execute(f"CREATE DATABASE {name} OWNER {name}_owner")
    await admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await admin.execute(f"GRANT CONNECT ON DATABASE {name} TO {name}_app, {name}_feed")
    return Urls(**urls)
