"""The exchange format of graded sets: persons, posts and pools in one JSON file.

Only what a person or an employer stated is read. Ids are given by position, so that
equal scores keep the order of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from common.contracts.jobs import Flag
from common.contracts.values import Pay
from common.contracts.values import Place
from common.contracts.values import Stop
from common.intake.stated import Hours
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker

KINDS = {"enterprise", "workshop", "coop", "household", "platform", "public_welfare"}
STATES = {"open": "published", "filled": "filled", "expired": "expired"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One file, understood as statements; `pools` name posts per person."""

    as_of: date
    workers: dict[str, StatedWorker]
    posts: dict[str, StatedPost]
    flags: dict[str, tuple[Flag, ...]]
    pools: dict[str, tuple[str, ...]]


def read_exchange(document: Json) -> Exchange:
    """Statements of a parsed file; KeyError or ValidationError where it is malformed.

    Without pools every post stands in everybody's pool.
    """
    as_of = date.fromisoformat(document["as_of"])
    worlds = document.get("worlds") or {}
    townships = dict(_townships(document))
    posts = {post["id"]: post for post in document["posts"]}
    everything = tuple(posts)
    pools = {pool["person"]: tuple(pool["posts"]) for pool in document.get("pools", ())}
    people = {person["id"]: person for person in document["persons"]}
    return Exchange(
        as_of=as_of,
        workers={
            key: stated_worker(person, as_of, worlds) for key, person in people.items()
        },
        posts={key: stated_post(post, townships) for key, post in posts.items()},
        flags={key: stated_flags(post) for key, post in posts.items()},
        pools={key: pools.get(key, everything) for key in people},
    )


def id_at(position: int) -> UUID:
    """A stable id for the person or post at a position of the file."""
    return UUID(int=position + 1)


def _townships(document: Json) -> Iterator[tuple[tuple[str, str], str]]:
    """(county code, township name) → code, from every address that the file names."""
    homes = [person["facts"]["home"] for person in document["persons"]]
    for place in homes + [post["place"] for post in document["posts"]]:
        if place.get("township") and place.get("township_code"):
            county = place["township_code"][:6]
            yield (county, place["township"]), place["township_code"]


def stated_worker(person: Json, as_of: date, worlds: Json) -> StatedWorker:
    """One person's facts as stated; every field of the facts may be absent."""
    facts = person["facts"]
    home = facts.get("home") or {}
    free = facts.get("availability") or {}
    world = worlds.get(person.get("world", ""), {})
    return StatedWorker(
        area=home.get("village_code") or home.get("township_code"),
        terrain="mountain" if "mountain" in world.get("terrain", "") else "plain",
        place=_place(home),
        birth=facts.get("birth_date"),
        age=facts.get("age"),
        age_on=as_of,
        sex=facts.get("sex"),
        schooling=facts.get("education"),
        transport=(facts["transport"],) if facts.get("transport") else None,
        max_km=facts.get("max_one_way_km"),
        lodging=_lodging(facts.get("relocation")),
        hours=_hours(free.get("windows")),
        months=free.get("months"),
        max_hours_per_day=free.get("max_hours_per_day"),
        categories=facts.get("categories"),
        certificates=facts.get("certificates_as_stated"),
        skills=facts.get("skills_as_stated"),
        vetoes=tuple(facts.get("vetoes") or ()),
        limits=facts.get("limits_as_stated"),
        capabilities=facts.get("capabilities"),
        pay_floor=_floor(facts.get("min_wage")),
        said=person.get("raw_text", ""),
    )


def _place(place: Json) -> Place | None:
    if place.get("lat") is None or place.get("lng") is None:
        return None
    # To about 100 m, as homes are kept everywhere: a home is nobody's pin on a map.
    lat, lng = round(place["lat"], 3), round(place["lng"], 3)
    return Place(lat=lat, lng=lng, source="village_centroid")


def _lodging(relocation: str | None) -> Any:
    if relocation is None:
        return None
    if relocation in ("not_willing", "no", "none"):
        return "no"
    return "county" if "county" in relocation else "anywhere"


