"""Posts of all kinds, each from a pattern of `posts.json`, numbers by chance."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Any

from common.contracts.jobs import PostState
from common.contracts.values import Pay
from common.contracts.values import Stop
from common.intake.stated import Hours
from common.intake.stated import StatedPost
from deploy.sample.chance import Chance
from deploy.sample.chance import quotas
from deploy.sample.employers import Town
from deploy.sample.employers import townships_near
from deploy.sample.places import COUNTIES
from deploy.sample.places import Counties
from deploy.sample.places import village_by_code
from deploy.sample.shape import SampleEmployer
from deploy.sample.shape import SamplePost
from deploy.sample.shape import SampleSite
from deploy.sample.tables import table

_UNLAWFUL_SHARE = 0.01
_STATES: tuple[PostState, ...] = ("published", "paused", "filled", "closed", "expired")
_STATE_WEIGHTS = (0.93, 0.02, 0.02, 0.02, 0.01)
_STEP = {"month": 100, "day": 10, "hour": 1}


@dataclass(frozen=True, slots=True)
class Desk:
    """What posts are drawn from."""

    chance: Chance
    town: Town
    today: date
    counties: Counties


def posts(desk: Desk, count: int) -> list[SamplePost]:
    """`count` posts in the patterns' proportions; a few unlawful ones stay drafts."""
    unlawful = max(1, round(count * _UNLAWFUL_SHARE))
    patterns = [one for one in table("posts")["posts"] if _homes(desk, one)]
    counts = quotas(count - unlawful, [pattern["weight"] for pattern in patterns])
    drawn = [
        _post(desk, pattern)
        for pattern, times in zip(patterns, counts, strict=True)
        for _ in range(times)
    ]
    adverts = table("posts")["unlawful"]
    return drawn + [_advert(desk, adverts[i % len(adverts)]) for i in range(unlawful)]


def _post(desk: Desk, pattern: dict[str, Any]) -> SamplePost:
    chance = desk.chance
    homes = _homes(desk, pattern)
    county = homes[0] if len(homes) == 1 else chance.one(homes)
    employer, site = desk.town.site_for(pattern["kind"], pattern["where"], county)
    state = chance.weighted(_STATES, _STATE_WEIGHTS)
    outside = pattern["where"] == "outside"
    open_count = chance.whole(*pattern.get("openings", [1, 3]))
    stated = StatedPost(
        title=chance.one(pattern["title"]),
        kind=pattern["kind"],
        state=state,
        outside_county=outside,
        area=None if outside else site.area,
        place=None if outside else site.place,
        openings=0 if state == "filled" else open_count,
        contact=employer.contact,
        pay=_pay(chance, pattern),
        **_work(chance, pattern),
        **_wants(pattern),
        **_offers(chance, pattern),
        **_where(chance, pattern, site),
        **_dates(desk, state),
    )
    return SamplePost(chance.id(), employer.id, None if outside else site.id, stated)


def _homes(desk: Desk, pattern: dict[str, Any]) -> Counties:
    """The counties where there is such work; a few kinds need plains or mountains."""
    terrain = pattern.get("terrain")
    return tuple(
        county
        for county in desk.counties
        if terrain in (None, COUNTIES[county].terrain)
    )


def _pay(chance: Chance, pattern: dict[str, Any]) -> Pay:
    """A range inside the pattern's, in round steps of its unit."""
    low, high, unit = pattern["pay"]
    step = _STEP[unit]
    bottom = low + step * int((high - low) / step * chance.unit() * 0.6)
    top = bottom + step * int((high - bottom) / step * chance.between(0.2, 1.0))
    piece = bool(pattern.get("piece"))
    return Pay(min=bottom, max=max(top, bottom), unit=unit, piece_rate=piece)


def _work(chance: Chance, pattern: dict[str, Any]) -> dict[str, Any]:
    shifts = tuple(
        Hours(days=tuple(range(int(days[0]), int(days[-1]) + 1)), start=start, end=end)
        for days, start, end in pattern.get("shifts", ())
    )
    minutes = pattern.get("flexible_minutes")
    home = bool(pattern.get("home"))
    season = pattern.get("season")
    return {
        "pattern": pattern.get("pattern", "single"),
        "shifts": shifts,
        "flexible": bool(minutes)
        or (home and not shifts)
        or chance.yes(pattern.get("flex", 0.0)),
        "days_required": pattern.get("days"),
        "hours_per_day": None if minutes is None else chance.whole(*minutes) / 60,
        "season_months": None if season is None else tuple(chance.one(season)),
        "live_in": bool(pattern.get("live_in")),
        "home_based": home,
        "remote": bool(pattern.get("remote")),
    }


