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
from pathlib import Path
from typing import Annotated
from typing import Any
from typing import NamedTuple
from uuid import UUID

from fastapi import Depends
from fastapi import Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field
from pydantic.dataclasses import dataclass

from common.problems import Forbidden
from common.problems import Unauthorized

ROLES = (
    "worker", "coordinator", "township", "county", "hr", "kiosk", "auditor", "admin",
    "member",
)  # fmt: skip
Role = Annotated[str, Field(pattern=f"^({'|'.join(ROLES)})$")]
AreaPrefix = Annotated[
    str, Field(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$")
]
# RFC 9864 names EdDSA on this curve `Ed25519`; the older name is deprecated.
ALGORITHM = "Ed25519"
TYPE = "doorstep+jwt"
LIFETIME_S = 60
LEEWAY_S = 30
GATEWAY = "gateway"
SIGNERS = (GATEWAY, "jobs", "matching")
PublicKeys = Mapping[str, OKPKey]
_LEVELS = (2, 4, 6, 9, 12)


class TokenRefused(Unauthorized):
    """The token is missing, foreign, stale or forged; which of them is not told."""


def area_prefix(code: str) -> str:
    """The prefix that all areas under a 12-digit code share: 0, 2, 4, 6, 9, 12 digits.

    Cut at whole levels: a township ending in 00 would else cover its neighbours.
    """
    kept = len(code.rstrip("0"))
    level = next((level for level in _LEVELS if level >= kept), 12)
    return code[: level if kept else 0]


@dataclass(frozen=True, slots=True, config=ConfigDict(strict=True))
class Caller:
    """Who asks, as what, and for which areas, employer or worker.

    `areas` are prefixes of whole levels (see `area_prefix`); "" is everywhere, and no
    area at all is nowhere.
    """

    subject: str
    role: Role
    areas: tuple[AreaPrefix, ...] = ()
    employer: UUID | None = None
    worker: UUID | None = None
    purpose: str = ""

    def sees(self, area: str) -> bool:
        """Whether a 12-digit area lies in the caller's range."""
        return any(area.startswith(prefix) for prefix in self.areas)

    def must_be(self, *roles: str) -> None:
        """Forbidden unless the caller has one of the roles."""
        if self.role not in roles:
            raise Forbidden


class SigningKey(NamedTuple):
    """A private key and the member that it speaks for."""

    member: str
    key: OKPKey


class _Claims(BaseModel):
    """What a token says; strict, so that no text passes as a time or a list."""

    model_config = ConfigDict(extra="forbid", strict=True)

    iss: str
    aud: str
    iat: int
    exp: int
    caller: Caller


def sign(caller: Caller, key: SigningKey, audience: str) -> str:
    """A token for one member (`audience`) that ends in sixty seconds."""
    now = int(time.time())
    claims = _Claims(
        iss=key.member, aud=audience, iat=now, exp=now + LIFETIME_S, caller=caller
    )
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": key.member}
    payload = claims.model_dump(mode="json")
    return jwt.encode(header, payload, key.key, algorithms=[ALGORITHM])


def verify(token: str, keys: PublicKeys, audience: str) -> Caller:
    """The caller that a trusted key vouches for, or TokenRefused."""
    try:
        head, payload, _ = token.split(".")
        header, claims = (
            _strict(head),
            _Claims.model_validate_json(json.dumps(_strict(payload))),
        )
        issuer = header["kid"]
        if header != {"alg": ALGORITHM, "typ": TYPE, "kid": issuer}:
            raise ValueError("header")
        jwt.decode(token, keys[issuer], algorithms=[ALGORITHM])
    except (JoseError, ValueError, KeyError, TypeError) as refused:
        raise TokenRefused from refused
    now, lasts_s = time.time(), claims.exp - claims.iat
    timely = claims.iat - LEEWAY_S <= now < claims.exp + LEEWAY_S
    ours = claims.iss == issuer and claims.aud == audience
    # Only the gateway speaks for people; the others for themselves.
    allowed = issuer == GATEWAY or claims.caller.role == "member"
    if not (timely and ours and allowed and 0 < lasts_s <= LIFETIME_S):
        raise TokenRefused
    return claims.caller


def _strict(part: str) -> dict[str, Any]:
    """A JSON object of a token; a repeated name in it is refused at any depth."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("repeated name")
        return found

    if len(part) > 4096:
        raise ValueError("too long")
    raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    return dict(json.loads(raw, object_pairs_hook=once))


def make_keys(folder: Path, members: tuple[str, ...] = SIGNERS) -> Path:
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
