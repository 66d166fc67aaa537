"""Brings a graded file in through the front door, and asks there for every list."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any
from uuid import UUID

from common.intake.exchange import Exchange
from common.intake.identifiers import identity_check
from common.intake.stated import StatedPost
from common.intake.workers import understand_worker
from services.matching.answers import match_of
from services.matching.commands import NOBODY
from services.matching.commands import judge_exchange
from tests.gateway.conftest import Person

Json = dict[str, Any]
LATER = date(2026, 12, 31)
WAIT_S = 60
MOST = 200
# Matching is told homes to a thousandth of a degree (some hundred metres) only.
HOME_DIGITS = 3
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True)
class Loaded:
    """What the front door took in: the ids it gave by the file's keys, and the rest.

    `refused` are the answers to adverts that were not published, by the file's keys.
    """

    exchange: Exchange
    officers: dict[str, Person]
    workers: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    refused: dict[str, Json] = field(default_factory=dict)

    def officer_of(self, worker: str) -> Person:
        """Who keeps the county where the worker lives."""
        area = self.exchange.workers[worker].area or ""
        return self.officers[area[:6]]

    def shortlist_of(self, worker: str) -> Json:
        """The worker's list as the gateway answers it."""
        path = f"/v1/workers/{self.workers[worker]}/shortlist"
        return _taken(self.officer_of(worker).get(path, limit=MOST))

    def state_of(self, post: str) -> str:
        """The post's state as its county sees it."""
        asked = [
            officer.get(f"/v1/posts/{self.posts[post]}")
            for officer in self.officers.values()
        ]
        return next(str(a.json()["state"]) for a in asked if a.status_code == 200)


def homes_as_told(document: Json) -> Json:
    """The file with homes as exact as others may know them."""
    persons = [_with_home_as_told(person) for person in document["persons"]]
    return {**document, "persons": persons}


def _with_home_as_told(person: Json) -> Json:
    home = person["facts"]["home"]
    rounded = {name: round(home[name], HOME_DIGITS) for name in ("lat", "lng")}
    return {**person, "facts": {**person["facts"], "home": {**home, **rounded}}}


def areas_of(document: Json) -> list[Json]:
    """The areas that the file's people live in, up to their provinces."""
    homes = [(p["facts"]["home"], p["world"]) for p in document["persons"]]
    mountains = {
        name: "mountain" in world["terrain"]
        for name, world in document["worlds"].items()
    }
    found: dict[str, Json] = {}
    for home, world in homes:
        village = home["village_code"]
        terrain = "mountain" if mountains[world] else "plain"
        for digits in (2, 4, 6, 9, 12):
            code = village[:digits].ljust(12, "0")
            found[code] = {"code": code, "name": f"地区{code}", "terrain": terrain}
    return list(found.values())


def load(exchange: Exchange, officers: dict[str, Person]) -> Loaded:
    """Everybody and every post by the public API, in the order of the file."""
    loaded = Loaded(exchange, officers)
    employers = {county: _employer(officers[county], county) for county in officers}
    for at, key in enumerate(exchange.workers):
        _add_worker(loaded, key, at)
    counties = county_of_posts(exchange)
    for key in exchange.posts:
        county = counties[key]
        _add_post(loaded, officers[county], employers[county], key)
    _wait_until_followed(loaded)
    return loaded


def county_of_posts(exchange: Exchange) -> dict[str, str]:
    """Who keeps each post: the county of the people in whose pools it stands."""
    return {
        post: (exchange.workers[worker].area or "")[:6]
        for worker, pool in exchange.pools.items()
        for post in pool
    } | {key: stated.area[:6] for key, stated in exchange.posts.items() if stated.area}


def _employer(officer: Person, county: str) -> str:
    contact = {"name": "王主管", "phone": "15400000001"}
    draft = {
        "name": "示例用人单位",
        "kind": "enterprise",
        "area": county.ljust(12, "0"),
        "contacts": [contact],
    }
    made = _taken(officer.post("/v1/employers", draft))
    _taken(officer.post(f"/v1/employers/{made['id']}/verify"))
    return str(made["id"])


