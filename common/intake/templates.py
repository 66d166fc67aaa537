"""Empty workbooks to fill in: instructions, a heading, drop-downs, and text columns."""

from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import xlsxwriter

from common.intake.headings import ledger_labels
from common.intake.lexicon import cell
from common.intake.lexicon import rows

Kind = Literal["workers", "posts"]
# So many lines are prepared: their cells are text, and drop-downs open in them.
PREPARED = 5_000
VERSION = "1"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """One column of a template: what stands above it, and how it is filled in."""

    field: str
    label: str
    help: str
    choices: tuple[str, ...] = ()
    must: bool = False


def columns_of(kind: Kind) -> tuple[Asked, ...]:
    """The columns of a template in their order."""
    labels = ledger_labels() if kind == "workers" else _post_labels()
    return tuple(
        Asked(
            row["field"],
            labels[row["field"]],
            row["help"],
            cell(row["choices"]),
            row["must"] == "1",
        )
        for row in rows("template_columns.csv")
        if row["kind"] == kind
    )


def _post_labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("columns.csv"):
        if row["kind"] == "post":
            found.setdefault(row["field"], cell(row["aliases"])[0])
    return found


def template(kind: Kind) -> bytes:
    """The workbook as .xlsx; the same each time but for the day it was made."""
    content = BytesIO()
    columns = columns_of(kind)
    with xlsxwriter.Workbook(content, PLAIN) as book:
        book.set_custom_property("doorstep_template", f"{kind}/{VERSION}")
        _fill_sheet(book, columns)
        _explain(book, columns)
    return content.getvalue()


def _fill_sheet(book: xlsxwriter.Workbook, columns: tuple[Asked, ...]) -> None:
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    must = book.add_format({"bold": True, "bg_color": "#FFE699", "border": 1})
    page = book.add_worksheet("台账")
    page.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        page.set_column(place, place, max(12, 2 * len(column.label) + 6), text)
        title = f"*{column.label}" if column.must else column.label
        page.write_string(0, place, title, must if column.must else head)
        page.write_comment(0, place, column.help)
        if column.choices:
            page.data_validation(
                1,
                place,
                PREPARED,
                place,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    # Other words are understood as well, so a choice is only an offer.
                    "error_type": "information",
                },
            )
    for line in range(1, PREPARED + 1):
        page.set_row(line, None, text)


def _explain(book: xlsxwriter.Workbook, columns: tuple[Asked, ...]) -> None:
    bold = book.add_format({"bold": True})
    page = book.add_worksheet("填写说明")
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 90)
    for line, words in enumerate(INSTRUCTIONS):
        page.write_string(line, 0, words)
    start = len(INSTRUCTIONS) + 1
    page.write_row(start, 0, ("列名", "怎么填"), bold)
    for line, column in enumerate(columns, start + 1):
        choices = f"（可选：{'、'.join(column.choices)}）" if column.choices else ""
        needed = "必填。" if column.must else ""
        page.write_row(line, 0, (column.label, needed + column.help + choices))


INSTRUCTIONS = (
    "一行一人（或一个岗位），从“台账”表第2行开始填；黄色列必填，其他不知道就空着，不要编。",
    "号码列已设为文本，请勿改格式；从别的表复制时选“只粘贴值”。",
    "有几项时用顿号隔开；问过、没有的填“无”，没有问过的空着。",
    "先上传检查，不会马上写入；有错的会标红，并在最后一列“错误说明”写明怎么改。",
)
