"""What a text must hold before a pattern can fit: one or two signs, looked up at once.

Most adverts hold nothing that most rules speak of, so their patterns need not run.
"""

import re
from collections.abc import Iterable
from collections.abc import Sequence
from itertools import pairwise
from re import _constants as kinds  # type: ignore[attr-defined] # not in the stubs
from re import _parser as parser  # type: ignore[attr-defined] # not in the stubs
from typing import Any

# A set of so many signs is no help any more.
WIDEST = 48
Item = tuple[Any, Any]
Needles = frozenset[str]


def needles_of(pattern: re.Pattern[str]) -> Needles | None:
    """Strings of one or two signs, one of which is in every text that fits.

    None where nothing can be said: then the pattern must run.
    """
    return _of_sequence(list(parser.parse(pattern.pattern)))


def grams(text: str) -> set[str]:
    """The signs of a text and its pairs of neighbours."""
    return {*text, *map("".join, pairwise(text))}


def _of_sequence(items: Sequence[Item]) -> Needles | None:
    """The best that one of the items, or two beside each other, can say."""
    signs = [_signs(item) for item in items]
    found = [_of_item(item) for item in items]
    for left, right in pairwise(signs):
        if left and right and len(left) * len(right) <= WIDEST:
            found.append(frozenset(one + two for one in left for two in right))
    return min(filter(None, found), key=_width, default=None)


def _width(needles: Needles) -> tuple[bool, int]:
    """Pairs are rarer than single signs; fewer are better."""
    return min(map(len, needles)) < 2, len(needles)


def _signs(item: Item) -> frozenset[str] | None:
    """The signs that an item of one sign may be; None for anything else."""
    kind, told = item
    if kind is kinds.LITERAL:
        return frozenset({chr(told)})
    if kind is kinds.IN and all(one[0] is kinds.LITERAL for one in told):
        return frozenset(chr(one[1]) for one in told)
    return None


def _of_item(item: Item) -> Needles | None:
    kind, told = item
    if kind is kinds.SUBPATTERN:
        return _of_sequence(list(told[3]))
    if kind is kinds.BRANCH:
        return _of_any(told[1])
    if kind is kinds.MAX_REPEAT and told[0] > 0:
        return _of_sequence(list(told[2]))
    signs = _signs(item)
    return signs if signs and len(signs) <= WIDEST else None


def _of_any(branches: Iterable[Iterable[Item]]) -> Needles | None:
    """What one of several ways needs: all of theirs, if each needs something."""
    found = [_of_sequence(list(branch)) for branch in branches]
    known = [needles for needles in found if needles]
    return frozenset().union(*known) if len(known) == len(found) else None
