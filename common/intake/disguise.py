"""Readings of a text that hides its words: squeezed, put together, and by its sound.

`押 金`, `押、金`, `扌甲金`, `压金` and `ya金` are one word to a reader. Every reading
remembers where its signs stood, so what is found can be shown as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from common.intake.lexicon import rows
from common.intake.normalise import INVISIBLE
from common.intake.normalise import READING
from common.intake.normalise import plain

CJK = re.compile("[\u3400-\u9fff]")
KEPT = re.compile(r"[\u3400-\u9fffa-z0-9,。;:!?、()]")
STOPS = frozenset(",。;:!?、()")
# `:` stands here too: it hides a word as well as a dot does.
LOOKALIKE = str.maketrans(
    {"単": "单", "侽": "男", "囡": "女", "仩": "上", "奻": "女", "涮": "刷", "ü": "v"}
)
BREAK = str.maketrans({"\n": "。", "\r": "。"})
# Each syllable gets one sign of its own, from where no letter stands.
FIRST_SOUND = 0xE000
LATIN_RUN = re.compile("[a-z]+")
LONGEST_WORD = 3
SECOND = {
    "行": "hang",
    "仔": "zi",
    "重": "chong",
    "得": "dei",
    "还": "huan",
    "长": "chang",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text. `spans`: where each sign stood in what was written.

    `odd`: signs that were written otherwise; `gaps`: signs before which a stop was left
    out. Only what touches one of them is news beside the plain reading.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    odd: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()

    def is_news(self, start: int, end: int) -> bool:
        """Whether the signs from start to end owe something to the mending."""
        odd = any(start <= place < end for place in self.odd)
        return odd or any(start < place < end for place in self.gaps)

    def where(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the signs stood in what was written."""
        return self.spans[start][0], self.spans[end - 1][1]


@lru_cache(maxsize=16384)
def _folded(sign: str) -> str:
    """A sign in half width, simplified, small; nothing for one that only stands by."""
    if INVISIBLE.match(sign):
        return ""
    folded = plain(sign.translate(BREAK)).lower().translate(LOOKALIKE)
    return "".join(one for one in folded if KEPT.match(one) or one == "-")


def squeezed(text: str) -> Reading:
    """The text without blanks and signs that stand between its letters."""
    # Readings that a converter left behind are no letters: 業(yè).
    seen = READING.sub(lambda hit: " " * len(hit[0]), text)
    signs = [
        (one, (at, at + 1)) for at, sign in enumerate(seen) for one in _folded(sign)
    ]
    # A dash is kept where it joins numbers: 18-45.
    kept = [
        pair
        for place, pair in enumerate(signs)
        if pair[0] != "-" or _between_digits(signs, place)
    ]
    return Reading("".join(one for one, _ in kept), tuple(span for _, span in kept))


def _between_digits(signs: list[tuple[str, tuple[int, int]]], place: int) -> bool:
    around = signs[max(0, place - 1) : place + 2]
    return len(around) == 3 and around[0][0].isdigit() and around[2][0].isdigit()


def put_together(reading: Reading, alphabet: frozenset[str]) -> Reading:
    """Without stops around single signs, and with split signs of `alphabet` whole."""
    joined = _joined(reading)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    odd: set[int] = set()
    gaps: set[int] = set()
    at = 0
    while at < len(joined.text):
        sign, parts = _whole(joined.text, at, alphabet)
        if parts > 1:
            odd.add(len(text))
        if at in joined.gaps:
            gaps.add(len(text))
        text.append(sign)
        spans.append(joined.where(at, at + parts))
        at += parts
    return Reading("".join(text), tuple(spans), frozenset(odd), frozenset(gaps))


def _joined(reading: Reading) -> Reading:
    """Without the stops beside a single sign: 押、金 (but not those of a list)."""
    text = reading.text
    stops = [at for at, sign in enumerate(text) if sign in STOPS]
    if len(stops) < 2:
        return reading
    edges = [-1, *stops, len(text)]
    single = [
        right - left == 2 and bool(CJK.match(text[left + 1]))
        for left, right in pairwise(edges)
    ]
    dropped = {
        stop for place, stop in enumerate(stops) if single[place] or single[place + 1]
    }
    kept = [at for at in range(len(text)) if at not in dropped]
    gaps = frozenset(
        place for place, at in enumerate(kept) if at - 1 in dropped and place
    )
    spans = tuple(reading.spans[at] for at in kept)
    return Reading("".join(text[at] for at in kept), spans, gaps=gaps)


