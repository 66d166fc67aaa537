"""What is written into the officer's workbook: a mark and a sentence for each cell."""

from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from common.intake.headings import ledger_labels
from common.texts import say
from services.people.imports.gathering import heading_of
from services.people.imports.lines import find_lines
from services.people.imports.lines import opened
from services.people.imports.showing import label_of
from services.people.imports.showing import sentence
from services.people.imports.storage import ImportRow
from services.people.sealing import RowSeal

MARKING = "services.people.imports.marking_jail"
PAGE = 1_000


async def marks_of(
    session: AsyncSession, seal: RowSeal, row: ImportRow
) -> dict[str, Any]:
    """Every wrong line with its cells and its sentences, in Chinese as the workbook."""
    marks: list[list[Any]] = []
    after = 0
    while lines := await find_lines(session, row.id, "wrong", after, PAGE):
        for line in lines:
            fields = heading_of(row.sheets[line.sheet]).fields
            wrong = opened(seal, line).get("wrong", ())
            cells = [[fields.get(f), sentence(f, k, n, "zh")] for f, k, n in wrong]
            text = "；".join(
                f"{label_of(f, 'zh')}：{sentence(f, k, n, 'zh')}" for f, k, n in wrong
            )
            marks.append([line.sheet, line.line, cells, text])
        after = lines[-1].position
    sheets = [
        {
            "name": sheet["name"],
            "line": sheet["line"],
            "errors": heading_of(sheet).fields.get("errors") if sheet["columns"] else 0,
        }
        for sheet in row.sheets
    ]
    title = ledger_labels()["errors"]
    return {
        "title": title,
        "sheets": sheets,
        "marks": marks,
        "note": say("import.mark"),
    }


def packed(marks: dict[str, Any]) -> bytes:
    """The marks with their length before them, to stand before the file."""
    content = orjson.dumps(marks)
    return len(content).to_bytes(8) + content
