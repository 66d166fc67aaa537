"""Who is calling inside the platform: a signed token of at most sixty seconds.

The gateway signs for the person; another member may sign only for itself (role
`member`). joserfc lets a foreign `typ` and a repeated claim pass, so both are refused
here, before and beside the signature.
"""

import json
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import Depends
from fastapi import Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from common.problems import Forbidden
from common.problems import Unauthorized

ROLES = (
    "worker", "coordinator", "township", "county", "hr", "kiosk", "auditor", "admin",
    "member",
)  # fmt: skip
# RFC 9864 names EdDSA on this curve `Ed25519`; the older name is deprecated.
ALGORITHM = "Ed25519"
TYPE = "doorstep+jwt"
LIFETIME_S = 60
LEEWAY_S = 30
GATEWAY = "gateway"
PublicKeys = Mapping[str, OKPKey]
_LEVELS = (2, 4, 6, 9, 12)


class TokenRefused(Unauthorized):
    """The token is missing, foreign, stale or forged; which of them is not told."""


def area_prefix(code: str) -> str:
    """The prefix that all areas under a 12-digit code share: 0, 2, 4, 6, 9, 12 digits.

    Cut at whole levels: a township ending in 00 would else cover its neighbours.
    """
    kept = len(code.rstrip("0"))
    return code[
        : next((level for level in _LEVELS if level >= kept), 12) if kept else 0
    ]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as what, and for which areas, employer or worker.

    `areas` are prefixes of whole levels (see `area_prefix`); "" is everywhere, and no
    area at all is nowhere.
    """

    subject: str
    role: str
    areas: tuple[str, ...] = ()
    employer: UUID | None = None
    worker: UUID | None = None
    purpose: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role}")
        for area in self.areas:
            digits = area.isascii() and area.isdecimal()
            if area and not (digits and len(area) in _LEVELS):
                raise ValueError(f"{area} is not a prefix of whole levels")

    def sees(self, area: str) -> bool:
        """Whether a 12-digit area lies in the caller's range."""
        return any(area.startswith(prefix) for prefix in self.areas)

    def must_be(self, *roles: str) -> None:
        """Forbidden unless the caller has one of the roles."""
        if self.role not in roles:
            raise Forbidden


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the member that it speaks for."""

    member: str
    key: OKPKey


def sign(caller: Caller, key: SigningKey, audience: str) -> str:
    """A token for one member (`audience`) that ends in sixty seconds."""
    now = int(time.time())
    claims = {
        "iss": key.member,
        "aud": audience,
        "iat": now,
        "exp": now + LIFETIME_S,
        "sub": caller.subject,
        "role": caller.role,
        "areas": list(caller.areas),
        "employer": str(caller.employer) if caller.employer else None,
        "worker": str(caller.worker) if caller.worker else None,
        "purpose": caller.purpose,
    }
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": key.member}
    return jwt.encode(header, claims, key.key, algorithms=[ALGORITHM])


def verify(token: str, keys: PublicKeys, audience: str) -> Caller:
    """The caller that a trusted key vouches for, or TokenRefused."""
    try:
        header, claims, _ = (*map(_strict, token.split(".")[:2]), token.split(".")[2])
        issuer = header["kid"]
        if header != {"alg": ALGORITHM, "typ": TYPE, "kid": issuer}:
            raise ValueError("header")
        jwt.decode(token, keys[issuer], algorithms=[ALGORITHM])
        _check_times(claims, time.time())
        if claims["iss"] != issuer or claims["aud"] != audience:
            raise ValueError("issuer or audience")
        caller = _caller(claims)
        if issuer != GATEWAY and caller.role != "member":
            raise ValueError("only the gateway speaks for people")
    except (JoseError, ValueError, KeyError, TypeError, IndexError) as refused:
        raise TokenRefused from refused
    return caller


def _strict(part: str) -> dict[str, Any]:
    """A JSON object of a token; a repeated name in it is refused."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("repeated name")
        return found

    if len(part) > 4096:
        raise ValueError("too long")
    raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    found = json.loads(raw, object_pairs_hook=once)
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _check_times(claims: dict[str, Any], now: float) -> None:
    issued, ends = claims["iat"], claims["exp"]
    if type(issued) is not int or type(ends) is not int:
        raise TypeError("times are whole seconds")
    if not 0 < ends - issued <= LIFETIME_S:
        raise ValueError("lifetime")
    if not issued - LEEWAY_S <= now < ends + LEEWAY_S:
        raise ValueError("not now")


def _caller(claims: dict[str, Any]) -> Caller:
    words = (claims["sub"], claims["role"], claims["purpose"], *claims["areas"])
    if not all(isinstance(word, str) for word in words):
        raise TypeError("words are text")
    return Caller(
        claims["sub"],
        claims["role"],
        tuple(claims["areas"]),
        UUID(claims["employer"]) if claims["employer"] else None,
        UUID(claims["worker"]) if claims["worker"] else None,
        claims["purpose"],
    )


def make_keys(folder: Path, members: tuple[str, ...] = (GATEWAY, "matching")) -> Path:
    """A private key file per member, mode 0600, and `public.json` with all of them.

    Keys that exist are kept. Answers the path of the public file.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    public = []
    for member in members:
        file = folder / f"{member}.private.json"
        if not file.exists():
            made = OKPKey.generate_key("Ed25519", {"kid": member})
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as out:
                json.dump(made.as_dict(private=True), out)
        public.append(signing_key(file).key.as_dict(private=False))
    (folder / "public.json").write_text(json.dumps({"keys": public}))
    return folder / "public.json"


def signing_key(file: Path) -> SigningKey:
    """The private key of a file; one that others may read is refused."""
    if file.stat().st_mode & 0o077:
        raise PermissionError(f"{file} must have mode 0600")
    found = json.loads(file.read_text())
    return SigningKey(found["kid"], OKPKey.import_key(found))


def public_keys(file: Path) -> PublicKeys:
    """The keys that a member trusts, by the name of who signs with them."""
    found = json.loads(file.read_text())["keys"]
    return {key["kid"]: OKPKey.import_key(key) for key in found}


async def _caller_of(request: Request) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused
    state = request.app.state
    return verify(token, state.public_keys, state.member)


CallerHeader = Annotated[Caller, Depends(_caller_of)]


def only(*roles: str) -> Any:
    """A dependency for routers and routes: Forbidden to every other role."""

    async def refuse_others(caller: CallerHeader) -> None:
        caller.must_be(*roles)

    return Depends(refuse_others)
