"""Keeping the jail: starts it, reads its frames, ends it when its time is up."""

import asyncio
import os
import sys
import zlib
from collections.abc import AsyncIterator
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from services.people.imports.vetting import FileRefusedError

READING = "services.people.imports.jail"
WALL_S = 75.0
MOST_FRAME = 64_000_000
ROOT = Path(__file__).parents[3]


async def frames_of(
    program: str, pieces: Iterable[bytes], *, wall_s: float = WALL_S
) -> AsyncIterator[Any]:
    """What the program in the jail tells of a file; FileRefusedError if it refuses.

    A jail that dies (too much memory, too much time) refuses too.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Nothing of ours goes in: no addresses, no keys.
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        cwd="/",
        start_new_session=True,
    )
    feeding = asyncio.create_task(_feed(child, pieces))
    try:
        async with asyncio.timeout(wall_s):
            async for frame in _frames(child):
                if "refused" in frame:
                    raise FileRefusedError(frame["refused"], **frame["numbers"])
                yield frame
                if "end" in frame:
                    return
        raise FileRefusedError("file.memory")
    except TimeoutError:
        raise FileRefusedError("file.slow") from None
    finally:
        feeding.cancel()
        await _end(child)


async def _feed(child: asyncio.subprocess.Process, pieces: Iterable[bytes]) -> None:
    if child.stdin is None:
        raise RuntimeError("the jail has no way in")
    try:
        for piece in pieces:
            child.stdin.write(piece)
            await child.stdin.drain()
        child.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        # It died before it had read all; its end is noticed where it is read.
        return


async def _frames(child: asyncio.subprocess.Process) -> AsyncIterator[Any]:
    if child.stdout is None:
        raise RuntimeError("the jail has no way out")
    while True:
        try:
            size = int.from_bytes(await child.stdout.readexactly(4))
            if size > MOST_FRAME:
                raise FileRefusedError("file.memory")
            packed = await child.stdout.readexactly(size)
        except asyncio.IncompleteReadError:
            return
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, MOST_FRAME)
        if unpacker.unconsumed_tail:
            raise FileRefusedError("file.memory")
        yield orjson.loads(plain)


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, 9)
    await child.wait()
