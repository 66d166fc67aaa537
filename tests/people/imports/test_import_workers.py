"""A ledger in a workbook: looked at first, written when asked, taken back."""

import io
from collections.abc import Callable
from uuid import UUID

import asyncpg
import openpyxl

from services.people.imports.carrying import Carrier
from tests.people.imports.books import LI
from tests.people.imports.books import ZHANG
from tests.people.imports.books import ledger
from tests.people.imports.books import xlsx
from tests.people.imports.conftest import Office


async def test_a_dry_run_tells_who_is_new_and_writes_nobody(office: Office) -> None:
    told = await office.bring(ledger(ZHANG, LI))

    assert (told["state"], told["new"], told["wrong"]) == ("checked", 2, 0)
    assert await office.voice.read("/workers") == []


async def test_committed_lines_are_people_with_their_facts(office: Office) -> None:
    brought = await office.bring(ledger(ZHANG, LI))
    told = await office.commit(brought["id"])

    people = await office.voice.read("/workers", order="name")
    assert (told["state"], told["new"]) == ("committed", 2)
    assert [(p["name"], p["area"], p["birth"]) for p in people] == [
        ("李*妹", "990121101202", "1975-01-15"),
        ("张*三", "990121101201", "1980-02-29"),
    ]
    facts = await office.voice.read(f"/workers/{people[1]['id']}/facts")
    assert {f["field"]: f["value"] for f in facts} == {
        "area": "990121101201",
        "schooling": "初中",
        "pay_floor": {
            "min": 4000.0,
            "max": 4000.0,
            "unit": "month",
            "piece_rate": False,
        },
    }
    assert {f["source"] for f in facts} == {"ledger"}


async def test_the_same_file_again_changes_nothing(office: Office) -> None:
    first = await office.bring(ledger(ZHANG, LI))
    await office.commit(first["id"])
    again = await office.bring(ledger(ZHANG, LI))

    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)


async def test_undone_is_as_if_nothing_had_been_written(office: Office) -> None:
    first = await office.bring(ledger(ZHANG))
    await office.commit(first["id"])
    second = await office.bring(ledger((*ZHANG[:4], "高中", ""), LI))
    await office.commit(second["id"])
    told = await office.undo(second["id"])

    people = await office.voice.read("/workers")
    facts = await office.voice.read(f"/workers/{people[0]['id']}/facts", history=True)
    assert (told["state"], told["left_over"], len(people)) == ("undone", [], 1)
    assert [f["value"] for f in facts if f["field"] == "schooling"] == ["初中"]