def _hours(windows: list[Json] | None) -> tuple[Hours, ...] | None:
    if windows is None:
        return None
    return tuple(
        Hours(days=w["weekdays"], start=w["start"], end=w["end"]) for w in windows
    )


def _floor(wage: Json | None) -> Pay | None:
    if wage is None:
        return None
    return Pay(min=wage["amount"], max=wage["amount"], unit=wage["unit"])


def stated_post(post: Json, townships: dict[tuple[str, str], str]) -> StatedPost:
    """One post as its employer states it; townships map names to codes."""
    county = _county(post["place"])

    def areas(names: list[str]) -> tuple[str, ...]:
        codes = (townships.get((county, name)) for name in names)
        return tuple(code for code in codes if code)

    return StatedPost(
        title=post["title"],
        text=post.get("text", ""),
        kind=_kind(post.get("employer_type")),
        state=STATES.get(post.get("state", "open"), "closed"),
        openings=post.get("openings", 1),
        valid_until=post.get("valid_until"),
        pay=_pay(post.get("wage")),
        **_where(post["place"]),
        **_when(post["schedule"]),
        **_asked(post["requirements"]),
        **_offered(post["offers"], areas),
        hazards=tuple(post.get("hazards") or ()),
    )


def _county(place: Json) -> str:
    code = place.get("county_code") or place.get("township_code") or ""
    return str(code)[:6]


def _kind(kind: str | None) -> Any:
    return kind if kind in KINDS else "enterprise"


def _pay(wage: Json | None) -> Pay | None:
    if not wage or wage.get("min") is None:
        return None
    return Pay(
        min=wage["min"],
        max=wage.get("max") or wage["min"],
        unit=wage["unit"],
        piece_rate=bool(wage.get("piece_rate")),
    )


def _where(place: Json) -> Json:
    return {
        "area": place.get("village_code") or place.get("township_code"),
        "place": _place(place),
        "outside_county": bool(place.get("outside_county")),
        "remote": bool(place.get("remote")),
        "known_ways": tuple(place.get("known_ways") or ()),
    }


def _when(schedule: Json) -> Json:
    return {
        "pattern": schedule.get("pattern") or "single",
        "shifts": _hours(schedule.get("shifts")) or (),
        "flexible": bool(schedule.get("flexible")),
        "home_based": bool(schedule.get("home_based")),
        "live_in": bool(schedule.get("live_in")),
        "hours_per_day": schedule.get("hours_per_day"),
        "season_months": schedule.get("season_months"),
    }


def _asked(asked: Json) -> Json:
    return {
        "age_min": asked.get("age_min"),
        "age_max": asked.get("age_max"),
        "sex": asked.get("sex"),
        "marital": asked.get("marital"),
        "schooling": asked.get("education_min"),
        "skills": tuple(asked.get("skills") or ()),
        "certificates": tuple(asked.get("certificates") or ()),
        "target_groups": tuple(asked.get("target_groups") or ()),
        "residence": asked.get("residence_township_code"),
        "functions": asked.get("functions"),
        "background": tuple(asked.get("background") or ()),
    }


def _offered(offers: Json, areas: Any) -> Json:
    help_codes = {
        "wheelchair_accessible": "ramp",
        "gesture_or_written_instruction": "written_instruction",
    }
    training = offers.get("training")
    return {
        "training": "有" if training is True else (training or None),
        "lodging": bool(offers.get("lodging")),
        "meals": bool(offers.get("meals")),
        "insurance": bool(offers.get("insurance")),
        "point_to_point_bus": bool(offers.get("point_to_point_bus")),
        "accommodations": tuple(c for k, c in help_codes.items() if offers.get(k)),
        "shuttle": tuple(Stop(area=a) for a in areas(offers.get("shuttle_from") or [])),
        "delivery": areas(offers.get("material_delivery_townships") or []),
    }


def stated_flags(post: Json) -> tuple[Flag, ...]:
    """What the source itself found unlawful; absent in most files."""
    flags = post.get("compliance_flags") or ()
    return tuple(Flag(code=str(flag), law="来源标注") for flag in flags)
