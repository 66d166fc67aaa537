"""How much is killed in one run; it imports nothing, for programs start with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kills:
    """How often each is killed in so many seconds, and in how many rounds of that.

    Between rounds everybody gets ready, and writes are done in peace for a moment.
    """

    seconds: float
    postgres: int
    people: int
    jobs: int
    matching: int
    gateway: int
    # Of all kills of matching, how many lose its snapshot too.
    forgetting: float = 0.3
    rounds: int = 1
