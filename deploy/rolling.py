"""`doorstep restart`: every program anew, one after the other, and nobody notices."""

import os
import signal
import time

import psutil  # type: ignore[import-untyped]  # it ships no types

from deploy.folders import LocalFolder
from deploy.local import READY_S
from deploy.local import Wanted
from deploy.members import MEMBERS
from deploy.members import STORED
from deploy.setting_up import migrations_digest
from deploy.telling import CannotGoOn
from deploy.telling import tell

_LOOK_S = 0.2


def restart(wanted: Wanted) -> None:
    """Ask the running platform to replace its programs, and wait until it has."""
    folder = LocalFolder(wanted.root)
    running = folder.read_running()
    if not psutil.pid_exists(running.get("pid", -1)):
        raise CannotGoOn("deploy.restart.nothing", folder=str(wanted.root))
    for member in STORED:
        laid = folder.mark_of(f"{member}-tables").get("migrations")
        if laid != migrations_digest(member):
            raise CannotGoOn("deploy.restart.tables", member=member)
    before = _pids(folder)
    os.kill(running["pid"], signal.SIGUSR1)
    end = time.monotonic() + READY_S * len(MEMBERS)
    while _pids(folder) & before:
        if time.monotonic() > end or not psutil.pid_exists(running["pid"]):
            raise CannotGoOn("deploy.restart.failed", folder=str(folder.logs))
        time.sleep(_LOOK_S)
    tell("deploy.restart.done")


def _pids(folder: LocalFolder) -> set[int]:
    """The processes of the programs as they were noted last."""
    return {trace["pid"] for trace in folder.read_running().get("processes", [])}