def _wants(pattern: dict[str, Any]) -> dict[str, Any]:
    age = pattern.get("age")
    functions = pattern.get("functions")
    return {
        "skills": tuple(pattern.get("skills", ())),
        "certificates": tuple(pattern.get("certs", ())),
        "functions": None if functions is None else tuple(functions),
        "hazards": tuple(pattern.get("hazards", ())),
        "background": tuple(pattern.get("background", ())),
        "target_groups": tuple(pattern.get("groups", ())),
        "age_min": None if age is None else age[0],
        "age_max": None if age is None else age[1],
    }


def _offers(chance: Chance, pattern: dict[str, Any]) -> dict[str, Any]:
    """What the employer gives, and an advert's text that speaks of it."""
    words = table("posts")["accommodation_words"]
    likely = pattern.get("accommodations", {})
    granted = [name for name, share in likely.items() if chance.yes(share)]
    schooling = pattern.get("schooling")
    training = pattern.get("training")
    meals = chance.yes(pattern.get("meals", 0.0))
    said = [chance.one(pattern["texts"])]
    said += [words[name] + "。" for name in granted if name in words]
    said += ["包中饭。"] if meals else []
    return {
        "text": "".join(said),
        "accommodations": tuple(granted),
        "schooling": schooling[0] if schooling and chance.yes(schooling[1]) else None,
        "training": training[0] if training and chance.yes(training[1]) else None,
        "meals": meals,
        "lodging": chance.yes(pattern.get("lodging", 0.0)),
        "insurance": chance.yes(pattern.get("insurance", 0.0)),
        "point_to_point_bus": chance.yes(pattern.get("bus", 0.0)),
    }


def _where(chance: Chance, pattern: dict[str, Any], site: SampleSite) -> dict[str, Any]:
    """Shuttle stops, delivery of material, and whom a public-welfare post is for."""
    village = village_by_code(site.area)
    shuttle: tuple[str, ...] = ()
    if chance.yes(pattern.get("shuttle", 0.0)):
        near = townships_near(village, 7)
        shuttle = chance.some(near, chance.whole(2, 4))
    delivery: tuple[str, ...] = ()
    if pattern.get("home") and not pattern.get("remote"):
        delivery = townships_near(village, chance.whole(1, 2))
    residence = None
    if pattern.get("groups") and not pattern.get("no_residence"):
        residence = village.code if chance.yes(0.4) else village.township
    return {
        "shuttle": tuple(Stop(area=area) for area in shuttle),
        "delivery": delivery,
        "residence": residence,
    }


def _dates(desk: Desk, state: PostState) -> dict[str, date | None]:
    chance, today = desk.chance, desk.today
    if state == "expired":
        begin = today - timedelta(days=chance.whole(60, 120))
        return {"valid_from": begin, "valid_until": begin + timedelta(days=45)}
    until = None if chance.yes(0.15) else today + timedelta(days=chance.whole(30, 360))
    begin = today - timedelta(days=chance.whole(0, 45))
    return {"valid_from": begin, "valid_until": until}


def _advert(desk: Desk, advert: dict[str, Any]) -> SamplePost:
    """An advert that must never be shown: it waits as a draft."""
    employer, site = _any_employer(desk)
    low, high, unit = advert["pay"]
    home = bool(advert.get("home"))
    stated = StatedPost(
        title=advert["title"],
        text=advert["text"],
        kind=employer.kind,
        state="draft",
        area=site.area,
        place=site.place,
        home_based=home,
        flexible=home,
        shifts=()
        if home
        else (Hours(days=(1, 2, 3, 4, 5), start="08:30", end="17:30"),),
        pay=Pay(min=low, max=high, unit=unit),
        sex=advert.get("sex"),
        marital=advert.get("marital"),
        openings=2,
        contact=employer.contact,
    )
    return SamplePost(desk.chance.id(), employer.id, site.id, stated)


def _any_employer(desk: Desk) -> tuple[SampleEmployer, SampleSite]:
    county = desk.chance.one(desk.counties)
    return desk.town.site_for("enterprise", "town", county)
