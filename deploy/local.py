"""`make run`: the whole platform as one tree of processes on one machine.

PostgreSQL is started first and stopped last, in a process session of its own. The
four programs run as separate processes, as they would in containers; one that dies is
started again. A second start finds everything made and only starts.
"""

import os
import signal
import socket
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from deploy.database import LocalDatabase
from deploy.filling import SCALES
from deploy.filling import Filling
from deploy.folders import LocalFolder
from deploy.greeting import greet
from deploy.members import COMMANDS
from deploy.members import MEMBERS
from deploy.members import STORED
from deploy.members import Addresses
from deploy.members import module_of
from deploy.members import settings_of
from deploy.postgres import free_port
from deploy.programs import STOP_S
from deploy.programs import Program
from deploy.programs import end_leftovers
from deploy.programs import traces
from deploy.progress import step
from deploy.readiness import is_ready
from deploy.readiness import is_taken_over
from deploy.setting_up import Setting
from deploy.setting_up import fresh_addresses
from deploy.setting_up import set_up
from deploy.splitting import Split
from deploy.splitting import abandon
from deploy.splitting import split
from deploy.telling import CannotGoOn
from deploy.telling import tell
from deploy.telling import tell_failure

DEFAULT_PORT = 8000
READY_S = 240.0
# Both feeds are read from the beginning after the first start and each upgrade.
READ_PER_S = 100.0
ABANDONED_S = 1.0
_TURN_S = 0.2


class Asked(BaseException):
    """Somebody asked us to end: SIGTERM, as Ctrl-C is KeyboardInterrupt."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for."""

    port: int = DEFAULT_PORT
    scale: str | None = None
    root: Path = Path(".local")
    database_url: str | None = None


def wanted_from_environment() -> Wanted:
    """PORT, SCALE, DOORSTEP_LOCAL and DOORSTEP_DATABASE_URL, all optional."""
    scale = os.environ.get("SCALE") or None
    if scale not in (None, *SCALES):
        raise CannotGoOn("deploy.scale.unknown", known=", ".join(SCALES))
    return Wanted(
        port=_port(os.environ.get("PORT") or str(DEFAULT_PORT)),
        scale=scale,
        root=Path(os.environ.get("DOORSTEP_LOCAL", ".local")).absolute(),
        database_url=os.environ.get("DOORSTEP_DATABASE_URL") or None,
    )


