"""Packages made by hand: open documents, and workbooks with something put into them."""

import io
import zipfile
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from xml.sax.saxutils import escape

SHEET = "xl/worksheets/sheet1.xml"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    "</manifest:manifest>"
)


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A package of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(
    content: bytes, change: Callable[[bytes], bytes], part: str = SHEET
) -> bytes:
    """The package with one part changed."""
    parts = unpacked(content)
    return packed({**parts, part: change(parts[part])})


def ods(*lines: Sequence[str], cell: str = "") -> bytes:
    """An open document of one table; `cell` stands in every cell's tag."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"{cell}>'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
            for value in line
        )
        + "</table:table-row>"
        for line in lines
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        '<office:body><office:spreadsheet><table:table table:name="台账">'
        f"{rows}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": ODS, "content.xml": content}
    return packed({**parts, "META-INF/manifest.xml": MANIFEST})
