"""Open vocabularies as small numbers: a code keeps its number as long as it lives."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field


class Vocabulary:
    """Codes in order of first sight; the table's codes come first, in its order."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self.codes: list[str] = list(codes)
        self._ids = {code: at for at, code in enumerate(self.codes)}

    def id_of(self, code: str) -> int:
        """The number of a code; an unseen one gets the next."""
        found = self._ids.get(code)
        if found is None:
            found = self._ids[code] = len(self.codes)
            self.codes.append(code)
        return found

    def find(self, code: str) -> int:
        """The number of a code; -2, which no row holds, if it was never seen."""
        return self._ids.get(code, -2)

    def code_of(self, number: int) -> str:
        """The code of a number."""
        return self.codes[number]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """All open vocabularies; `trades` holds title codes and the letters of groups."""

    skills: Vocabulary = field(default_factory=Vocabulary)
    trades: Vocabulary = field(default_factory=Vocabulary)
    licences: Vocabulary = field(default_factory=lambda: Vocabulary(["health_card"]))
    languages: Vocabulary = field(default_factory=Vocabulary)
    checks: Vocabulary = field(default_factory=Vocabulary)
