"""What goes out comes back in and changes nothing; what is mended is taken whole."""

import io
from base64 import b64decode
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as some

from common.intake.columns import cells_of
from common.intake.headings import find_heading
from common.intake.identifiers import identity_check
from common.intake.ledger import Reading
from common.intake.ledger import read_row
from common.intake.stated import StatedWorker
from common.intake.templates import columns_of
from common.intake.templates import template
from tests.people.imports.conftest import Office

TODAY = date(2026, 11, 21)
READING = Reading(TODAY, TODAY, synthetic=True)
WORDS = some.lists(
    some.sampled_from(("缝纫", "种蘑菇", "腰不好", "电工证", "带娃", "不上夜班")),
    max_size=3,
    unique=True,
)
WINDOWS = some.lists(
    some.fixed_dictionaries(
        {
            "days": some.lists(some.integers(1, 7), min_size=1, unique=True),
            "start": some.sampled_from(("06:30", "08:00", "12:00")),
            "end": some.sampled_from(("17:30", "20:00", "24:00")),
        }
    ),
    min_size=1,
    max_size=2,
)
PAY = some.builds(
    lambda low, more, unit, piece: {
        "min": low, "max": low + more, "unit": unit, "piece_rate": piece,
    },
    some.integers(10, 9000),
    some.integers(0, 900),
    some.sampled_from(("month", "day", "hour")),
    some.booleans(),
)  # fmt: skip
FACTS = some.fixed_dictionaries(
    {"area": some.just("990121101201")},
    optional={
        "sex": some.sampled_from(("female", "male")),
        "birth": some.dates(date(1950, 1, 1), date(2009, 1, 1)).map(str),
        "schooling": some.sampled_from(("小学", "初中", "大专")),
        "state": some.sampled_from(
            ("looking", "working", "away", "studying", "unable")
        ),
        "limits": WORDS,
        "categories": WORDS,
        "skills": WORDS,
        "certificates": WORDS,
        "wishes": WORDS,
        "vetoes": WORDS,
        "transport": some.sampled_from((["走路"], ["电动车", "公交"])),
        "pay_floor": PAY,
        "max_minutes": some.integers(0, 240),
        "lodging": some.sampled_from(("no", "county", "anywhere")),
        "hours": WINDOWS,
        "care": WINDOWS,
        "months": some.lists(some.integers(1, 12), min_size=1, max_size=6, unique=True),
        "night": some.booleans(),
        "said": some.sampled_from(("想在村里做事", "-5度也能做", "=1+1")),
    },
)


@settings(max_examples=300, deadline=None)
@given(FACTS)
def test_facts_written_into_cells_are_read_back_as_they_were(
    facts: dict[str, Any],
) -> None:
    stated = StatedWorker.model_validate(facts).model_dump(
        mode="json", exclude_unset=True
    )
    row = read_row({"name": "张小三", **cells_of(stated)}, READING)

    told = {**row.told, **({"area": row.area} if row.area else {})}
    assert row.wrong == ()
    assert told == stated


def a_number(place: int) -> str:
    body = f"9901211980{place % 12 + 1:02d}{place % 28 + 1:02d}{place:03d}"
    return body + identity_check(body)


def filled(people: int) -> bytes:
    """The template with some people, who differ in what is known of them."""
    book = openpyxl.load_workbook(io.BytesIO(template("workers")))
    page = book["台账"]
    places = {c.field: at for at, c in enumerate(columns_of("workers"), 1)}
    for number in range(people):
        cells = {
            "name": "张李王刘"[number % 4] + "小" + "芳英秀兰玉"[number % 5],
            "id_number": a_number(number),
            "village": ("上村", "下村")[number % 2],
            "phones": f"1540000{number:04d}、1541000{number:04d}(女儿)",
            "schooling": ("小学", "初中", "")[number % 3],
            "limits": ("健康", "腰不好", "无", "")[number % 4],
            "skills": ("缝纫、种蘑菇", "")[number % 2],
            "pay_floor": ("3000-3500", "150元/天，计件", "")[number % 3],
            "hours": ("周一至周五 8:30-16:30", "")[number % 2],
            "state": ("求职", "外出务工")[number % 2],
            "said": ("-5度也能做", "")[number % 2],
        }
        for field, value in cells.items():
            page.cell(number + 2, places[field]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_template_import_export_and_import_again_change_nothing(
    office: Office,
) -> None:
    told = await office.bring(filled(40))
    await office.commit(told["id"])
    draft = {"reason": "月度核对", "numbers": "full"}
    out = await office.voice.write("/exports/workers", draft)
    again = await office.bring(b64decode(out["workbook"]))
    hidden = await office.voice.write("/exports/workers", {"reason": "核对"})
    masked = await office.bring(b64decode(hidden["workbook"]))

    assert (told["new"], told["wrong"], len(out["workers"])) == (40, 0, 40)
    assert (again["same"], again["changed"], again["wrong"]) == (40, 0, 0)
    assert (masked["same"], masked["changed"], masked["new"]) == (40, 0, 0)


async def test_an_export_says_why_hides_numbers_and_leaves_out_who_withdrew(
    office: Office,
) -> None:
    told = await office.bring(filled(2))
    await office.commit(told["id"])
    people = await office.voice.read("/workers")
    path = f"/workers/{people[0]['id']}/withdraw"
    await office.voice.write(path, {"kind": "no_match", "said_by": "self"})
    out = await office.voice.write("/exports/workers", {"reason": "核对"})

    book = openpyxl.load_workbook(io.BytesIO(b64decode(out["workbook"])))
    lines = [[cell.value for cell in line] for line in book.active.iter_rows()]
    assert "用途：核对" in lines[0][0]
    assert len(lines) == 3
    assert lines[2][1].startswith("990***********")
    assert out["workers"] == [people[1]["id"]]


async def test_numbers_in_full_do_not_leave_the_village(office_of: Any) -> None:
    coordinator = office_of("coordinator", "990121101201")
    told = await coordinator.voice.refused(
        "/exports/workers", {"reason": "核对", "numbers": "full"}
    )

    assert told["type"] == "/problems/full-numbers-are-not-yours"


def heading_of_book(out: Any) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(b64decode(out["workbook"])))
    return [cell.value for cell in list(book.active.iter_rows())[1]]


