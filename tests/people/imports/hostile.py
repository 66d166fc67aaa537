"""The hostile corpus: what each file tries, and the reasons with which it may end."""

# One case a line reads best, however long it is.
# ruff: noqa: E501
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter

from tests.people.imports.books import HEADING
from tests.people.imports.books import ZHANG
from tests.people.imports.books import ledger
from tests.people.imports.forms import SHEET
from tests.people.imports.forms import changed
from tests.people.imports.forms import ods
from tests.people.imports.forms import packed
from tests.people.imports.forms import unpacked

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
STRINGS = "xl/sharedStrings.xml"
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Hostile:
    """One file, by what it tries."""

    name: str
    content: Callable[[], bytes]
    reasons: frozenset[str]


def hostile(name: str, content: Callable[[], bytes], *reasons: str) -> Hostile:
    return Hostile(name, content, frozenset(f"file.{reason}" for reason in reasons))


def in_sheet(old: bytes, new: bytes) -> Callable[[], bytes]:
    return lambda: changed(ledger(ZHANG), lambda part: part.replace(old, new, 1))


def with_part(name: str, part: bytes) -> Callable[[], bytes]:
    return lambda: packed({**unpacked(ledger(ZHANG)), name: part})


def zip_bomb() -> bytes:
    parts = unpacked(ledger(ZHANG))
    rows = b'<row r="9"><c r="A9"><v>1</v></c></row>' * 1_500_000
    return packed({**parts, SHEET: parts[SHEET].replace(b"</sheetData>", rows)})


def lying_bomb() -> bytes:
    """A directory that tells a few bytes where there are many megabytes."""
    content = bytearray(with_part("xl/big.xml", b"<a>" + b" " * 60 * MEGABYTE)())
    size = struct.pack("<I", 60 * MEGABYTE + 3)
    return bytes(content.replace(size, struct.pack("<I", 10)))


def huge_string() -> bytes:
    text = b"<t>" + b"a" * 10 * MEGABYTE + b"</t>"
    return changed(ledger(ZHANG), lambda part: part.replace(b"<t>", text, 1), STRINGS)


def many_strings() -> bytes:
    strings = b"<si><t>abcdefgh</t></si>" * 2_000_000
    return changed(
        ledger(ZHANG),
        lambda part: part.replace(b"</sst>", strings + b"</sst>"),
        STRINGS,
    )


def formula() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, ZHANG)
        page.write_formula(1, 6, '=HYPERLINK("http://x","y")')
    return content.getvalue()


def protected() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return OLE + bytes(1000) + name + bytes(4000)


def locked_member() -> bytes:
    content = bytearray(ledger(ZHANG))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def many_members() -> bytes:
    extra = {f"xl/media/{n}.xml": b"<a/>" for n in range(2_000)}
    return packed({**unpacked(ledger(ZHANG)), **extra})


def utf16() -> bytes:
    return changed(ledger(ZHANG), lambda part: part.decode().encode("utf-16"))


def wide_csv() -> bytes:
    return b"a," * 5_000 + b"\n"


def long_csv() -> bytes:
    return "姓名,身份证号\n".encode() + b"a,b\n" * 130_000


def quoted_csv() -> bytes:
    return '姓名,身份证号\n"'.encode() + b"a" * 10 * MEGABYTE + b'"\n'


def repeated_ods() -> bytes:
    cell = ' table:number-columns-repeated="1000000"'
    return ods(HEADING[:3], ZHANG[:3], cell=cell)


def nested_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("a.zip", ledger(ZHANG))
    return content.getvalue()


DTD = b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>'
LAUGHS = (
    b'?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
LINK = (
    b'<Relationship Id="r9" Type="x/externalLinkPath" Target="file:///c:/a.xlsx"'
    b' TargetMode="External"/></Relationships>'
)
HOSTILE = (
    hostile("an empty file", lambda: b"", "empty"),
    hostile("a program with another name", lambda: b"MZ" + bytes(4096), "form"),
    hostile("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(4096), "form"),
    hostile("a paper", lambda: b"%PDF-1.7\n", "form"),
    hostile("a page of the web", lambda: b"<html><table></table></html>", "form"),
    hostile("random bytes", lambda: bytes(range(128, 256)) * 99, "form", "encoding"),
    hostile("a package in a package", nested_zip, "form"),
    hostile("cut off in the middle", lambda: ledger(ZHANG)[:3000], "broken"),
    hostile("protected by a password", protected, "password"),
    hostile("members under a password", locked_member, "password", "broken"),
    hostile("a bomb of rows", zip_bomb, "unpacked"),
    hostile("a bomb that lies about its size", lying_bomb, "unpacked", "broken"),
    hostile("two thousand members", many_members, "members"),
    hostile("a member that climbs out", with_part("../../evil.xml", b"<a/>"), "broken"),
    hostile("a far column", in_sheet(b'r="A2"', b'r="XFD2"'), "columns"),
    hostile("a far row", in_sheet(b'<row r="2"', b'<row r="1048576"'), "rows"),
    hostile(
        "a far cell behind an entity",
        in_sheet(b'r="A2"', b'r="&#88;FD1048576"'),
        "memory", "broken", "columns", "rows",
    ),
    hostile("one string of 10 MB", huge_string, "cell"),
    hostile("two million strings", many_strings, "memory", "unpacked"),
    hostile("a document type", in_sheet(b"?>", DTD), "dtd"),
    hostile("a billion laughs", in_sheet(b"?>", LAUGHS), "dtd"),
    hostile("another encoding", utf16, "broken"),
    hostile("a formula", formula, "formula"),
    hostile("a formula of a prefix", in_sheet(b"<v>", b"<x:f>A1</x:f><v>"), "formula"),
    hostile("a formula in an open document", lambda: ods(HEADING[:2], ZHANG[:2], cell=' table:formula="of:=1"'), "formula"),
    hostile("macros", with_part("xl/vbaProject.bin", b"x"), "macro"),
    hostile("macros of an old workbook", lambda: OLE + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
    hostile("macros of an open document", lambda: packed({**unpacked(ods(HEADING)), "Basic/script.xml": b"<a/>"}), "macro"),
    hostile("a link to another file", lambda: changed(ledger(ZHANG), lambda part: part.replace(b"</Relationships>", LINK), "xl/_rels/workbook.xml.rels"), "external"),
    hostile("an embedded object", with_part("xl/embeddings/ole.bin", b"x"), "external"),
    hostile("an open document of a million columns", repeated_ods, "columns", "memory"),
    hostile("an old workbook of nothing", lambda: OLE + bytes(100), "form"),
    hostile("an old workbook cut off", lambda: OLE + bytes(600) + "Workbook".encode("utf-16-le"), "broken"),
    hostile("five thousand columns of text", wide_csv, "columns"),
    hostile("too many lines of text", long_csv, "rows"),
    hostile("10 MB in one cell of text", quoted_csv, "cell", "broken"),
)  # fmt: skip