async def test_wrong_lines_come_back_in_the_officers_own_workbook(
    office: Office,
) -> None:
    damaged = ("王五", 990121198002290017.0, "没这村", "12", "初中", "")
    told = await office.bring(ledger(ZHANG, damaged))
    lines = await office.lines(told["id"], outcome="wrong")
    book = await office.book(told["id"])

    assert (told["new"], told["wrong"], told["workbook"]) == (1, 1, "made")
    assert {e["field"] for e in lines[0]["errors"]} == {
        "id_number",
        "village",
        "phones",
    }
    page = openpyxl.load_workbook(io.BytesIO(book)).active
    assert page["G1"].value == "错误说明"
    assert page["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "设为文本" in page["G3"].value
    assert page["G2"].value is None


async def test_the_marked_workbook_mended_is_imported_as_it_is(office: Office) -> None:
    told = await office.bring(ledger(ZHANG, ("李四妹", "", "下村", "", "小学", "")))
    book = openpyxl.load_workbook(io.BytesIO(await office.book(told["id"])))
    book.active["B3"] = LI[1]
    mended = io.BytesIO()
    book.save(mended)
    again = await office.bring(mended.getvalue())

    assert told["wrong"] == 1
    assert (again["new"], again["wrong"]) == (2, 0)


async def test_all_or_none_writes_none_where_one_is_wrong(office: Office) -> None:
    told = await office.bring(ledger(ZHANG, ("王五", "1", "上村", "", "", "")))
    refused = await office.voice.refused(
        f"/imports/files/{told['id']}/commit", {"rows": "all"}
    )
    good = await office.commit(told["id"], "good")

    assert refused["type"] == "/problems/some-rows-wrong"
    assert (good["state"], len(await office.voice.read("/workers"))) == ("committed", 1)


async def test_what_somebody_changed_since_is_left_and_told(office: Office) -> None:
    told = await office.bring(ledger(ZHANG))
    await office.commit(told["id"])
    worker = (await office.voice.read("/workers"))[0]["id"]
    change = {"origin": {"source": "visit"}, "stated": {"schooling": "高中"}}
    await office.voice.write(f"/workers/{worker}", change, "PATCH")
    undone = await office.undo(told["id"])

    facts = await office.voice.read(f"/workers/{worker}/facts")
    assert undone["left_over"] == [[worker, 2, ["schooling"]]]
    assert {f["field"]: f["value"] for f in facts} == {"schooling": "高中"}


async def test_older_words_stand_beside_and_change_nothing(office: Office) -> None:
    told = await office.bring(ledger(ZHANG))
    await office.commit(told["id"])
    older = ledger((*ZHANG[:4], "小学", ""))
    again = await office.bring(older, said_on="2020-01-01")
    lines = await office.lines(again["id"])
    await office.commit(again["id"])
    third = await office.bring(older, said_on="2020-01-01")

    kept = [(k["field"], k["before"], k["after"]) for k in lines[0]["kept"]]
    assert (again["same"], kept) == (1, [("schooling", "初中", "小学")])
    assert third["same"] == 1
    assert (await office.lines(third["id"]))[0]["kept"] == []


async def test_an_upload_that_is_repeated_is_the_same_import(office: Office) -> None:
    key, book = "k" * 16, ledger(ZHANG)
    first = await office.bring(book, key=key)
    again = await office.bring(book, key=key)
    other = await office.bring(ledger(LI), key=key)

    assert again["id"] == first["id"]
    assert other["type"] == "/problems/key-reused"


async def test_an_office_reaches_only_what_lies_in_it(
    office: Office, office_of: Callable[..., Office]
) -> None:
    told = await office.bring(ledger(ZHANG))
    await office.commit(told["id"])
    neighbour = office_of("county", "990122")
    theirs = await neighbour.bring(ledger((*ZHANG[:2], "邻村", "", "", "")))
    unseen = await neighbour.voice.status(f"/imports/files/{told['id']}")

    lines = await neighbour.lines(theirs["id"])
    assert (theirs["wrong"], unseen) == (1, 404)
    assert lines[0]["errors"][0]["message"].startswith("这个证件号码已经登记过了")


async def test_a_file_that_is_no_table_is_refused_with_a_reason(office: Office) -> None:
    told = await office.bring(b"MZ" + bytes(100))

    assert (told["status"], told["type"]) == (422, "/problems/file-refused")
    assert "看不出这是表格" in told["errors"][0]["message"]


async def test_an_office_says_what_its_own_columns_mean(office: Office) -> None:
    heading = ("姓名", "身份证号", "行政村")
    book = xlsx((*heading, "上过啥学"), (*ZHANG[:3], "初中"))
    told = await office.bring(book)
    path = f"/imports/files/{told['id']}/columns"
    await office.voice.write(path, {"columns": {"上过啥学": "schooling"}})
    await office.settled(told["id"])
    await office.commit(told["id"])
    worker = (await office.voice.read("/workers"))[0]["id"]
    facts = await office.voice.read(f"/workers/{worker}/facts")
    next_time = await office.bring(book)

    assert [c["field"] for c in told["sheets"][0]["columns"]][3] is None
    assert "schooling" in {f["field"] for f in facts}
    assert next_time["sheets"][0]["columns"][3]["field"] == "schooling"


async def test_whoever_is_erased_leaves_the_imports_and_does_not_come_back(
    office: Office, owner: asyncpg.Connection
) -> None:
    told = await office.bring(ledger(ZHANG, LI))
    await office.commit(told["id"])
    people = await office.voice.read("/workers", order="name")
    path = f"/workers/{people[1]['id']}/withdraw"
    await office.voice.write(path, {"kind": "erase", "said_by": "self"})
    again = await office.bring(ledger(ZHANG, LI))
    left = await owner.fetch(
        "SELECT 1 FROM import_parts WHERE import_id = $1", UUID(told["id"])
    )

    lines = await office.lines(told["id"])
    assert (again["new"], again["same"], again["wrong"]) == (0, 1, 1)
    assert ([line["line"] for line in lines], left) == ([3], [])


async def test_after_a_week_only_the_counts_are_left(
    office: Office, owner: asyncpg.Connection, carrier: Carrier
) -> None:
    told = await office.bring(ledger(ZHANG))
    await owner.execute("UPDATE imports SET made_at = made_at - interval '8 days'")
    await carrier.forget()

    path = f"/imports/files/{told['id']}"
    assert (await office.voice.read(path))["new"] == 1
    assert await office.voice.status(f"{path}/rows") == 410


async def test_whoever_was_erased_without_a_number_is_held_when_a_list_names_them(
    office: Office,
) -> None:
    heading = ("姓名", "出生日期", "行政村")
    line = ("王示例", "1980-02-29", "上村")
    first = await office.bring(ledger(line, heading=heading))
    await office.commit(first["id"])
    worker = (await office.voice.read("/workers"))[0]["id"]
    path = f"/workers/{worker}/withdraw"
    await office.voice.write(path, {"kind": "erase", "said_by": "self"})
    again = await office.bring(
        ledger(line, ("王示例", "1975-01-15", "下村"), heading=heading)
    )
    lines = await office.lines(again["id"], outcome="wrong")

    assert (again["wrong"], again["new"]) == (1, 1)
    assert "要求删除资料" in lines[0]["errors"][0]["message"]


async def test_whoever_comes_back_by_themselves_is_taken_from_lists_again(
    office: Office,
) -> None:
    heading = ("姓名", "出生日期", "行政村")
    line = ("王示例", "1980-02-29", "上村")
    first = await office.bring(ledger(line, heading=heading))
    await office.commit(first["id"])
    worker = (await office.voice.read("/workers"))[0]["id"]
    path = f"/workers/{worker}/withdraw"
    await office.voice.write(path, {"kind": "erase", "said_by": "self"})
    stated = {"area": "990121101201", "birth": "1980-02-29"}
    origin = {"source": "self", "said_by": "self"}
    await office.voice.add({"name": "王示例", "origin": origin, "stated": stated})
    again = await office.bring(ledger(line, heading=heading))

    assert (again["wrong"], again["new"]) == (0, 0)
