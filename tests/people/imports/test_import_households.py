"""Households out of a ledger: blocks under one head, numbers, and back again."""

from typing import Any

import asyncpg

from tests.people.imports.books import ledger
from tests.people.imports.conftest import Office

HEADING = ("户主姓名", "姓名", "与户主关系", "出生日期", "行政村")
NUMBERED = ("户编号", *HEADING)
FATHER = ("王大", "王大", "户主", "1970-01-01", "上村")
WIFE = ("", "李二", "配偶", "1972-02-02", "")
SON = ("", "王三", "长子", "1995-03-03", "")
ALONE = ("赵一", "赵一", "户主", "1980-04-04", "下村")


async def brought(office: Office, *lines: Any, heading: Any = HEADING) -> Any:
    told = await office.bring(ledger(*lines, heading=heading))
    return await office.commit(told["id"])


async def homes(office: Office) -> list[tuple[str | None, set[str]]]:
    """Each household as the name of its head and the names of its members."""
    names = {row["id"]: row["name"] for row in await office.voice.read("/workers")}
    found = await office.voice.read("/households")
    return [
        (names.get(home["head"]), {names[id] for id in home["members"]})
        for home in found
    ]


async def test_who_stands_under_one_head_lives_in_one_household(office: Office) -> None:
    told = await brought(office, FATHER, WIFE, SON, ALONE)

    assert told["state"] == "committed"
    assert await homes(office) == [("王*", {"王*", "李*"})]
    people = await office.voice.read("/workers")
    assert sorted(person["household"] is None for person in people) == [False] * 3 + [
        True
    ]


async def test_the_same_ledger_again_makes_no_second_household(office: Office) -> None:
    await brought(office, FATHER, WIFE)
    again = await brought(office, FATHER, WIFE, SON)

    assert (again["same"], again["new"]) == (2, 1)
    (home,) = await office.voice.read("/households")
    assert len(home["members"]) == 3


async def test_two_heads_of_one_name_are_two_households(office: Office) -> None:
    other = ("王大", "王大", "户主", "1950-05-05", "上村")
    await brought(office, FATHER, WIFE, other, SON)

    found = await office.voice.read("/households")
    assert sorted(len(home["members"]) for home in found) == [2, 2]


async def test_a_number_holds_a_household_together_over_lines_and_ledgers(
    office: Office,
) -> None:
    lines = [("7", *FATHER), ("8", *ALONE), ("7", *WIFE[:4], "上村")]
    await brought(office, *lines, heading=NUMBERED)
    await brought(office, ("7", *SON[:4], "上村"), heading=NUMBERED)

    found = await office.voice.read("/households")
    assert sorted(len(home["members"]) for home in found) == [1, 3]


async def test_a_number_does_not_go_on_under_another_head(office: Office) -> None:
    other = ("", "钱五", "钱五", "户主", "1966-06-06", "上村")
    wife = ("", "", "孙六", "配偶", "1967-07-07", "")
    await brought(office, ("7", *FATHER), ("", *WIFE), other, wife, heading=NUMBERED)

    found = await homes(office)
    assert sorted(found) == [("王*", {"王*", "李*"}), ("钱*", {"钱*", "孙*"})]


async def test_undone_nobody_lives_where_the_ledger_had_put_them(
    office: Office, owner: asyncpg.Connection
) -> None:
    await brought(office, FATHER)
    told = await brought(office, FATHER, WIFE)
    undone = await office.undo(told["id"])

    left = await owner.fetchval(
        "SELECT count(*) FROM worker_facts WHERE field = 'household'"
    )
    people = await office.voice.read("/workers")
    assert (undone["state"], undone["left_over"], left) == ("undone", [], 0)
    assert [person["household"] for person in people] == [None]
    assert await office.voice.read("/households") == []
