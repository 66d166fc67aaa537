"""Passwords and tokens: Argon2id for the first, a plain hash for the second.

A token is 256 random bits, so a fast hash is enough for it; a password is not. A name
that nobody has costs the same time and gets the same answer as a wrong password.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from argon2.exceptions import VerificationError

from common.problems import TooMany
from common.problems import Unauthorized

SESSION_LASTS = timedelta(hours=12)
PRESENCE_LASTS = timedelta(minutes=10)
# Where a browser keeps the token, and the header that our pages send beside it. A page
# of somebody else can make a browser send the first, never the second.
COOKIE = "doorstep"
PAGE_HEADER = "X-Doorstep-Page"


class WrongCredentials(Unauthorized):
    """No account has this name and password together."""


class SessionEnded(Unauthorized):
    """The token is unknown, ended, or was signed out."""


class TooManyAttempts(TooMany):
    """The same thing was tried too often; wait before the next try."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How often something may be tried within a span of time."""

    name: str
    most: int
    within: timedelta


LOGIN_FAILURES = Quota("login", 5, timedelta(minutes=15))
LOOK_UPS = Quota("find", 30, timedelta(hours=1))
KIOSK_LOOK_UPS = Quota("find", 200, timedelta(days=1))


def open_token() -> str:
    """A token of 256 bits that says nothing about whose it is."""
    return token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """What is kept of a token, or of a name that was tried."""
    return sha256(secret.encode()).digest()


class Passwords:
    """Argon2id at 19 MiB, two passes, one lane; at most two at once, off the loop."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
        self._room = asyncio.Semaphore(2)
        self._nobody = self._hasher.hash(token_urlsafe(16))

    def hash(self, password: str) -> str:
        """The hash to keep; blocks for some 25 ms, so only loading calls it."""
        return self._hasher.hash(password)

    async def check(self, kept: str | None, password: str) -> None:
        """Raise WrongCredentials unless the password fits; None takes as long."""
        async with self._room:
            fits = await asyncio.to_thread(self._fits, kept, password)
        if not fits:
            raise WrongCredentials

    def _fits(self, kept: str | None, password: str) -> bool:
        try:
            self._hasher.verify(kept or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None
