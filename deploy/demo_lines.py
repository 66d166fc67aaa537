"""The lines of one story: who, what can be done, what is refused, what is near."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from common.texts import say

MATCHES = 5
REFUSED = 3
NEAR = 3
_REASONS = 3


def lines_of(officer: httpx.Client, person: UUID, today: date) -> Iterator[str]:
    """All lines of one person's story."""
    worker = _asked(officer, f"/v1/workers/{person}")
    found = _asked(officer, f"/v1/workers/{person}/shortlist", limit=MATCHES)
    yield _who(worker, today)
    yield say("demo.matches", "zh")
    for item in found["items"][:MATCHES]:
        yield from _match_lines(item["match"], item["post"])
    if not found["items"]:
        yield say("demo.none", "zh")
    for question in found["questions"]:
        yield "  " + say("demo.question", "zh", question=question["text"])
    yield say("demo.refused", "zh")
    for item in _refused(officer, person, worker):
        yield from _match_lines(item["match"], item["post"])
    yield from _near_lines(_asked(officer, f"/v1/workers/{person}/near-misses"))


def _asked(officer: httpx.Client, path: str, **query: Any) -> Any:
    answer = officer.get(path, params=query)
    answer.raise_for_status()
    return answer.json()


def _who(worker: dict[str, Any], today: date) -> str:
    birth = date.fromisoformat(worker["birth"])
    age = (
        today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    )
    said = worker.get("said") or ""
    village = worker.get("area_name") or worker.get("area") or ""
    line = say("demo.person", "zh", name=worker["name"], age=age, village=village)
    return f"{line}　{say('demo.said', 'zh', said=said)}" if said else line


def _match_lines(match: dict[str, Any], post: dict[str, Any]) -> Iterator[str]:
    """One line that begins with the verdict word, then what matters of the reasons."""
    words = [say(f"verdict.{match['verdict']}", "zh"), post["title"]]
    if match["minutes"] is not None:
        words.append(say("demo.minutes", "zh", minutes=match["minutes"]))
    call = post["call"]
    words += [post["pay_text"], post["employer_name"] or ""]
    words.append(say("demo.call", "zh", who=call["name"], phone=call["phone"]))
    yield "　".join(word for word in words if word)
    for text in _reasons(match):
        yield f"  · {text}"
    if match["change"]:
        yield f"  → {match['change']['text']}"


def _reasons(match: dict[str, Any]) -> list[str]:
    """The worst reasons first; of a match without any trouble the first good ones."""
    order = {"block": 0, "unknown": 1, "caution": 2, "pass": 3}
    ranked = sorted(match["reasons"], key=lambda reason: order[reason["outcome"]])
    worst = ranked[0]["outcome"] if ranked else "pass"
    if worst == "block":
        ranked = [reason for reason in ranked if reason["outcome"] == "block"]
    elif worst != "pass":
        ranked = [reason for reason in ranked if reason["outcome"] != "pass"]
    return [reason["text"] for reason in ranked[:_REASONS]]


def _refused(
    officer: httpx.Client, person: UUID, worker: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The first posts of the own township that are not for this person, in id order."""
    township = str(worker["area"])[:9] + "000"
    query = {"area": township, "state": "published", "limit": 50}
    posts = _asked(officer, "/v1/posts", **query)
    rows = posts["rows"] if isinstance(posts, dict) else posts
    told = 0
    for post in sorted(rows, key=lambda row: str(row["id"])):
        item = _asked(officer, "/v1/matches/explain", worker=person, post=post["id"])
        if item["match"]["verdict"] == "unfit":
            yield item
            told += 1
        if told == REFUSED:
            return


def _near_lines(missed: dict[str, Any]) -> Iterator[str]:
    groups = missed["groups"][:NEAR]
    if groups:
        yield say("demo.near", "zh")
    for group in groups:
        titles = "、".join(dict.fromkeys(post["title"] for post in group["posts"][:3]))
        yield f"  + {group['change']['text']}（{group['count']}）{titles}"