class Platform:
    """One running platform: brought up, watched over, and ended as a whole."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.folder = LocalFolder(wanted.root)
        self.url = f"http://127.0.0.1:{wanted.port}"
        # Where everything of this run is reached; None before it was started.
        self.addresses: Addresses | None = None
        self._setting: Setting | None = None
        self._programs: dict[str, Program] = {}
        self._waiting: dict[str, Split] = {}
        self._lock: int | None = None
        self._ready = False
        self._database_down = False
        self._rolling = False

    def start(self) -> float:
        """Bring everything up; the seconds it took."""
        began = time.monotonic()
        self.folder.prepare()
        self._lock = self.folder.lock()
        if begun := self.folder.read_restoring():
            raise CannotGoOn("deploy.restore.half", folder=begun["backup"])
        end_leftovers(self.folder.read_running().get("processes", []))
        check_port(self._wanted.port)
        self._setting = self._set()
        filling = self._setting.filling
        if not self.folder.mark_of("gateway"):
            size = filling.size
            tell("deploy.preparing", workers=size.workers, posts=size.posts)
        self._split()
        with step("deploy.step.database"):
            self._setting.database.start()
        self.addresses = set_up(self._setting)
        with step("deploy.step.services"):
            self._start_programs(self.addresses)
            self._wait_ready()
        self._ready = True
        return time.monotonic() - began

    def watch(self) -> None:
        """Keep everything running until somebody asks us to end."""
        while True:
            time.sleep(_TURN_S)
            self.mend()
            if self._rolling:
                self.roll()

    def ask_to_roll(self, *_: object) -> None:
        """As a signal's handler: the next turn of the watch replaces the programs."""
        self._rolling = True

    def roll(self) -> None:
        """Replace one program after the other, each once its successor is ready."""
        self._rolling = False
        for member, program in self._programs.items():
            done = program.hand_over(partial(is_taken_over, program.port), READY_S)
            key = "deploy.rolled" if done else "deploy.not_rolled"
            tell(key, member=member, log=str(program.log))
            self._note_running()

    def mend(self) -> None:
        """Bring back what has died since the last turn."""
        self._mend_database()
        for member, program in self._programs.items():
            if program.restart_if_ended():
                times, log = program.restarts, str(program.log)
                tell("deploy.restarted", member=member, times=times, log=log)
                self._note_running()

    def _mend_database(self) -> None:
        """Under its old address the members find the server again by themselves."""
        setting = self._known_setting()
        before = setting.database.admin_url
        fate = setting.database.restart_if_ended()
        if fate == "down" and not self._database_down:
            tell("deploy.database.down", log=str(setting.database.log))
        self._database_down = fate == "down"
        if fate != "back":
            return
        if setting.database.admin_url != before:
            self.addresses = fresh_addresses(setting)
            for member in STORED:
                self._programs[member].stop()
                settings = settings_of(member, self.addresses)
                self._programs[member].start(settings)
            self._note_running()
        tell("deploy.database.restarted")

    def stop(self) -> None:
        """End the programs, the door first, and PostgreSQL last of all."""
        abandon(self._waiting)
        for program in reversed(self._programs.values()):
            program.ask_to_stop()
        # Who was never asked anything has nothing to finish.
        self._end(("gateway", "matching"), STOP_S if self._ready else ABANDONED_S)
        # With these gone, only abandoned polls of the feed still hold the others;
        # nobody waits for their answers.
        self._end(("jobs", "people"), ABANDONED_S)
        if self._setting:
            self._setting.database.stop()
        if self._lock is not None:
            self.folder.running.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _end(self, members: tuple[str, ...], timeout_s: float) -> None:
        """All of them within the time, which they have together."""
        end = time.monotonic() + timeout_s
        for member in members:
            if member in self._programs:
                self._programs[member].stop(max(0.0, end - time.monotonic()))

    def _set(self) -> Setting:
        ports = {member: free_port() for member in MEMBERS}
        ports["gateway"] = self._wanted.port
        database = LocalDatabase(self.folder.postgres, self._wanted.database_url)
        scale = self.folder.hold_scale(self._wanted.scale)
        return Setting(self.folder, database, ports, Filling(SCALES[scale]))

    def _split(self) -> None:
        """On a second start the programs import while PostgreSQL starts."""
        # Of somebody's own server the address holds a password, here already.
        if self.folder.mark_of("gateway") and not self._wanted.database_url:
            self._known_setting().database.begin()
            modules = {member: module_of(member) for member in MEMBERS}
            self._waiting = split(modules, self.folder.log_of)

    def _known_setting(self) -> Setting:
        if self._setting is None:
            raise RuntimeError("the platform was not started")
        return self._setting

    def _start_programs(self, addresses: Addresses) -> None:
        for member in MEMBERS:
            settings = settings_of(member, addresses)
            log = self.folder.log_of(member)
            program = Program(member, COMMANDS[member], settings, log)
            program.port = addresses.ports[member]
            self._programs[member] = program
            program.start(split_off=self._waiting.pop(member, None))
        self._note_running()

    def _note_running(self) -> None:
        pids = {m: p.pid for m, p in self._programs.items() if p.pid is not None}
        facts = {"url": self.url, "pid": os.getpid(), "processes": traces(pids)}
        self.folder.write_running(facts)

    def _wait_ready(self) -> None:
        """Until the door says that everybody is ready; a program that fails is told."""
        size = self._known_setting().filling.size
        end = time.monotonic() + READY_S + size.workers / READ_PER_S
        while not is_ready(self.url):
            for member, program in self._programs.items():
                if program.ended() or time.monotonic() > end:
                    raise CannotGoOn(
                        "deploy.failed.program",
                        lines=program.last_lines(),
                        member=member,
                        log=str(program.log),
                    )
            time.sleep(_TURN_S / 4)


def run(wanted: Wanted | None = None) -> int:
    """Run until asked to end; the exit status for the shell."""
    # A shell that starts us behind its back has SIGINT ignored; who sends it means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    platform: Platform | None = None
    try:
        platform = Platform(wanted or wanted_from_environment())
        signal.signal(signal.SIGUSR1, platform.ask_to_roll)
        seconds = platform.start()
        greet(platform.url, seconds, platform.folder.logs)
        platform.watch()
    except CannotGoOn as failure:
        tell_failure(failure)
        return 1
    except (KeyboardInterrupt, Asked):
        tell("deploy.stopping")
        return 0
    finally:
        # A second Ctrl-C must not leave half of the processes behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if platform is not None:
            platform.stop()
            tell("deploy.stopped")
    return 0


def check_port(port: int) -> None:
    """Say so if the port is taken, and which one is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise CannotGoOn(
                "deploy.port.taken", port=port, free=free_port()
            ) from taken


def _port(told: str) -> int:
    if told.isascii() and told.isdecimal() and 0 < int(told) < 65536:
        return int(told)
    raise CannotGoOn("deploy.port.wrong", port=told)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise Asked
