"""Schema changes of one member, and the SQL of its feed triggers and row policies.

Triggers and policies are declared once as values. `feed_sql` and `scope_sql` write
them in migrations; the tests compare the database with the declaration, because
Alembic's autogenerate does not see them.
"""

import asyncio
from collections.abc import Callable
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import MetaData
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from common.database import async_url


@dataclass(frozen=True, slots=True)
class Root:
    """A table whose rows are announced as `kind`; needs `id` uuid, `version` bigint."""

    table: str
    kind: str


@dataclass(frozen=True, slots=True)
class Child:
    """A table whose rows belong to a root's contract; `column` holds the root's id."""

    table: str
    column: str
    root: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which callers reach a table's rows: any one of the named ways is enough.

    `area`, `employer`, `worker` are columns. `parent` is (table, column): whoever
    reaches the parent's row. `also` is an SQL condition that opens rows for reading.
    """

    table: str
    area: str | None = None
    employer: str | None = None
    worker: str | None = None
    parent: tuple[str, str] | None = None
    also: str | None = None


_POLICIES = Path(__file__).with_name("policies.sql").read_text().split("\n----\n")
_RIGHTS = {"app": "SELECT, INSERT, UPDATE, DELETE", "feed": "SELECT"}
_CHILD_EVENTS = {
    "INSERT": "NEW TABLE AS after_rows",
    "UPDATE": "OLD TABLE AS before_rows NEW TABLE AS after_rows",
    "DELETE": "OLD TABLE AS before_rows",
}


def trigger_sql(announced: Sequence[Root | Child]) -> list[str]:
    """Statements that put the feed's triggers on tables; one statement an item."""
    statements = []
    for one in announced:
        if isinstance(one, Root):
            for name, when in (("version", "BEFORE"), ("announce", "AFTER")):
                events = "INSERT OR UPDATE" + (" OR DELETE" * (when == "AFTER"))
                statements.append(
                    f"CREATE TRIGGER feed_{name} {when} {events} ON {one.table}"
                    f" FOR EACH ROW EXECUTE FUNCTION feed_{name}('{one.kind}')"
                )
        else:
            statements += [
                f"CREATE TRIGGER feed_bump_{event.lower()} AFTER {event}"
                f" ON {one.table} REFERENCING {rows} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION feed_bump('{one.root}', '{one.column}')"
                for event, rows in _CHILD_EVENTS.items()
            ]
    return statements


def feed_sql(service: str, announced: Sequence[Root | Child]) -> list[str]:
    """The whole feed for migration 0001: outbox, head, functions, rights, triggers."""
    hidden = "outbox, tombstones, feed_head"
    return [
        *Path(__file__).with_name("feed.sql").read_text().split("\n----\n"),
        f"REVOKE ALL ON {hidden} FROM {service}_app",
        *trigger_sql(announced),
    ]


def _reaches(scope: Scope) -> str:
    """The SQL condition of a scope; settings are read once a query, not once a row."""

    def setting(name: str) -> str:
        return f"(SELECT nullif(current_setting('doorstep.{name}', true), ''))"

    ways = []
    if scope.area:
        areas = "(SELECT string_to_array(current_setting('doorstep.areas', true), ','))"
        ways.append(f"{scope.area} LIKE ANY ({areas}::text[])")
    for name, column in (("employer", scope.employer), ("worker", scope.worker)):
        if column:
            ways.append(f"{column} = {setting(name)}::uuid")
    if scope.parent:
        table, column = scope.parent
        ways.append(
            f"EXISTS (SELECT FROM {table} WHERE {table}.id = {scope.table}.{column})"
        )
    return " OR ".join(ways) or "false"


def scope_sql(service: str, scopes: Sequence[Scope]) -> list[str]:
    """Statements that force row-level security on tables; one statement an item.

    app: rows in scope, and for reading also the opened ones. feed: reads all. owner:
    all, which migrations and the feed's triggers need.
    """
    statements = []
    for scope in scopes:
        table, reach = scope.table, _reaches(scope)
        read = f"{reach} OR {scope.also}" if scope.also else reach
        named = {"table": table, "service": service, "read": read, "reach": reach}
        statements += [policy.format(**named) for policy in _POLICIES]
    return statements


def migrate(owner_url: str, folder: Path) -> None:
    """Bring a database to the newest revision in `folder`; several may try at once."""
    # Alembic takes half a second to import, and a program that serves needs none of it.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(folder), version_locations=[str(folder)])

    def upgrade(connection: Connection) -> None:
        owner = connection.scalar(text("SELECT current_user"))
        member = str(owner).removesuffix("_owner")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20260101)")
        # Requests wait no longer than this behind a change that itself must wait.
        connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
        for role, rights in _RIGHTS.items():
            grant = f"GRANT {rights} ON TABLES TO {member}_{role}"
            connection.exec_driver_sql(f"ALTER DEFAULT PRIVILEGES {grant}")
        with EnvironmentContext(Config(), script, fn=newest) as environment:
            environment.configure(connection=connection, transactional_ddl=True)
            environment.run_migrations()
        connection.commit()

    def newest(revision: Any, _: Any) -> Any:
        return script._upgrade_revs("head", revision)

    _on_connection(owner_url, upgrade)


_WITHOUT_MODEL = {"outbox", "tombstones", "feed_head", "idempotency"}


def revise(owner_url: str, folder: Path, metadata: MetaData, message: str) -> Path:
    """Write the next numbered revision with what `metadata` has and the base lacks."""
    from alembic.autogenerate import produce_migrations
    from alembic.autogenerate import render_python_code
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(folder), version_locations=[str(folder)])
    last = script.get_current_head()
    number = f"{int(last or 0) + 1:04d}"

    def render(connection: Connection) -> str:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: name not in _WITHOUT_MODEL},
        )
        operations = produce_migrations(context, metadata).upgrade_ops
        return render_python_code(operations) if operations else "pass"

    body = _on_connection(owner_url, render)
    file = folder / f"{number}_{'_'.join(message.lower().split())}.py"
    file.write_text(
        f'"""{message.capitalize()}."""\n\nimport sqlalchemy as sa\nimport sqlmodel\n'
        f'from alembic import op\n\nrevision = "{number}"\n'
        f"down_revision = {last!r}\n\n\ndef upgrade() -> None:\n    {body}\n"
    )
    return file


def _on_connection(url: str, work: Callable[[Connection], Any]) -> Any:
    """Run plain SQLAlchemy work over asyncpg, also from inside a running loop."""

    async def run() -> Any:
        engine = create_async_engine(async_url(url))
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()
