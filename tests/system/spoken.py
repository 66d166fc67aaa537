"""Somebody's name, numbers and words, told to every route that takes them."""

from datetime import date
from typing import Any

import httpx

from common.intake.identifiers import identity_check

BORN = date(1979, 3, 5)
_DIGITS = f"990121{BORN:%Y%m%d}042"
ID_NUMBER = _DIGITS + identity_check(_DIGITS)
NAME, PHONE, WORDS = "欧阳探针", "15499990001", "腰椎间盘突出压迫神经"
ADDRESS, EMPLOYER = "探针巷十七号", "探针服装厂"
PERSONAL = (ID_NUMBER, NAME, PHONE, WORDS, ADDRESS, EMPLOYER)
TRACE = "one-trace-through-all-0001"
ORIGIN = {"source": "visit", "said_by": "self"}


def draft(area: str) -> dict[str, Any]:
    """A worker of whom much is known."""
    return {
        "origin": ORIGIN,
        "name": NAME,
        "id_number": ID_NUMBER,
        "phones": [{"number": PHONE, "relation": "self"}],
        "stated": {"area": area, "birth": BORN.isoformat(), "sex": "female"},
    }


def speak(officer: httpx.Client, area: str) -> list[int]:
    """Tell all of it, rightly and wrongly; the statuses."""
    known, wrong = draft(area), draft("nowhere")
    texts = {**known["stated"], "body_text": WORDS, "address": ADDRESS}
    firm = {
        "name": EMPLOYER,
        "kind": "workshop",
        "area": area,
        "contacts": [{"name": NAME, "phone": PHONE}],
    }
    told: list[tuple[str, Any]] = [
        ("/v1/workers", known),
        ("/v1/workers", wrong),
        ("/v1/workers", {**known, "stated": texts, "note": WORDS}),
        ("/v1/workers/find", {"id_number": ID_NUMBER}),
        ("/v1/workers/find", {"name": NAME, "birth": BORN.isoformat()}),
        ("/v1/workers/find", {"name": [NAME], "phone": PHONE}),
        ("/v1/imports", {"kind": "workers", "rows": [known, wrong], "commit": True}),
        ("/v1/employers", firm),
        ("/v1/employers", {**firm, "kind": WORDS}),
        ("/v1/shortlists", {"worker": {"area": area, "limits": [WORDS]}}),
        ("/v1/sessions", {"account": NAME, "password": WORDS}),
        (f"/v1/workers/{NAME}/withdraw", {"kind": WORDS}),
    ]
    asked = [officer.build_request("POST", path, json=body) for path, body in told]
    asked.append(officer.build_request("GET", "/v1/workers", params={"text": NAME}))
    statuses = []
    for number, request in enumerate(asked):
        request.headers["Idempotency-Key"] = f"one-of-the-spoken-{number:04d}"
        request.headers["X-Request-Id"] = TRACE
        statuses.append(officer.send(request).status_code)
    return statuses
