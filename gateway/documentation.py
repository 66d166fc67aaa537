"""What the API says of itself: `/openapi.json`, and a plain page that needs nothing.

FastAPI's own pages load scripts from afar; a county's network often has no afar.
"""

import re
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi import Response
from fastapi.openapi.utils import get_openapi

from common.texts import say
from gateway.accounts.domain import ROLES
from gateway.policy import POLICY

CODE = re.compile("`([^`]+)`")
_REPLACED = {"/docs", "/redoc", "/docs/oauth2-redirect", "/openapi.json"}
_ABOUT = (
    "The one public door of Doorstep. Sign in at `POST /v1/sessions`, then send the "
    "token as `Authorization: Bearer …`. Writes carry an `Idempotency-Key` of 16 to "
    "200 characters; lists take `after` and `limit` and answer `If-None-Match`; "
    "`X-Deadline-Ms` says how long you wait; `Accept-Language` chooses zh or en. "
    "Problems are `application/problem+json`."
)
_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem}code{background:#f2f2f2;padding:.1rem .3rem}"
    "td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}"
)
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/post-is-full"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence for a person"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def install(app: FastAPI) -> None:
    """Replace FastAPI's own documentation routes by ours."""
    kept = [r for r in app.router.routes if getattr(r, "path", "") not in _REPLACED]
    app.router.routes[:] = kept

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> dict[str, Any]:
        """The description of every route, for programs."""
        return description(app)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        """The same for people, as one page that asks nothing of any network."""
        headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"
        }
        return Response(
            page(description(app)), 200, headers, "text/html; charset=utf-8"
        )


def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document with who may call what and how each route may fail."""
    if app.openapi_schema:
        return app.openapi_schema
    told = get_openapi(
        title="Doorstep", version="1", description=_ABOUT, routes=app.routes
    )
    told.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in told["paths"].values():
        for operation in operations.values():
            _describe(operation)
    app.openapi_schema = told
    return told


def _describe(operation: dict[str, Any]) -> None:
    rule = POLICY[operation["operationId"]]
    operation["x-roles"] = {role: str(scope) for role, scope in rule.scopes.items()}
    responses = operation["responses"]
    responses.pop("422", None)
    responses["default"] = {
        "description": "A problem",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"}
            }
        },
    }
    if rule.effect == "write":
        for parameter in operation.get("parameters", ()):
            if parameter["name"].lower() == "idempotency-key":
                parameter["required"] = True


def page(told: dict[str, Any]) -> str:
    """All operations as one HTML page without scripts, fonts or pictures."""
    rows = "".join(
        f"<tr><td><code>{method.upper()} {escape(path)}</code></td>"
        f"<td>{_marked(operation.get('description', ''))}</td>"
        f"<td>{_callers(operation['x-roles'])}</td></tr>"
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Doorstep</title>'
        f"<style>{_STYLE}</style><h1>家门口 Doorstep</h1>"
        f'<p lang="zh">{say("docs.about", "zh")}</p><p>{_marked(_ABOUT)}</p>'
        '<p><a href="/openapi.json">openapi.json</a></p>'
        f"<table><tr><th>Route</th><th>What it does</th><th>Who</th></tr>{rows}</table>"
        "</html>"
    )


def _marked(text: str) -> str:
    """Text whose words between backticks are code."""
    return CODE.sub(r"<code>\1</code>", escape(text))


def _callers(scopes: dict[str, str]) -> str:
    """Who may call a route, in as few words as possible."""
    if len(scopes) == len(ROLES):
        return "everybody signed in"
    return escape(", ".join(scopes) or "anybody")
