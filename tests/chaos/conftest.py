"""One platform for all drills of a run, killed and mended again and again."""

import logging
from collections.abc import Iterator

import pytest

from tests.chaos.stage import Stage
from tests.chaos.stage import build_stage
from tests.chaos.stage import small_disk


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The four programs as processes, on a PostgreSQL that keeps what it says."""
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    built = build_stage(disk=small_disk())
    yield built
    built.stop()
