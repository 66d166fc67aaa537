"""A look at a file before anything opens it: what it is, and what it may not hold.

Bytes only, no parser: what is refused here is refused with a reason. What slips through
meets the limits of the process in which the file is opened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

Form = Literal["xlsx", "xls", "ods", "csv"]
MOST_BYTES = 40_000_000
MOST_UNPACKED = 400_000_000
MOST_MEMBERS = 400
LARGE = 20_000_000
DENSE = 150
MOST_ROWS = 120_000
MOST_COLUMNS = 64
MOST_CELL = 32_767
# Rows above a heading, and signatures below the last, come on top.
SPARE_ROWS = 100
CHUNK = 1 << 20
# So much of the chunk before is looked at again: no word is cut in two.
OVERLAP = 256
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Each begins with a plain byte or two, so that a hundred megabytes take a second.
FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[ />]")
FORMULA_ODS = re.compile(rb"table:formula\s*=")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
FAR_COLUMN = re.compile(rb"r=[\"'](?:[A-Z]{3,}|B[M-Z]|[C-Z][A-Z])\d")
FAR_ROW = re.compile(rb"r=[\"'][A-Z]{0,3}(\d{6,})[\"']")
LONG_TEXT = re.compile(rb">[^<]{140000}")
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
LINK = re.compile(rb"relationships/hyperlink[\"']")


class FileRefusedError(ValueError):
    """The file cannot be taken; `key` names the sentence, `numbers` its numbers."""

    def __init__(self, key: str, **numbers: int | str) -> None:
        super().__init__(key)
        self.key = key
        self.numbers = numbers


def form_of(content: bytes) -> Form:
    """Which of the four forms it is by its bytes; the name proves nothing."""
    if not content:
        raise FileRefusedError("file.empty")
    if content.startswith(OLE):
        return _ole(content)
    if content.startswith(b"PK"):
        return _zipped(content)
    if content[:2] == b"MZ" or content[:4] in (b"\x7fELF", b"%PDF", b"Rar!"):
        raise FileRefusedError("file.form")
    if b"\0" in content[:CHUNK] or content.lstrip()[:1] in (b"<", b"{"):
        raise FileRefusedError("file.form")
    return "csv"


def _ole(content: bytes) -> Form:
    """An old .xls; the same envelope holds what is protected by a password."""
    names = {
        name: name.encode("utf-16-le") in content
        for name in ("EncryptedPackage", "_VBA_PROJECT", "Workbook", "Book")
    }
    if names["EncryptedPackage"]:
        raise FileRefusedError("file.password")
    if names["_VBA_PROJECT"]:
        raise FileRefusedError("file.macro")
    if not (names["Workbook"] or names["Book"]):
        raise FileRefusedError("file.form")
    return "xls"


def _zipped(content: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            _check_directory(members)
            form = _package_form(names)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_part(package, member, form)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefusedError("file.broken") from error
    except RuntimeError as error:
        # zipfile says so where a member is encrypted.
        raise FileRefusedError("file.password") from error
    return form


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    """Sizes as the package tells them; they are counted again while unpacking."""
    if len(members) > MOST_MEMBERS:
        raise FileRefusedError("file.members", most=MOST_MEMBERS)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise FileRefusedError("file.unpacked", most_mb=MOST_UNPACKED // 1_000_000)
    # Nothing that people typed in packs to a hundred and fiftieth.
    if any(m.file_size > max(LARGE, DENSE * m.compress_size) for m in members):
        raise FileRefusedError("file.unpacked", most_mb=MOST_UNPACKED // 1_000_000)
    if any(".." in m.filename or m.filename.startswith("/") for m in members):
        raise FileRefusedError("file.broken")


def _package_form(names: set[str]) -> Form:
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or "/macros" in name for name in lower):
        raise FileRefusedError("file.macro")
    if any("externallinks/" in name or "embeddings/" in name for name in lower):
        raise FileRefusedError("file.external")
    if "content.xml" in lower and "mimetype" in lower:
        if any(name.startswith(("basic/", "scripts/")) for name in lower):
            raise FileRefusedError("file.macro")
        return "ods"
    if "xl/workbook.xml" in lower or "xl/workbook.bin" in lower:
        return "xlsx"
    raise FileRefusedError("file.form")


def _check_part(package: zipfile.ZipFile, member: zipfile.ZipInfo, form: Form) -> None:
    sheet = "worksheets/" in member.filename and not member.filename.endswith(".rels")
    first = True
    for piece in _pieces(package, member):
        if first:
            _check_encoding(piece)
            first = False
        if DECLARED.search(piece):
            raise FileRefusedError("file.dtd")
        if form == "ods" and FORMULA_ODS.search(piece):
            raise FileRefusedError("file.formula")
        if EXTERNAL.search(piece) and not LINK.search(piece):
            raise FileRefusedError("file.external")
        if sheet:
            _check_sheet(piece)
        elif LONG_TEXT.search(piece):
            raise FileRefusedError("file.cell", most=MOST_CELL)


def _pieces(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds, a piece at a time, never more than the directory said."""
    left = min(MOST_UNPACKED, member.file_size)
    kept = b""
    with package.open(member) as source:
        while piece := source.read(CHUNK):
            left -= len(piece)
            if left < 0:
                raise FileRefusedError(
                    "file.unpacked", most_mb=MOST_UNPACKED // 1_000_000
                )
            yield kept + piece
            kept = piece[-OVERLAP:]


def _check_encoding(piece: bytes) -> None:
    """Other encodings would hide words from this look."""
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:200]:
        raise FileRefusedError("file.broken")
    told = ENCODED.match(piece.lstrip(b"\xef\xbb\xbf \r\n"))
    if told and told[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise FileRefusedError("file.broken")


def _check_sheet(piece: bytes) -> None:
    if FORMULA.search(piece):
        raise FileRefusedError("file.formula")
    if FAR_COLUMN.search(piece):
        raise FileRefusedError("file.columns", most=MOST_COLUMNS)
    if LONG_TEXT.search(piece):
        raise FileRefusedError("file.cell", most=MOST_CELL)
    if any(int(row[1]) > MOST_ROWS + SPARE_ROWS for row in FAR_ROW.finditer(piece)):
        raise FileRefusedError("file.rows", most=MOST_ROWS)
