"""DuckDB in this process, on all cores that it may have."""

from typing import Any

import duckdb
import numpy as np

from benchmarks.peers.sql import FLOATS
from benchmarks.peers.sql import Asked
from benchmarks.peers.sql import Tables
from benchmarks.peers.sql import query_of
from services.matching.kernel.ranking import Side

FUNCTIONS = (
    "CREATE MACRO whole(a, b) AS a // b",
    "CREATE MACRO ones(mask) AS bit_count(mask)",
    "CREATE MACRO nearness(v, lim) AS CASE WHEN lim = 0 THEN CASE WHEN v = 0 THEN 1000"
    " ELSE 0 END ELSE greatest(0, (1000 * lim * lim - 700 * v * lim - 300 * v * v)"
    " // (lim * lim)) END",
)
NEAR = (
    "SELECT * FROM post WHERE free = 1 OR"
    " (east - $2) * (east - $2) + (north - $3) * (north - $3) <= $4 * $4"
)


class Duck:
    """The tables loaded, ready to be asked."""

    name = "DuckDB"

    def __init__(self, side: Side, tables: Tables, top: int) -> None:
        self._base: Any = duckdb.connect(":memory:")
        for name, table in tables.tables.items():
            loading = {key: wide(key, column) for key, column in table.items()}
            self._base.register("loading", loading)
            self._base.table("loading").create(name)
            self._base.unregister("loading")
        for function in FUNCTIONS:
            self._base.execute(function)
        self._query = query_of(side, NEAR, top)
        self.version = duckdb.__version__

    def ask(self, asked: Asked) -> list[tuple[int, int, int, int]]:
        """(post, verdict rank, score, how many are listed) of the best, in order."""
        rows = self._base.execute(self._query, list(asked)).fetchall()
        return [(int(a), int(b), int(c), int(d)) for a, b, c, d in rows]

    def close(self) -> None:
        """Forgets everything."""
        self._base.close()


def wide(name: str, column: Any) -> Any:
    """Whole numbers of 64 bits, or floats."""
    return np.ascontiguousarray(column).astype(float if name in FLOATS else np.int64)
