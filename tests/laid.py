"""Compares the triggers and row policies in a database with what is declared.

Alembic's autogenerate sees neither, so every member's tests call `undeclared`.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import asyncpg

_LAID = (
    "SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgenabled,"
    " pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, roles, cmd,"
    " qual, 'check', with_check) FROM pg_policies"
    " UNION ALL SELECT concat_ws(' ', 'rows', relname, relrowsecurity,"
    " relforcerowsecurity) FROM pg_class WHERE relrowsecurity OR relforcerowsecurity"
)
_CLEAR = (
    "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)"
    " FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT format('DROP POLICY %I ON %I', policyname, tablename)"
    " FROM pg_policies"
    " UNION ALL SELECT format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY,"
    " DISABLE ROW LEVEL SECURITY', relname)"
    " FROM pg_class WHERE relrowsecurity OR relforcerowsecurity"
)


def undeclared(owner_url: str, declared: Sequence[str]) -> set[str]:
    """What is laid and not declared, or declared and not laid.

    `declared` is `trigger_sql(...) + scope_sql(...)`. All is dropped and laid anew in a
    transaction that is rolled back, so both sides are as PostgreSQL words them.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _compare(owner_url, declared)).result()


async def _compare(owner_url: str, declared: Sequence[str]) -> set[str]:
    connection = await asyncpg.connect(owner_url)
    try:
        undone = connection.transaction()
        await undone.start()
        laid = {row[0] for row in await connection.fetch(_LAID)}
        for row in await connection.fetch(_CLEAR):
            await connection.execute(row[0])
        for statement in declared:
            await connection.execute(statement)
        wanted = {row[0] for row in await connection.fetch(_LAID)}
        await undone.rollback()
    finally:
        await connection.close()
    return laid ^ wanted
