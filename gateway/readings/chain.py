"""The read log as a chain: each link stands for its line and all lines before it.

Whoever changes, takes out, adds or swaps lines makes every later link wrong; whoever
cuts the end off is shown by a checkpoint, a signed link that is kept elsewhere. A line
names people by ids only. `deploy/verify_readings.py` reckons the same anew, by itself.
"""

import json
from datetime import UTC
from datetime import datetime
from hashlib import sha256
from typing import Any

from joserfc import jws

from common.tokens import ALGORITHM
from common.tokens import SigningKey
from gateway.readings.storage import ReadingRow

Line = dict[str, Any]
# What stands before the first line.
NOTHING = bytes(32)
CHECKPOINT = "doorstep-checkpoint"


def line_of(seq: int, row: ReadingRow) -> Line:
    """One reading as it is sealed: ids as text, the time in UTC to the microsecond."""
    return {
        "seq": seq,
        "id": str(row.id),
        "worker": str(row.worker),
        "account": str(row.account),
        "posting": str(row.posting),
        "role": row.role,
        "title": row.title,
        "route": row.route,
        "request_id": row.request_id,
        "read_at": written(row.read_at),
    }


def written(moment: datetime) -> str:
    """A moment in UTC, always with six digits of a second."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def link_of(before: bytes, line: Line) -> bytes:
    """SHA-256 over the link before and the line as sorted ASCII JSON without spaces."""
    text = json.dumps(line, sort_keys=True, separators=(",", ":"))
    return sha256(before + text.encode()).digest()


def checkpoint(seq: int, link: bytes, at: datetime, key: SigningKey) -> str:
    """The signed statement that line `seq` had this link; a compact JWS."""
    header = {"alg": ALGORITHM, "typ": CHECKPOINT, "kid": key.member}
    said = {"seq": seq, "link": link.hex(), "at": written(at)}
    return jws.serialize_compact(
        header, json.dumps(said).encode(), key.key, algorithms=[ALGORITHM]
    )
