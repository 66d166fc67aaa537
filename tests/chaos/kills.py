"""How much is killed in one run; it imports nothing, for programs start with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kills:
    """How often each is killed in one run of so many seconds."""

    seconds: float
    postgres: int
    people: int
    jobs: int
    matching: int
    gateway: int
    # Of all kills of matching, how many lose its snapshot too.
    forgetting: float = 0.3
