"""A disk that takes its time: each fsync and fdatasync of the server lasts longer.

A few lines of C are compiled and loaded before the server's own libraries.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from deploy.postgres import binaries
from deploy.readiness import is_ready
from tests.chaos.stage import Stage
from tests.chaos.stage import wait_for

SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int late(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  usleep(LATE_US);
  return real(file);
}
int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
"""
WRAPPER = '#!/bin/sh\nLD_PRELOAD="{shim}" exec "{server}" "$@"\n'
COMMITS = 5
# It changes nothing and is written to the disk all the same.
WRITE = "UPDATE feed_head SET oldest_pos = oldest_pos"


def can_be_slow() -> bool:
    """Whether a compiler is here."""
    return shutil.which("cc") is not None


@contextmanager
def slowed(stage: Stage, late_ms: int) -> Iterator[None]:
    """PostgreSQL started anew on such a disk; afterwards on the one of before."""
    folder, usual = stage.folder / f"slow-{late_ms}", binaries(stage.postgres.account)
    folder.mkdir(mode=0o755)
    source, shim = folder / "late.c", folder / "late.so"
    source.write_text(SHIM.replace("LATE_US", str(late_ms * 1000)))
    command = ["cc", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(command, check=True)
    wrapper = folder / "postgres"
    wrapper.write_text(WRAPPER.format(shim=shim, server=usual / "postgres"))
    wrapper.chmod(0o755)
    try:
        _restart(stage, folder)
        yield
    finally:
        _restart(stage, usual)


def _restart(stage: Stage, programs: Path) -> None:
    """The server from another folder, found again by everybody."""
    stage.postgres.stop()
    stage.postgres.bin = programs
    stage.postgres.start()
    wait_for(lambda: is_ready(stage.url), stage)


def commit_ms(stage: Stage) -> float:
    """How long one commit takes now."""

    async def commit() -> float:
        jobs = await asyncpg.connect(stage.database("jobs"))
        began = time.monotonic()
        for _ in range(COMMITS):
            await jobs.execute(WRITE)
        await jobs.close()
        return (time.monotonic() - began) / COMMITS * 1000

    return asyncio.run(commit())