def _add_worker(loaded: Loaded, key: str, at: int) -> None:
    stated = loaded.exchange.workers[key]
    birth = understand_worker(stated, id=NOBODY).birth
    sex = 1 if stated.sex == "male" else 0
    body = f"990121{birth:%Y%m%d}{at * 2 + sex:03d}"
    draft = {
        "origin": {"source": "visit"},
        "name": f"张{GIVEN[at]}",
        "id_number": body + identity_check(body),
        "phones": [{"number": f"1540001{at:04d}"}],
        "stated": stated.model_dump(mode="json", exclude_none=True),
    }
    made = _taken(loaded.officer_of(key).post("/v1/workers", draft))
    loaded.workers[key] = UUID(made["id"])


def _add_post(loaded: Loaded, officer: Person, employer: str, key: str) -> None:
    stated = loaded.exchange.posts[key]
    draft = {"employer": employer, "stated": _told(_as_it_began(stated))}
    made = _taken(officer.post("/v1/posts", draft))
    loaded.posts[key] = UUID(made["id"])
    path = f"/v1/posts/{made['id']}"
    published = officer.post(f"{path}/publish")
    if published.status_code != 200:
        loaded.refused[key] = published.json()
    elif stated.state == "filled":
        _taken(officer.post(f"{path}/fill"))
    elif stated.state == "expired":
        ended = _as_it_began(stated).model_copy(
            update={"valid_until": stated.valid_until}
        )
        _taken(officer.ask("PUT", path, json={"stated": _told(ended)}))


def _as_it_began(stated: StatedPost) -> StatedPost:
    """The post as it was before it was filled or expired."""
    changes: Json = {"state": "draft", "openings": max(1, stated.openings)}
    if stated.state == "expired":
        changes["valid_until"] = LATER
    return stated.model_copy(update=changes)


def _told(stated: StatedPost) -> Json:
    return stated.model_dump(mode="json", exclude_none=True)


def _taken(answer: Any) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def _wait_until_followed(loaded: Loaded) -> None:
    """Matching follows in order: with the last post it knows all, and so for people."""
    worker = list(loaded.workers)[-1]
    post = [key for key in loaded.posts if key not in loaded.refused][-1]
    asked = {"worker": loaded.workers[worker], "post": loaded.posts[post]}
    officer = loaded.officer_of(worker)
    _wait(lambda: officer.get("/v1/matches/explain", **asked).status_code == 200)


def _wait(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < ends, "matching does not know everything"
        time.sleep(0.05)


def lists_by_api(loaded: Loaded) -> dict[str, list[Json]]:
    """Every worker's matches of the own pool, best first, by the file's keys."""
    keys = {str(id): key for key, id in loaded.posts.items()}
    lists = {}
    for worker, pool in loaded.exchange.pools.items():
        items = loaded.shortlist_of(worker)["items"]
        named = [_named(item["match"], keys[item["match"]["post"]]) for item in items]
        lists[worker] = [match for match in named if match["post"] in pool]
    return lists


def lists_by_judge(exchange: Exchange) -> dict[str, list[Json]]:
    """The same from the file alone, as `doorstep judge` finds it."""
    return {
        worker: [
            _named(match_of(found, "zh").model_dump(mode="json"), post)
            for post, found in judged
        ]
        for worker, judged in judge_exchange(exchange).items()
    }


def _named(match: Json, post: str) -> Json:
    """The match under the file's key of its post, without ids."""
    return {**match, "worker": None, "post": post}


def verdicts(lists: dict[str, list[Json]]) -> dict[str, list[tuple[str, str]]]:
    """Posts with their verdicts, best first."""
    return {
        worker: [(match["post"], match["verdict"]) for match in matches]
        for worker, matches in lists.items()
    }
