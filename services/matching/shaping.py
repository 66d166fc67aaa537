"""By what contracts become rows, as one digest: other code or data, another digest.

It is told from the files themselves. So nobody must remember to raise a number when a
rule of intake, a table of law, a column or a contract changes.
"""

import hashlib
import sys
from functools import cache
from pathlib import Path

from common.law import RuleSet
from services.matching.kernel.rows import POST
from services.matching.kernel.rows import WORKER

HERE = Path(__file__).parent
COMMON = HERE.parent.parent / "common"
SHAPED_BY = (
    COMMON / "contracts",
    COMMON / "intake",
    COMMON / "law",
    HERE / "columns",
    HERE / "kernel" / "rows.py",
    HERE / "knowledge.py",
    HERE / "store.py",
    HERE / "thresholds.py",
)
KINDS = (".py", ".csv", ".json")


def shape_digest(rules: RuleSet) -> str:
    """Code, data, rules, and columns as this machine lays them out."""
    told = [_files_digest(), repr(rules.rules), str(WORKER), str(POST), sys.byteorder]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@cache
def _files_digest() -> str:
    found = hashlib.sha256()
    for file in sorted(_files()):
        # Lengths keep two files from reading as two others.
        whole = file.read_bytes()
        found.update(f"{file.name}\0{len(whole)}\0".encode() + whole)
    return found.hexdigest()


def _files() -> list[Path]:
    inside = [path for one in SHAPED_BY for path in (one, *one.rglob("*"))]
    return [path for path in inside if path.is_file() and path.suffix in KINDS]
