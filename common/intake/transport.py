"""Ways of travel as people name them."""

from collections.abc import Iterable

from common.contracts.codes import MODES
from common.contracts.values import Mode
from common.intake.normalise import plain

# The longest words first: 电动轮椅 is a wheelchair, 电动摩托 a motorcycle.
WORDS: tuple[tuple[str, Mode], ...] = (
    ("轮椅", "wheelchair"),
    ("电动摩托", "moto"),
    ("电摩", "moto"),
    ("摩托", "moto"),
    ("男式车", "moto"),
    ("电动三轮", "ebike"),
    ("三轮", "ebike"),
    ("电动车", "ebike"),
    ("电瓶车", "ebike"),
    ("电驴", "ebike"),
    ("小电", "ebike"),
    ("单车", "ebike"),
    ("自行车", "ebike"),
    ("厂车", "shuttle"),
    ("接送车", "shuttle"),
    ("公交", "bus"),
    ("班车", "bus"),
    ("客车", "bus"),
    ("中巴", "bus"),
    ("坐车", "bus"),
    ("小车", "car"),
    ("汽车", "car"),
    ("面包车", "car"),
    ("轿车", "car"),
    ("开车", "car"),
    ("走路", "walk"),
    ("步行", "walk"),
    ("走", "walk"),
    ("bicycle", "ebike"),
    ("tricycle", "ebike"),
    ("motorcycle", "moto"),
)


def modes_in(words: Iterable[str]) -> tuple[Mode, ...]:
    """Modes named in words or codes, in order; unknown words name none."""
    found = (mode for word in words for mode in _modes_of(plain(word).lower()))
    return tuple(dict.fromkeys(found))


def _modes_of(text: str) -> list[Mode]:
    found: list[Mode] = [code for code in MODES if code == text]  # type: ignore[misc]
    for word, mode in WORDS:
        if word in text:
            text = text.replace(word, " ")
            found.append(mode)
    return found
