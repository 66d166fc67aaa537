"""Workbooks made in the tests: lines in, bytes out."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADING = ("姓名", "身份证号", "行政村", "联系电话", "文化程度", "期望工资")
ZHANG = ("张小三", "990121198002290017", "上村", "15400001234", "初中", "4000左右")
LI = ("李四妹", "990121197501150022", "下村", "154 0000 5678", "小学", "150元/天")
Lines = Sequence[Sequence[Any]]


def xlsx(*lines: Sequence[Any], sheet: str = "台账") -> bytes:
    """A workbook of one sheet; texts stay texts and numbers numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    return content.getvalue()


def ledger(*people: Sequence[Any], heading: Sequence[str] = HEADING) -> bytes:
    """A plain ledger: a heading, and a line for each person."""
    return xlsx(heading, *people)