@lru_cache(maxsize=1)
def _halves() -> dict[str, str]:
    return {row["parts"]: row["sign"] for row in rows("halves.csv")}


def _whole(text: str, at: int, alphabet: frozenset[str]) -> tuple[str, int]:
    """The sign that begins here, and how many written signs it takes."""
    for parts in (3, 2):
        written = text[at : at + parts]
        sign = _halves().get(written) if len(written) == parts else None
        if sign in alphabet:
            return sign, parts
    return text[at], 1


@lru_cache(maxsize=16384)
def sounds_of(sign: str) -> tuple[str, ...]:
    """The usual readings of a sign without tones; rare ones sound like too much."""
    # Its phrases take half a second to read, which no start needs.
    from pypinyin import Style
    from pypinyin import pinyin

    usual = pinyin(sign, style=Style.NORMAL)[0][0]
    return (usual, SECOND[sign]) if sign in SECOND else (usual,)


@lru_cache(maxsize=4096)
def token_of(syllable: str) -> str:
    """The sign that stands for a syllable in a heard text."""
    return chr(FIRST_SOUND + _syllables().index(syllable))


def is_token(sign: str) -> bool:
    """Whether it stands for a syllable."""
    return FIRST_SOUND <= ord(sign) < FIRST_SOUND + len(_syllables())


@lru_cache(maxsize=16384)
def syllables_of(sign: str) -> frozenset[str]:
    """How a sign may be read; a token of a heard text is read as its syllable."""
    if CJK.match(sign):
        return frozenset(sounds_of(sign))
    place = ord(sign) - FIRST_SOUND
    known = _syllables()
    return frozenset({known[place]}) if 0 <= place < len(known) else frozenset()


@lru_cache(maxsize=1)
def _syllables() -> tuple[str, ...]:
    """All syllables that everyday signs have, in a stable order."""
    signs = {part for row in rows("halves.csv") for part in row["sign"] + row["parts"]}
    return tuple(sorted({one for sign in signs for one in sounds_of(sign)}))


@lru_cache(maxsize=1)
def _known_syllables() -> frozenset[str]:
    return frozenset(_syllables())


@lru_cache(maxsize=16384)
def _token(sign: str) -> str:
    """The sound of a sign; a sign too rare to hide anything stands for itself."""
    if not CJK.match(sign):
        return sign
    usual = sounds_of(sign)[0]
    return token_of(usual) if usual in _known_syllables() else sign


def heard(reading: Reading) -> tuple[Reading, str]:
    """The reading by its sounds, and beside it what was written, sign by sign.

    Both have one length; letters that spell syllables are one sign each in both.
    """
    said: list[str] = []
    written: list[str] = []
    spans: list[tuple[int, int]] = []
    odd: set[int] = set()
    gaps: set[int] = set()
    at = 0
    while at < len(reading.text):
        run = LATIN_RUN.match(reading.text, at)
        end = run.end() if run else at + 1
        pieces = _spelt(reading.text[at:end]) if run else (reading.text[at],)
        for piece in pieces:
            odd |= {len(said)} if at in reading.odd else set()
            gaps |= {len(said)} if at in reading.gaps else set()
            sound = token_of(piece) if len(pieces[0]) > 1 else _token(piece)
            said.append(sound)
            written.append(sound if len(piece) > 1 else piece)
            spans.append(reading.where(at, at + len(piece)))
            at += len(piece)
    sounds = Reading("".join(said), tuple(spans), frozenset(odd), frozenset(gaps))
    return sounds, "".join(written)


@lru_cache(maxsize=16384)
def _spelt(letters: str) -> tuple[str, ...]:
    """The syllables that letters spell from end to end, or the letters."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end - 1):
            before = best[start]
            if before is not None and letters[start:end] in _known_syllables():
                best[end] = (*before, letters[start:end])
                break
    return best[-1] or tuple(letters)


def is_ordinary(text: str, place: int) -> bool:
    """Whether the sign makes an everyday word with its neighbours: 同工同酬."""
    return any(word in _everyday() for word in _words_over(text, place))


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    tables = (rows("everyday.csv"), rows("trade_words.csv"))
    return frozenset(row["word"] for table in tables for row in table)


def _words_over(text: str, place: int) -> Iterator[str]:
    for length in range(2, LONGEST_WORD + 1):
        for start in range(max(0, place - length + 1), place + 1):
            word = text[start : start + length]
            if len(word) == length:
                yield word
