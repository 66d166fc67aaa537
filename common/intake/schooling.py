"""Schooling and languages as people and forms name them."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import cast

from common.contracts.codes import SCHOOLING
from common.contracts.values import Schooling
from common.intake.normalise import plain

# The longest words first: 大专 before 专科, 高中以下 is no high school.
WORDS: tuple[tuple[str, Schooling], ...] = (
    ("没读过书", "none"),
    ("没上过学", "none"),
    ("未上过学", "none"),
    ("不识字", "none"),
    ("文盲", "none"),
    ("不限", "none"),
    ("无要求", "none"),
    ("扫盲", "none"),
    ("研究生", "bachelor"),
    ("硕士", "bachelor"),
    ("大学本科", "bachelor"),
    ("本科", "bachelor"),
    ("学士", "bachelor"),
    ("大学", "bachelor"),
    ("大专", "college"),
    ("专科", "college"),
    ("高职", "college"),
    ("中专", "high"),
    ("中技", "high"),
    ("技校", "high"),
    ("职高", "high"),
    ("中职", "high"),
    ("高中", "high"),
    ("初中", "junior"),
    ("小学", "primary"),
)
DIALECT_ONLY = ("只讲土话", "只会土话", "不会普通话", "不会讲普通话", "听不懂普通话")


def schooling_of(word: str | None) -> Schooling | None:
    """The level that a word or code names; None if there is none or it is unknown."""
    if word is None:
        return None
    text = plain(word).lower()
    if text in SCHOOLING:
        return cast("Schooling", text)
    return next((level for spoken, level in WORDS if spoken in text), None)


def languages_in(
    words: Iterable[str] | None,
    limits: Iterable[str] | None,
    capabilities: Mapping[str, object] | None,
) -> tuple[str, ...] | None:
    """Languages a person gets along in; None: nobody said anything of it."""
    named = [plain(word) for word in words or ()]
    told = (capabilities or {}).get("mandarin")
    said = [plain(word) for word in limits or ()]
    if told == "none" or any(
        no in text for text in said + named for no in DIALECT_ONLY
    ):
        return ("dialect",)
    if told is None and words is None:
        return None
    spoken = [word for word in named if "普通话" in word or word == "mandarin"]
    return ("mandarin", "dialect") if told or spoken else ("dialect",)


def required_languages_in(words: Iterable[str]) -> tuple[str, ...]:
    """Languages that a post requires, from words or codes."""
    texts = [plain(word).lower() for word in words]
    mandarin = any("普通话" in text or text == "mandarin" for text in texts)
    return ("mandarin",) if mandarin else ()
