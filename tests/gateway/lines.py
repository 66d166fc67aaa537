"""The line from a wish to lasting work, walked at the gateway by those whose it is."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from gateway.door import today
from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform
from tests.gateway.county import a_post
from tests.gateway.county import a_worker

LONGEST_S = 10.0
TERMS = {"contract": "labour", "insurance": ["injury"]}
Told = dict[str, Any]


def a_new_worker(platform: Platform, name: str, **facts: Any) -> str:
    """Somebody whom the coordinator registers; the id."""
    made = platform.person("coordinator").post("/v1/workers", a_worker(name, **facts))
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def a_new_post(platform: Platform, **facts: Any) -> str:
    """A published post of the sample employer; the id."""
    draft = a_post(platform.county.employer, **facts)
    made = platform.person("county").post("/v1/posts", draft)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def write(person: Person, path: str, body: Any) -> Told:
    """One write that must succeed."""
    answer = person.post(path, body)
    assert answer.is_success, answer.text
    told: Told = answer.json()
    return told


def put_forward(person: Person, worker: str, post: str, **more: Any) -> str:
    """A referral with a yes by telephone, sent to the employer."""
    draft = {"worker": worker, "post": post, "consent": "phone", **more}
    referral = str(write(person, "/v1/referrals", draft)["id"])
    step(person, referral, "send")
    return referral


def step(person: Person, referral: str, name: str, **more: Any) -> Told:
    return write(person, f"/v1/referrals/{referral}/steps", {"step": name, **more})


def wanted_by_both(person: Person, worker: str, post: str, **more: Any) -> str:
    """A referral that the employer offers and the person accepts."""
    referral = put_forward(person, worker, post, **more)
    step(person, referral, "offer")
    step(person, referral, "accept", consent="phone")
    return referral


def place(person: Person, referral: str, *, days_ago: int = 0) -> Told:
    """The start of work."""
    started = today() - timedelta(days=days_ago)
    terms = {**TERMS, "started": started.isoformat()}
    return write(person, f"/v1/referrals/{referral}/place", terms)


def read(person: Person, path: str, **query: Any) -> Any:
    answer = person.get(path, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def wait_until(holds: Callable[[], bool]) -> float:
    """Poll until it holds; the seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < LONGEST_S
        time.sleep(0.05)
    return time.monotonic() - began


def listed(platform: Platform, worker: str, post: str) -> bool:
    """Whether the post is in the worker's list; who is new has none for a moment."""
    path = f"/v1/workers/{worker}/shortlist"
    answer = platform.person("coordinator").get(path, limit=200)
    items = answer.json().get("items", ())
    return post in {item["post"]["id"] for item in items}


def a_name() -> str:
    return f"示例{uuid4().hex[:6]}"
