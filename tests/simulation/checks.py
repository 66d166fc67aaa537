"""What must hold in every history, looked at while it runs and at its end."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import httpx

from tests.simulation.fake_postgres import FakePostgres
from tests.simulation.fake_statements import unnumbered
from tests.simulation.member import HIDDEN
from tests.simulation.parts import Index
from tests.simulation.parts import Written


class Moment(NamedTuple):
    """What was committed when somebody asked, in one life of the database."""

    epoch: UUID | None
    versions: dict[UUID, int]


class Checks:
    """Collects what is wrong.

    An id that rotted, or whose change was lost by hand, is not looked at until it was
    repaired, or all was read again.
    """

    def __init__(self, server: FakePostgres) -> None:
        self.server = server
        self.rotten: set[UUID] = set()
        self._mending: set[UUID] = set()
        self.trace = hashlib.sha256()
        self.found: list[str] = []
        self.restores = 0
        # From the moment a backup is put back until its epoch is a new one: nobody is
        # served then, and what is still on its way tells of the life before.
        self.restoring = False
        self._answers: dict[Written, list[bytes]] = {}

    def fail(self, what: str) -> None:
        self.found.append(what)

    def restored(self) -> None:
        """What was answered before is void."""
        self.restores += 1
        self._answers = {}

    def moment(self, epoch: UUID | None) -> Moment:
        """What is committed now."""
        return Moment(epoch, self.server.state.versions())

    def current(self, before: Moment, index: Index) -> None:
        """A follower that says it is current holds all that was committed before."""
        if self.restoring or before.epoch != self.server.state.epoch:
            return
        late = [
            uid
            for uid, version in before.versions.items()
            if index.versions.get(uid, -1) < version and uid not in self.rotten
        ]
        if late:
            self.fail("current, and yet late")

    def reached(self, epoch: UUID | None, position: int, index: Index) -> None:
        """At a position the index holds all up to it, and nothing invented."""
        state = self.server.state
        self.trace.update(f"{self.server.wall_s()} {index.contents}".encode())
        if self.restoring or epoch != state.epoch:
            return
        told = dict(state.placed[:position])
        held = {u: v for u, v in index.versions.items() if u not in self.rotten}
        if any(held.get(uid, -1) < told[uid] for uid in told.keys() - self.rotten):
            self.fail("lost before the position")
        for uid, version in held.items():
            if (uid, version) not in state.known:
                self.fail("invented")
            elif index.contents.get(uid) != shown(state.known[uid, version]):
                self.fail("another content than that version's")

    def repaired(self, ids: set[UUID]) -> None:
        """A comparison found these wrong."""
        if not ids <= self.rotten:
            self.fail("false alarm")
        self.rotten -= ids & self._mending

    def rots(self, uid: UUID) -> None:
        """From now on nothing is said of this id."""
        self.rotten.add(uid)
        self._mending.discard(uid)

    def mends(self, ids: Iterable[UUID]) -> None:
        """These are read again; what rots meanwhile is rotten still."""
        self._mending = set(ids)

    def began_anew(self) -> None:
        """The index was emptied."""
        self.rotten.clear()

    def told(self, asked: Written, told: httpx.Response, restores: int) -> None:
        """An answer to what was asked after so many restores."""
        if told.status_code == 201 and restores == self.restores:
            self._answers.setdefault(asked, []).append(told.content)
            whose = f"{asked.subject}|{asked.body}|"
            if not told.text.startswith(whose):
                self.fail("somebody else's answer")

    def equal(self, index: Index) -> bool:
        """Whether the index is what the source is."""
        rows = self.server.state.rows
        public = {uid: row.content for uid, row in rows.items() if shown(row.content)}
        return public == index.contents

    def at_the_end(self, faults: set[str]) -> None:
        self._effects()
        self._answers_alike()
        if not faults & {"feed loses", "outbox loses"}:
            self._dense()

    def _effects(self) -> None:
        """Each key had one effect, if anybody was told so; never two."""
        contents = [row.content for row in self.server.state.rows.values()]
        made = Counter(one.rpartition("|")[0] for one in contents if "|" in one)
        if any(count > 1 for count in made.values()):
            self.fail("two effects of one key")
        for asked in self._answers:
            if made[f"{asked.subject}|{asked.key}"] != 1:
                self.fail("answered, and yet no effect")

    def _answers_alike(self) -> None:
        for answers in self._answers.values():
            if len(set(answers)) > 1:
                self.fail("two answers to one key")

    def _dense(self) -> None:
        state = self.server.state
        given = sorted(t.pos for t in state.outbox.values() if t.pos is not None)
        if given != list(range(state.head - len(given) + 1, state.head + 1)):
            self.fail("positions with holes")
        if len(given) + len(unnumbered(state)) != len(state.outbox):
            self.fail("a row of the outbox twice")


def shown(content: str | None) -> str | None:
    """What others may know of a row."""
    return None if content is None or content.startswith(HIDDEN) else content
