"""Files meant to do harm: each is refused with a reason, and nobody else notices."""

import time

import pytest

from services.people.imports.jailing import READING
from services.people.imports.jailing import frames_of
from services.people.imports.vetting import FileRefusedError
from tests.people.imports.hostile import HOSTILE
from tests.people.imports.hostile import Hostile

# What a refusal may take; the machine of the tests may be busy with other things.
DEADLINE_S = 30


async def refusal_of(content: bytes) -> str | None:
    """Why a file is refused; None where all of it was read."""
    try:
        async for _ in frames_of(READING, [content]):
            pass
    except FileRefusedError as refused:
        return refused.key
    return None


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
async def test_a_hostile_file_is_refused_with_its_reason(hostile: Hostile) -> None:
    content = hostile.content()
    began = time.monotonic()
    reason = await refusal_of(content)

    assert reason in hostile.reasons
    assert time.monotonic() - began < DEADLINE_S


def test_there_are_at_least_twenty_five_of_them() -> None:
    assert len({hostile.name for hostile in HOSTILE}) >= 25
