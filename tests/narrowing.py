"""What a schema change takes away from the program of the release before.

Migrations run while that program still serves. So they may only add what it need not
know: new tables, and columns that are filled without it. What it no longer needs goes
in the release after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg

_COLUMNS = (
    "SELECT table_name, column_name, udt_name, is_nullable = 'NO' AS needed,"
    " column_default IS NOT NULL OR is_identity = 'YES' OR is_generated = 'ALWAYS'"
    " AS filled FROM information_schema.columns WHERE table_schema = 'public'"
)
# Each rule with the columns it is about; what an index keeps unique is one as well.
_RULES = (
    "SELECT c.conrelid::regclass::text AS table_name,"
    " pg_get_constraintdef(c.oid) AS rule,"
    " array(SELECT attname::text FROM pg_attribute WHERE attrelid = c.conrelid"
    " AND attnum = ANY (c.conkey)) AS names FROM pg_constraint AS c"
    " WHERE c.connamespace = 'public'::regnamespace AND c.conrelid <> 0"
    " UNION SELECT i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid),"
    " array(SELECT attname::text FROM pg_attribute WHERE attrelid = i.indrelid"
    " AND attnum = ANY (i.indkey::int[])) FROM pg_index AS i"
    " JOIN pg_class AS t ON t.oid = i.indrelid"
    " WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace"
)
_FUNCTIONS = (
    "SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'"
    " AS name, pg_get_functiondef(p.oid) AS words FROM pg_proc AS p"
    " WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'"
)
_CLOSED = (
    "SELECT relname FROM pg_class WHERE relrowsecurity"
    " AND relnamespace = 'public'::regnamespace"
)


@dataclass(frozen=True)
class Schema:
    """Columns by (table, name), rules by (table, words), tables with row policies.

    `functions` has what each does, by name and arguments.
    """

    columns: dict[tuple[str, str], Any]
    rules: dict[tuple[str, str], list[str]]
    closed: set[str]
    functions: dict[str, str]

    @property
    def tables(self) -> set[str]:
        return {table for table, _ in self.columns}


async def schema_of(owner_url: str) -> Schema:
    """The schema as it stands."""
    connection = await asyncpg.connect(owner_url)
    try:
        columns = await connection.fetch(_COLUMNS)
        rules = await connection.fetch(_RULES)
        closed = await connection.fetch(_CLOSED)
        functions = await connection.fetch(_FUNCTIONS)
    finally:
        await connection.close()
    return Schema(
        {(row["table_name"], row["column_name"]): row for row in columns},
        {(row["table_name"], row["rule"]): row["names"] for row in rules},
        {row["relname"] for row in closed},
        {row["name"]: row["words"] for row in functions},
    )


def narrowed(before: Schema, after: Schema) -> list[str]:
    """What the program of before would fall over; empty if it can go on."""
    return [
        *_columns_lost(before, after),
        *_columns_demanded(before, after),
        *_rules_added(before, after),
        *(f"{t} is closed" for t in (after.closed - before.closed) & before.tables),
        *(f"{name} is gone" for name in before.functions.keys() - after.functions),
    ]


def _columns_lost(before: Schema, after: Schema) -> list[str]:
    found = []
    for place, was in before.columns.items():
        now = after.columns.get(place)
        name = ".".join(place)
        if now is None:
            found.append(f"{name} is gone")
        elif now["udt_name"] != was["udt_name"]:
            found.append(f"{name} is another type")
        elif was["filled"] and not now["filled"]:
            found.append(f"{name} has no default any more")
        elif now["needed"] and not was["needed"]:
            found.append(f"{name} may not be empty any more")
    return found


def _columns_demanded(before: Schema, after: Schema) -> list[str]:
    return [
        f"{table}.{column} must be given"
        for (table, column), row in after.columns.items()
        if table in before.tables
        and (table, column) not in before.columns
        and row["needed"]
        and not row["filled"]
    ]


def _rules_added(before: Schema, after: Schema) -> list[str]:
    return [
        f"{table} must hold {rule}"
        for (table, rule), names in after.rules.items()
        if (table, rule) not in before.rules
        and table in before.tables
        and any((table, name) in before.columns for name in names)
        and not ("UNIQUE" in rule and any(_is_left_empty(before, after, table, names)))
    ]


def _is_left_empty(
    before: Schema, after: Schema, table: str, names: list[str]
) -> Iterator[bool]:
    """Of each column, whether the program of before leaves it empty, so never twice."""
    for name in names:
        known = (table, name) in before.columns
        yield not known and not after.columns[table, name]["filled"]
