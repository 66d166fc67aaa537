"""Ids made by the program: UUIDv7, so that later rows have greater ids."""

from secrets import randbits
from time import time_ns
from uuid import UUID


def time_ordered_id() -> UUID:
    """48 bits of milliseconds, then chance; the version and variant of RFC 9562."""
    value = (time_ns() // 1_000_000) << 80 | randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
