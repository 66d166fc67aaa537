"""One call for every route of the gateway, made of a worker and a post."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

OPEN = {"healthz", "readyz", "metrics", "openapi", "docs"}
PAIR = "?worker={worker_id}&post={post_id}"
QUERIES: dict[str, str] = {
    "monitoring_of": "?month=2026-10",
    "monitoring_workbook": "?month=2026-10",
    "monitoring_paper": "?month=2026-10",
    "explain_match": PAIR,
    "pairs_for_workers": "?worker={worker_id}&with={worker_id}",
    "why_not_for_pair": PAIR,
    "questions_for_area": "?area=990121101000",
    "find_alike": "?area=990121101000",
    "forget_way": "?from_area=990121101201&mode=ebike",
}
BODIES: dict[str, dict[str, Any]] = {
    "open_session": {"account": "county", "password": "?"},
    "open_browser_session": {"account": "county", "password": "?"},
    "add_import": {"kind": "workers", "rows": [{}]},
}


@dataclass(frozen=True)
class Route:
    """A route as the app has it."""

    name: str
    method: str
    path: str

    def url(self, **ids: UUID | str) -> str:
        """The path with ids put in; a nil id where none is given."""
        names = (
            "worker_id",
            "post_id",
            "employer_id",
            "site_id",
            "session_id",
            "household_id",
            "merge_id",
            "referral_id",
            "placement_id",
            "import_id",
            "contact_id",
            "need_id",
            "sheet_id",
            "kind",
        )
        nil = dict.fromkeys(names, UUID(int=0))
        named = {"area": "990121101201", "list_kind": "basic", "field": "state"}
        return (self.path + QUERIES.get(self.name, "")).format_map(
            {**nil, **named, **ids}
        )

    @property
    def is_about_a_worker(self) -> bool:
        """Whether the URL names one."""
        return "{worker_id}" in self.path + QUERIES.get(self.name, "")

    @property
    def body(self) -> dict[str, Any] | None:
        """A body where one is taken."""
        return None if self.method == "GET" else BODIES.get(self.name, {})


def routes_of(app: FastAPI) -> list[Route]:
    """Every route of the app, health and documentation included."""
    return [
        Route(context.name or "", method, context.path or "")
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ())
    ]
