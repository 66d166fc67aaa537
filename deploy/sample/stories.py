"""The five story people of the demo, with fixed ids and phones, and work near them.

A couple who are both disabled, a mother who fetches her child at half past four, a
youth of seventeen, and a farmer of fifty-eight who is free in the slack season only.
"""

from datetime import date
from typing import Any
from uuid import UUID

from common.contracts.jobs import Contact
from common.contracts.values import Pay
from common.contracts.values import Place
from common.intake.credit_code import inner_check
from common.intake.credit_code import outer_check
from common.intake.identifiers import identity_check
from common.intake.stated import Hours
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker
from deploy.sample import moving
from deploy.sample.identities import certificate
from deploy.sample.shape import SampleCounty
from deploy.sample.shape import SampleEmployer
from deploy.sample.shape import SampleHousehold
from deploy.sample.shape import SamplePost
from deploy.sample.shape import SampleSite
from deploy.sample.shape import SampleWorker
from deploy.sample.tables import table

HUSBAND, WIFE, MOTHER, YOUTH, FARMER = (
    UUID(f"01900000-0000-7000-8000-0000000000{number:02x}") for number in range(1, 6)
)
STORY_PEOPLE = (HUSBAND, WIFE, MOTHER, YOUTH, FARMER)
_HOMES = ("couple", "mother", "youth", "farmer")


def county_of_stories(today: date, *, moved: bool = False) -> SampleCounty:
    """The story people with their homes, and the employers and posts near them.

    No areas: those belong to the county where the stories are told, their own or the
    one they are moved to.
    """
    stories = moving.moved(table("stories")) if moved else table("stories")
    people = tuple(
        _worker(row, ident, today)
        for row, ident in zip(stories["workers"], STORY_PEOPLE, strict=True)
    )
    employers = tuple(_employer(row, i) for i, row in enumerate(stories["employers"]))
    sites = tuple(
        _site(row, employer, i)
        for i, (row, employer) in enumerate(
            zip(stories["employers"], employers, strict=True)
        )
    )
    keys = [row["key"] for row in stories["employers"]]
    at = dict(zip(keys, zip(employers, sites, strict=True), strict=True))
    return SampleCounty(
        areas=(),
        households=tuple(_household(home, people) for home in _HOMES),
        workers=people,
        employers=employers,
        sites=sites,
        posts=tuple(
            _post(row, i, at[row["employer"]], today)
            for i, row in enumerate(stories["posts"])
        ),
    )


def _fixed(group: int, number: int) -> UUID:
    return UUID(f"01900000-0000-7000-8000-00000000{group:02x}{number:02x}")


def _household(home: str, people: tuple[SampleWorker, ...]) -> SampleHousehold:
    ident = _fixed(0x10, _HOMES.index(home))
    members = [worker for worker in people if worker.stated.household == ident]
    area = members[0].stated.area
    if area is None:
        raise ValueError(f"story home {home} has no area")
    return SampleHousehold(ident, area, 3 if home != "youth" else 4)


def _worker(row: dict[str, Any], ident: UUID, today: date) -> SampleWorker:
    birth = _months_before(today, row["years"] * 12 + row["months"])
    body = f"990121{birth:%Y%m%d}{row['order']}"
    number = body + identity_check(body)
    lat, lng = row["point"]
    stated = StatedWorker(
        **row["stated"],
        place=Place(lat=lat, lng=lng, accuracy_m=50, source="survey"),
        household=_fixed(0x10, _HOMES.index(row["home"])),
        birth=birth,
        sex=row["sex"],
    )
    disability = row["disability"]
    return SampleWorker(
        id=ident,
        name=row["name"],
        id_number=number,
        certificate=certificate(number, *disability) if disability else None,
        phone=row["phone"],
        phone_owner="本人",
        facts="full",
        stated=stated,
    )


def _months_before(day: date, months: int) -> date:
    """The fifteenth of the month that lies so many months before the day."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 15)


def _employer(row: dict[str, Any], i: int) -> SampleEmployer:
    body = row["code"]
    if body is not None:
        body += inner_check(body[8:])
        body += outer_check(body)
    return SampleEmployer(
        id=_fixed(0x20, i),
        name=row["name"],
        credit_code=body,
        kind=row["kind"],
        area=row["area"],
        contact=Contact(name=row["contact"][0], phone=row["contact"][1]),
    )


def _site(row: dict[str, Any], employer: SampleEmployer, i: int) -> SampleSite:
    return SampleSite(
        id=_fixed(0x30, i),
        employer=employer.id,
        name=employer.name.removesuffix("（示例）"),
        area=row["area"],
        place=_site_place(row),
    )


def _site_place(row: dict[str, Any]) -> Place:
    lat, lng = row["point"]
    return Place(lat=lat, lng=lng, accuracy_m=50, source="survey")


def _shifts(row: dict[str, Any]) -> tuple[Hours, ...]:
    """Shifts from `["1-6", "08:00", "17:00"]`."""
    return tuple(
        Hours(days=tuple(range(int(days[0]), int(days[-1]) + 1)), start=start, end=end)
        for days, start, end in row["shifts"]
    )


def _post(
    row: dict[str, Any], i: int, at: tuple[SampleEmployer, SampleSite], today: date
) -> SamplePost:
    employer, site = at
    stated = _stated_post(row, employer, site, today)
    return SamplePost(_fixed(0x40, i), employer.id, site.id, stated)


def _stated_post(
    row: dict[str, Any], employer: SampleEmployer, site: SampleSite, today: date
) -> StatedPost:
    """A published post at its employer's only site, open for a year."""
    low, high, unit, piece = row["pay"]
    return StatedPost(
        title=row["title"],
        text=row["text"],
        kind=employer.kind,
        state="published",
        area=employer.area,
        place=site.place,
        home_based=row.get("home", False),
        delivery=tuple(row.get("delivery", ())),
        shifts=_shifts(row),
        flexible=row.get("flexible", False),
        days_required=row.get("days"),
        season_months=row.get("season"),
        pay=Pay(min=low, max=high, unit=unit, piece_rate=piece),
        skills=tuple(row.get("skills", ())),
        functions=tuple(row["functions"]),
        hazards=tuple(row.get("hazards", ())),
        age_min=row["age"][0],
        age_max=row["age"][1],
        training=row.get("training"),
        accommodations=tuple(row.get("accommodations", ())),
        meals=row.get("meals", False),
        insurance=row.get("insurance", False),
        openings=row["openings"],
        valid_from=today,
        valid_until=today.replace(day=1).replace(year=today.year + 1),
        contact=employer.contact,
    )
