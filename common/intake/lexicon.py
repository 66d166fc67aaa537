"""Tables of words, and finding their words in a text: the longest first."""

import csv
import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
LATIN = re.compile(r"[a-z0-9]")
# A no before a hit, in its clause and its list (不会电脑、打字), turns it round unless
# a yes comes between (不识字会缝纫). 不怕, 不限 and 没问题 are no such no.
TURNED = re.compile(
    r"(?:不(?![怕限嫌但仅光论管挑错同])|没(?!问题|事|关系)|别(?![的人])|莫(?!得事)|未(?!来)"
    r"|勿|冇|甭|从没|没得|不得|无法)"
    r"(?:(?:会|能|可以)?[^,。;!?会能但可只]{0,6}[、和])*(?:是|再|太|有|得|会|能|可以|可|做过|干过|学过)?"
    r"[^,。;!?会能但可只、]{0,3}$"
)


@lru_cache(maxsize=64)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of ours, `#` lines left out."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))


def cell(text: str) -> tuple[str, ...]:
    """The values of a field that holds several."""
    return tuple(value for value in text.split("|") if value)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a table found at `start`, and what the table says of it."""

    word: str
    value: str
    start: int

    @property
    def end(self) -> int:
        """The first character after the word."""
        return self.start + len(self.word)


class Lexicon:
    """Words in small half-width letters, each with the code it stands for."""

    def __init__(self, words: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Take words with their codes; where a word comes twice, the first holds."""
        pairs = words.items() if isinstance(words, Mapping) else words
        self.words: dict[str, str] = {}
        for word, value in pairs:
            self.words.setdefault(word.lower(), value)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {c: sorted(n, reverse=True) for c, n in lengths.items()}

    def find(self, text: str) -> tuple[Hit, ...]:
        """The words in a compact text from left to right, none overlapping another."""
        found = []
        at = 0
        while at < len(text):
            hit = self._at(text, at)
            if hit:
                found.append(hit)
            at = hit.end if hit else at + 1
        return tuple(found)

    def _at(self, text: str, at: int) -> Hit | None:
        for length in self._lengths.get(text[at], ()):
            word = text[at : at + length]
            if (
                len(word) == length
                and word in self.words
                and _whole(text, at, at + length)
            ):
                return Hit(word, self.words[word], at)
        return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether Latin letters at the ends are not the middle of a longer word."""
    if LATIN.match(text[start]) and start and LATIN.match(text[start - 1]):
        return False
    last = LATIN.match(text[end - 1])
    return not (last and end < len(text) and LATIN.match(text[end]))


def turned(text: str, start: int) -> bool:
    """Whether the clause before `start` says no to what stands there."""
    return bool(TURNED.search(re.split(r"[,。;!?:]", text[:start])[-1]))
