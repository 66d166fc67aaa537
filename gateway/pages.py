"""The desk's files as its build left them, under `/desk/`; nothing is made here.

Files with a digest in their names stay in browsers for a year, the page itself never.
A path that is no file is a place inside the desk, so the page answers for it.
"""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGE = "index.html"
DIGESTED = "assets/"
# Nothing from elsewhere, no script in the page, and in nobody's frame. Element Plus
# places its pop-ups with style attributes.
GUARDS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; "
        "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Pages(StaticFiles):
    """The built files, and the page for every place inside the desk."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, the page, or the problem that there is no such file."""
        try:
            found = await super().get_response(path, scope)
        except HTTPException as missing:
            if missing.status_code != 404 or "." in path.rpartition("/")[2]:
                raise
            found = await super().get_response(PAGE, scope)
        kept = path.startswith(DIGESTED)
        found.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if kept else "no-cache"
        )
        found.headers.update(GUARDS)
        return found


def install(app: FastAPI, folder: Path | None) -> None:
    """Serve the desk if it was built, and lead the bare address to it."""
    if folder is None or not (folder / PAGE).is_file():
        return
    pages = GZipMiddleware(Pages(directory=folder, html=True), minimum_size=500)
    app.mount("/desk", pages, name="desk")

    @app.get("/", include_in_schema=False)
    async def entrance() -> Response:
        """Whoever types only the address comes to the desk."""
        return RedirectResponse("/desk/")