async def test_an_office_keeps_sets_of_columns_under_a_name(office: Office) -> None:
    told = await office.bring(filled(2))
    await office.commit(told["id"])
    kept = {"name": "月报", "columns": ["name", "village", "state"]}
    await office.voice.write("/exports/sets", kept, "PUT")
    draft = {"reason": "核对", "set": "月报"}
    out = await office.voice.write("/exports/workers", draft)
    listed = await office.voice.read("/exports/sets")
    wrong = {"name": "月报", "columns": ["wage"]}
    refused = await office.voice.refused("/exports/sets", wrong, "PUT")
    await office.voice.write("/exports/sets", {"name": "月报", "columns": []}, "PUT")

    assert heading_of_book(out) == ["姓名", "行政村", "就业状态"]
    assert (listed, await office.voice.read("/exports/sets")) == ([kept], [])
    assert refused["type"] == "/problems/columns-are-wrong"
    assert await office.voice.status("/exports/workers", draft, "POST") == 404


async def test_a_ledger_of_a_day_tells_what_held_at_its_end(
    office: Office, owner: Any
) -> None:
    told = await office.bring(filled(1))
    await office.commit(told["id"])
    worker = (await office.voice.read("/workers"))[0]["id"]
    for table in ("worker_facts", "workers"):
        await owner.execute(
            f"UPDATE {table} SET recorded_at = recorded_at - interval '9 days'"
        )
    change = {"origin": {"source": "visit"}, "stated": {"state": "working"}}
    await office.voice.write(f"/workers/{worker}", change, "PATCH")
    day = str(datetime.now(UTC).date() - timedelta(days=3))
    columns = {"reason": "核对", "columns": ["name", "state"]}
    now = await office.voice.write("/exports/workers", columns)
    then = await office.voice.write("/exports/workers", {**columns, "as_of": day})
    before = await office.voice.write(
        "/exports/workers", {**columns, "as_of": "2020-01-01"}
    )

    assert [state_in(out) for out in (now, then)] == ["就业", "求职"]
    assert before["workers"] == []


def state_in(out: Any) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(b64decode(out["workbook"])))
    return book.active["B3"].value


def damaged(content: bytes, lines: list[int]) -> bytes:
    """The same workbook with the numbers of some lines typed as numbers."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for line in lines:
        book["台账"].cell(line + 2, 2).value = 990121198002290017.0
    return saved(book)


def mended(marked: bytes, lines: list[int]) -> bytes:
    """The marked workbook with those numbers put right."""
    book = openpyxl.load_workbook(io.BytesIO(marked))
    for line in lines:
        book["台账"].cell(line + 2, 2).value = a_number(line)
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("lines", [[0], [2, 5, 6], list(range(8))])
async def test_an_error_workbook_that_was_mended_brings_every_row(
    office: Office, lines: list[int]
) -> None:
    told = await office.bring(damaged(filled(8), lines))
    again = await office.bring(mended(await office.book(told["id"]), lines))
    committed = await office.commit(again["id"])

    assert (told["wrong"], again["wrong"], again["new"]) == (len(lines), 0, 8)
    assert committed["state"] == "committed"


def test_the_templates_are_understood_by_their_own_readers() -> None:
    asked = columns_of("workers")
    found = find_heading([[column.label for column in asked]], {})

    assert found is not None
    assert [c.field for c in found.columns] == [c.field for c in asked]
