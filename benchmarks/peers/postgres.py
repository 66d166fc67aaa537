"""PostgreSQL over loopback, tuned by hand: indexes, statistics, no JIT, more memory."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.peers.sql import FLOATS
from benchmarks.peers.sql import Asked
from benchmarks.peers.sql import Tables
from benchmarks.peers.sql import query_of
from deploy.postgres import EmbeddedPostgres
from services.matching.kernel.ranking import Side

FUNCTIONS = """
CREATE FUNCTION whole(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
  AS 'SELECT a / b';
CREATE FUNCTION ones(mask bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
  AS 'SELECT bit_count(CAST(mask AS bit(64)))';
CREATE FUNCTION nearness(v bigint, lim bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
  AS 'SELECT CASE WHEN lim = 0 THEN CASE WHEN v = 0 THEN 1000 ELSE 0 END
    ELSE greatest(0, (1000 * lim * lim - 700 * v * lim - 300 * v * v)
      / (lim * lim)) END';
"""
TUNED = """
ALTER TABLE post ADD COLUMN spot point;
UPDATE post SET spot = point(east, north);
ALTER TABLE post ADD PRIMARY KEY (id);
CREATE INDEX ON post USING gist (spot) WHERE free = 0;
CREATE INDEX ON post (id) WHERE free = 1;
CREATE INDEX ON shift (post);
CREATE INDEX ON need (post);
CREATE INDEX ON stop (post, kind);
CREATE INDEX ON stop (kind);
CREATE INDEX ON skill_like (one, other);
CREATE INDEX ON title_like (one, other);
CREATE INDEX ON worker (id);
CREATE INDEX ON held (worker);
CREATE INDEX ON worker_word (worker, list);
CREATE INDEX ON worker_day (worker);
CREATE INDEX ON worker_mode (worker);
CREATE INDEX ON span (worker, list);
"""
SETTINGS = {"jit": "off", "work_mem": "64MB", "max_parallel_workers_per_gather": "0"}
NEAR = (
    "SELECT * FROM post WHERE free = 1 UNION ALL SELECT * FROM post"
    " WHERE free = 0 AND spot <@ circle(point($2, $3), $4)"
)


class Postgres:
    """The tables loaded into a throw-away cluster, ready to be asked."""

    name = "PostgreSQL"

    def __init__(self, side: Side, tables: Tables, top: int, folder: Path) -> None:
        self._server = EmbeddedPostgres(folder, fast=True)
        self._server.start()
        self._loop = asyncio.new_event_loop()
        try:
            self._loop.run_until_complete(self._load(side, tables, top))
        except BaseException:
            self._server.stop()
            raise

    async def _load(self, side: Side, tables: Tables, top: int) -> None:
        self._link: Any = await asyncpg.connect(
            self._server.admin_url, server_settings=SETTINGS
        )
        for name, table in tables.tables.items():
            kinds = [
                f"{key} {'float8' if key in FLOATS else 'bigint'}" for key in table
            ]
            await self._link.execute(f"CREATE TABLE {name} ({', '.join(kinds)})")
            rows = list(zip(*(plain(key, table[key]) for key in table), strict=True))
            await self._link.copy_records_to_table(name, records=rows)
        await self._link.execute(FUNCTIONS + TUNED)
        await self._link.execute("VACUUM ANALYZE")
        self._query = await self._link.prepare(query_of(side, NEAR, top))
        told = self._link.get_server_version()
        self.version = f"{told.major}.{told.minor}"
        self.postgis = await self._link.fetchval(
            "SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'"
        )

    def ask(self, asked: Asked) -> list[tuple[int, int, int, int]]:
        """(post, verdict rank, score, how many are listed) of the best, in order."""
        rows = self._loop.run_until_complete(self._query.fetch(*asked))
        return [tuple(int(value) for value in row) for row in rows]  # type: ignore[misc]

    def close(self) -> None:
        """Stops the server."""
        self._loop.run_until_complete(self._link.close())
        self._loop.close()
        self._server.stop()


def plain(name: str, column: Any) -> Any:
    """A column as Python numbers."""
    return column.astype(float if name in FLOATS else "int64").tolist()
