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
_ORDER = {"block": 0, "unknown": 1, "caution": 2, "pass": 3}
_PASS = _ORDER["pass"]
# What a person asks first: of work that fits, and of what stands in the way.
_SPEAKS_FOR = ("reach", "week", "skill", "pay", "body", "eligible")
_STANDS_IN_THE_WAY = ("law", "safety", *_SPEAKS_FOR)


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
    """The worst reasons first; of a match without any trouble what speaks for it."""
    worst = min((_ORDER[reason["outcome"]] for reason in match["reasons"]), default=3)
    told = [
        reason
        for reason in match["reasons"]
        if _ORDER[reason["outcome"]] == worst
        or (0 < worst < _PASS and _ORDER[reason["outcome"]] < _PASS)
    ]
    first = _SPEAKS_FOR if worst == _PASS else _STANDS_IN_THE_WAY
    told.sort(key=lambda reason: (_ORDER[reason["outcome"]], _place(reason, first)))
    if worst == _PASS:
        told = _one_of_each_family(told)
    return [reason["text"] for reason in told[:_REASONS]]


def _one_of_each_family(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of what speaks for a post, one thing of each kind; of the week its hours."""
    kept: dict[str, dict[str, Any]] = {}
    for reason in reasons:
        family = reason["rule"].split(".")[0]
        if family not in kept or reason["rule"] == "week.hours":
            kept[family] = reason
    return list(kept.values())


def _place(reason: dict[str, Any], first: tuple[str, ...]) -> int:
    """Where the reason's family stands among those asked first; others come last."""
    family = reason["rule"].split(".")[0]
    return first.index(family) if family in first else len(first)


def _refused(
    officer: httpx.Client, person: UUID, worker: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Posts that are not for this person, of the own township, then of the county."""
    code = str(worker["area"])
    told = 0
    for area in (code[:9] + "000", code[:6] + "000000"):
        query = {"area": area, "state": "published", "limit": 50}
        rows = _asked(officer, "/v1/posts", **query)
        for post in sorted(rows, key=lambda row: str(row["id"])):
            about = {"worker": person, "post": post["id"]}
            item = _asked(officer, "/v1/matches/explain", **about)
            if item["match"]["verdict"] != "unfit":
                continue
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
