"""The press: same values, same paper; rare characters; an end to what runs wild."""

from typing import Any

import orjson
import pytest

from gateway.printing.paper import Press
from gateway.printing.paper import PressIsBusy
from gateway.printing.press import pressed

LIST: dict[str, Any] = {
    "title": "名单",
    "notes": ["名单号 3FA90C11"],
    "columns": [{"label": "姓名", "width": 10, "centred": False}],
    "rows": [["钟䶮"], ["李㛃"], ['#panic("x") *粗* $x$ <b> @y']],
    "signed": ["签字"],
    "footer": "仅供工作使用",
    "page": "第 {n} 页，共 {m} 页",
}


async def test_the_same_values_are_the_same_bytes() -> None:
    press = Press()

    assert await press.set("list", LIST) == await press.set("list", LIST)


async def test_words_of_people_are_no_commands_of_the_press() -> None:
    made = await Press().set("list", LIST)

    assert made.startswith(b"%PDF")


async def test_what_cannot_be_set_ends_as_a_problem_of_ours() -> None:
    with pytest.raises(PressIsBusy):
        await Press().set("list", {"title": "名单"})


def test_an_empty_list_is_a_sheet_too() -> None:
    made = pressed("list", orjson.dumps({**LIST, "rows": []}).decode())

    assert made.startswith(b"%PDF")
