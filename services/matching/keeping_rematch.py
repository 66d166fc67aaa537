"""A rematch on its way, kept on disk: killed at any moment, it goes on from there.

What is kept belongs to one question (`mark`): the same people, posts, rules, day and
length of the lists. A file counts only once the note that names it has replaced the
note before, so a half-written file is never read.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson

from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch

NOTE = "note.json"
FIELDS = Lists._fields


@dataclass(frozen=True, slots=True)
class Stretch:
    """Workers[first:last] are done; where their lists are, and the posts' so far."""

    first: int
    last: int
    file: str


class Keeping:
    """The folder of one rematch; what was kept for another question is no use."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark
        self._stretches: list[Stretch] = []
        self._posts = ""

    def resume(self, into: Rematch) -> int:
        """Fills in what was kept; how many workers are done."""
        try:
            note = orjson.loads((self._folder / NOTE).read_bytes())
            if note["mark"] != self._mark:
                return self._begin()
            stretches = [Stretch(**one) for one in note["stretches"]]
            for one in stretches:
                self._fill(into.of_workers, one.file, one.first, one.last)
            self._fill(into.of_posts, note["posts"], 0, len(into.of_posts.keys))
        except (OSError, ValueError, KeyError, TypeError, BadZipFile):
            for lists in into:
                lists.sizes[:] = 0
                lists.counts[:] = 0
            return self._begin()
        self._stretches, self._posts = stretches, note["posts"]
        return stretches[-1].last if stretches else 0

    def save(self, found: Rematch, last: int) -> None:
        """Keeps everything up to workers[:last]; the lists of posts are all so far."""
        first = self._stretches[-1].last if self._stretches else 0
        made = Stretch(first, last, f"workers-{first}-{last}.npz")
        posts, before = f"posts-{last}.npz", self._posts
        self._write(made.file, found.of_workers, first, last)
        self._write(posts, found.of_posts, 0, len(found.of_posts.keys))
        self._stretches.append(made)
        self._posts = posts
        stretches = [
            {"first": one.first, "last": one.last, "file": one.file}
            for one in self._stretches
        ]
        note = {"mark": self._mark, "posts": posts, "stretches": stretches}
        replace_file(self._folder / NOTE, orjson.dumps(note))
        if before and before != posts:
            (self._folder / before).unlink(missing_ok=True)

    def forget(self) -> None:
        """Removes all that was kept: the result has been written."""
        for file in self._folder.glob("*"):
            file.unlink()
        if self._folder.exists():
            self._folder.rmdir()

    def _begin(self) -> int:
        self.forget()
        self._folder.mkdir(mode=0o700, parents=True)
        return 0

    def _write(self, name: str, lists: Lists, first: int, last: int) -> None:
        partial = self._folder / f"{name}.partial"
        with partial.open("wb") as out:
            np.savez(out, **{f: getattr(lists, f)[first:last] for f in FIELDS})
            out.flush()
            os.fsync(out.fileno())
        partial.replace(self._folder / name)

    def _fill(self, lists: Lists, name: str, first: int, last: int) -> None:
        with (
            (self._folder / name).open("rb") as file,
            np.load(file, allow_pickle=False) as kept,
        ):
            for field in FIELDS:
                array: Any = getattr(lists, field)
                if kept[field].shape != array[first:last].shape:
                    raise ValueError(f"{name}: {field} has another shape")
                array[first:last] = kept[field]


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file as a whole: a crash leaves the one before or the new one."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
