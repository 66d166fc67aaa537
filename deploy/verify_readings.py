"""Checks a read log against its seals; needs nothing of Doorstep but this one file.

    python verify_readings.py PUBLIC_KEYS CHECKPOINTS PAGE [PAGE ...]

PUBLIC_KEYS is the platform's `public.json`, CHECKPOINTS the lines that were kept away
from the database ("-" if there are none), each PAGE one answer of `GET /v1/readings`,
in order. Prints what is wrong, one finding a line, and ends with 1; or that all is
well. Wants Python and the package `cryptography`.

What is checked: lines count 1, 2, 3 ... without a gap. The link of a line is SHA-256
over the 32 bytes of the link before it (zeros before the first) and the line as ASCII
JSON with sorted names and without spaces. A checkpoint is a compact JWS over
{"seq", "link", "at"}: its signature must hold, and the line of that number must have
that link. So a changed, missing, added or swapped line shows, and a cut end as well,
up to the last checkpoint; what was read after it is not proven yet.
"""

import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = {"alg": "Ed25519", "typ": "doorstep-checkpoint", "kid": "gateway"}
Line = dict[str, Any]
Links = dict[int, str]


def decoded(part: str) -> bytes:
    """Base64 for addresses, without its padding."""
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def key_of(public: str) -> Ed25519PublicKey:
    """The gateway's key out of a JWK set."""
    keys = json.loads(public)["keys"]
    return next(
        Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
        for key in keys
        if key["kid"] == HEADER["kid"]
    )


def broken_lines(lines: Iterable[Line], links: Links) -> Iterator[str]:
    """Findings in the lines; `links` is filled with what they really come to."""
    before = bytes(32)
    for number, one in enumerate(lines, 1):
        if one["seq"] != number:
            yield f"line {number}: number {one['seq']} stands here"
        if one["line"] is None:
            yield f"line {number}: its reading is gone"
        text = json.dumps(one["line"], sort_keys=True, separators=(",", ":"))
        link = sha256(before + text.encode()).digest()
        if link.hex() != one["link"] or (one["line"] or {}).get("seq") != number:
            yield f"line {number}: it is not what was sealed"
        # Each line is held to the link that is written before it, so that one change
        # is one finding; the written links are held to the checkpoints.
        before = bytes.fromhex(one["link"])
        links[number] = one["link"]


def broken_checkpoints(
    tokens: Iterable[str], links: Links, key: Ed25519PublicKey
) -> Iterator[str]:
    """Findings in what was signed."""
    for number, token in enumerate(tokens, 1):
        try:
            head, said, signature = token.split(".")
            key.verify(decoded(signature), f"{head}.{said}".encode())
            if json.loads(decoded(head)) != HEADER:
                raise ValueError(head)
            told = json.loads(decoded(said))
        except (InvalidSignature, ValueError):
            yield f"checkpoint {number}: its signature is wrong"
            continue
        if told["seq"] not in links:
            yield f"checkpoint {number}: line {told['seq']} was cut off"
        elif links[told["seq"]] != told["link"]:
            yield f"checkpoint {number}: line {told['seq']} had another link"


def findings(
    public: str, kept: Iterable[str], pages: Iterable[Line]
) -> tuple[list[str], str]:
    """Everything that is wrong, and how much was looked at."""
    pages = list(pages)
    lines = [line for page in pages for line in page["lines"]]
    tokens = [*kept, *(token for page in pages for token in page["checkpoints"])]
    links: Links = {}
    wrong = list(broken_lines(lines, links))
    wrong += broken_checkpoints(tokens, links, key_of(public))
    return wrong, f"{len(lines)} lines, {len(tokens)} checkpoints"


def main(arguments: list[str]) -> int:
    """Status 0 if all is well, 1 if anything is wrong, 2 if it was called wrongly."""
    if len(arguments) < 3:
        print(__doc__)
        return 2
    public, kept, *pages = arguments
    tokens = [] if kept == "-" else Path(kept).read_text().split()
    told = [json.loads(Path(page).read_text()) for page in pages]
    wrong, summary = findings(Path(public).read_text(), tokens, told)
    for finding in wrong:
        print(finding)
    print(f"{'WRONG' if wrong else 'all is well'}: {summary}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
