"""A small county: areas, employers, posts and workers, and who may see which."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key

COUNTY = "990121000000"
TOWN = "990121101000"
VILLAGE = "990121101201"
OTHER_TOWN = "990121204000"
FAR_COUNTY = "990122000000"
LATE = [{"days": [1, 2, 3, 4, 5], "start": "17:30", "end": "21:30"}]
AREAS = [
    {"code": "990000000000", "name": "示例省"},
    {"code": "990100000000", "name": "示例市"},
    {"code": COUNTY, "name": "示例县"},
    {"code": TOWN, "name": "一镇"},
    {
        "code": VILLAGE,
        "name": "上村",
        "centre": {"lat": 31.86, "lng": 106.75, "accuracy_m": 300},
    },
    {"code": OTHER_TOWN, "name": "二镇"},
    {"code": FAR_COUNTY, "name": "邻县"},
]


@dataclass(frozen=True)
class County:
    """Ids of what the county holds; near is the village's, far another county's."""

    employer: UUID
    far_employer: UUID
    post: UUID
    full_post: UUID
    bare_post: UUID
    draft: UUID
    group_post: UUID
    late_post: UUID
    far_draft: UUID
    far_post: UUID
    worker: UUID
    other_town_worker: UUID
    far_worker: UUID


class Voice:
    """A caller who speaks to a service directly, to set the scene."""

    def __init__(self, url: str, member: str, keys: Path, caller: Caller) -> None:
        self._url, self._member, self._caller = url, member, caller
        self._key = signing_key(keys / "gateway.private.json")

    def tell(self, method: str, path: str, body: Any) -> Any:
        """One write that must succeed."""
        token = sign(self._caller, self._key, self._member)
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": uuid4().hex,
            "Accept-Language": "en",
        }
        url = self._url + path
        answer = httpx.request(method, url, json=body, headers=headers, timeout=60)
        assert answer.is_success, answer.text
        return answer.json()

    def add(self, path: str, body: Any) -> UUID:
        """A new thing's id."""
        return UUID(self.tell("POST", path, body)["id"])


def a_post(employer: UUID, **facts: Any) -> dict[str, Any]:
    """A published post of an employer that is complete and lawful."""
    stated = {
        "title": "缝纫工",
        "text": "平车缝制校服，可以坐着做，不收任何费用。",
        "area": VILLAGE,
        "place": {"lat": 31.861, "lng": 106.751},
        "shifts": [{"days": [1, 2, 3, 4, 5], "start": "08:30", "end": "16:30"}],
        "pay": {"min": 2300, "max": 3500, "unit": "month"},
        "openings": 3,
        "valid_until": "2031-06-30",
        "state": "published",
        **facts,
    }
    return {"employer": str(employer), "stated": stated}


def a_worker(name: str, **facts: Any) -> dict[str, Any]:
    """A worker who can sew and is free all day."""
    week = {"days": [1, 2, 3, 4, 5, 6], "start": "07:00", "end": "19:00"}
    stated = {
        "area": VILLAGE,
        "place": {"lat": 31.86, "lng": 106.75},
        "birth": "1985-03-01",
        "sex": "female",
        "skills": ["缝纫"],
        "hours": [week],
        "transport": ["电动车"],
        "max_minutes": 40,
        "limits": [],
        "schooling": "初中",
        "languages": ["普通话"],
        "certificates": [],
        "categories": [],
        "night": False,
        **facts,
    }
    return {
        "origin": {"source": "visit"},
        "name": name,
        "phones": [{"number": "15400001234", "relation": "self"}],
        "stated": stated,
    }


def settle(urls: dict[str, str], keys: Path) -> County:
    """Put everything in place through the services themselves."""
    admin = Caller("setting", "admin", ("",), purpose="set the scene")
    near = Caller("setting", "county", ("990121",), purpose="set the scene")
    far = Caller("setting", "county", ("990122",), purpose="set the scene")
    Voice(urls["people"], "people", keys, admin).tell("PUT", "/areas", AREAS)
    people = Voice(urls["people"], "people", keys, near)
    far_people = Voice(urls["people"], "people", keys, far)
    jobs = Voice(urls["jobs"], "jobs", keys, near)
    far_jobs = Voice(urls["jobs"], "jobs", keys, far)
    contact = {"name": "王主管", "phone": "15400000001"}
    firm = {"name": "示例服装厂", "kind": "workshop", "area": TOWN}
    employer = jobs.add("/employers", {**firm, "contacts": [contact]})
    bare = jobs.add("/employers", {**firm, "name": "没留电话的作坊"})
    far_firm = {**firm, "name": "邻县工厂", "area": FAR_COUNTY}
    far_employer = far_jobs.add("/employers", far_firm)
    far_draft = a_post(far_employer, area=FAR_COUNTY, place=None, state="draft")
    groups = {"target_groups": ["残疾人"], "kind": "public_welfare"}
    return County(
        employer=employer,
        far_employer=far_employer,
        post=jobs.add("/posts", a_post(employer)),
        full_post=jobs.add("/posts", a_post(employer, title="包装工", openings=1)),
        bare_post=jobs.add("/posts", a_post(bare, title="裁剪工")),
        draft=jobs.add("/posts", a_post(employer, state="draft")),
        group_post=jobs.add("/posts", a_post(employer, title="保洁员", **groups)),
        late_post=jobs.add("/posts", a_post(employer, title="夜市帮工", shifts=LATE)),
        far_draft=far_jobs.add("/posts", far_draft),
        far_post=far_jobs.add("/posts", a_post(far_employer, area=FAR_COUNTY)),
        worker=people.add("/workers", a_worker("张小芳")),
        other_town_worker=people.add("/workers", a_worker("李二", area=OTHER_TOWN)),
        far_worker=far_people.add("/workers", a_worker("王远", area=FAR_COUNTY)),
    )
