"""A file on its way out: kept in no cache, offered under a plain name."""

from fastapi import Response


def as_file(content: bytes, name: str, media: str) -> Response:
    """The bytes as something to save."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename={name}",
    }
    return Response(content, 200, headers, media)
