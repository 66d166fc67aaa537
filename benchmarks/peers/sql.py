"""The rule page in SQL: tables from the columns, and one query for one worker.

PostgreSQL and DuckDB read the same text; what they spell differently is in a few small
functions of their own. Everything that can be reckoned once is reckoned at loading.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import NamedTuple

import numpy as np

from benchmarks.peers.laid import EARTH
from benchmarks.peers.laid import Offers
from benchmarks.peers.laid import offers_of
from benchmarks.peers.numpy_oracle import reach_of
from benchmarks.peers.people import WEEK
from benchmarks.peers.people import Person
from services.matching.kernel.ranking import Side

RULES = Path(__file__).with_name("rules.sql")
SAME = (
    "id", "area", "x", "y", "z", "residence", "residence_cut", "pay_min", "pay_max",
    "earned", "valid_from", "valid_until", "openings", "published", "advert", "lift_kg",
    "title", "lifted", "health_card", "minutes_per_day", "season", "earliest", "latest",
    "age_min", "age_max", "days_required", "placed", "outside", "home_based", "live_in",
    "lodging", "meals", "insurance", "training", "pattern", "flexible", "schooling",
    "formal_age", "demands_known", "traits",
)  # fmt: skip
OF_WORKER = (
    "area", "x", "y", "z", "looking", "birth", "female", "unsafe", "refused", "wished",
    "limits_known", "limited", "groups_known", "licences_known", "schooling",
    "languages_known", "months", "floor", "floor_unit", "lodging", "scope",
    "reach_known", "placed", "max_metres", "skills_known", "has_wish", "week_known",
    "night", "max_minutes",
)  # fmt: skip
SCOPES = {1: 1, 2: 1_000, 3: 1_000_000}
KM_BEYOND = 2_000.0
FLOATS = {"x", "y", "z", "east", "north", "speed", "fixed", "detour", "curve", "far"}
MOST_COLUMNS = ("distance", "skills", "week", "pay", "wish", "terms", "ease")

Table = dict[str, Any]


class Asked(NamedTuple):
    """What the query is given: the worker, metres east and north, and the reach."""

    worker: int
    east: float
    north: float
    far: float


class Tables(NamedTuple):
    """All tables by name, and the arguments for each worker."""

    tables: dict[str, Table]
    asked: list[Asked]


def tables_of(side: Side, workers: Sequence[int]) -> Tables:
    """Every post, and the workers that are asked about."""
    offers = offers_of(side)
    axes = axes_of(offers)
    people = [Person(side, int(i)) for i in workers]
    asked = [
        asked_of(int(i), one, axes) for i, one in zip(workers, people, strict=True)
    ]
    tables = {
        "post": posts_of(side, offers, axes),
        "shift": listed(offers, "shifts", ("start", "end", "days", "night"), {}),
        "need": listed(offers, "needs", ("code", "years", "must", "trains"), {}),
        "stop": stops_of(offers),
        "need_code": {"code": np.unique(side.posts.needs["code"])},
        "title": {"title": np.unique(side.posts.rows["title"])},
        "skill_like": likeness_of(side.rules.similarity),
        "title_like": likeness_of(side.rules.titles),
        "worker": workers_of(people, asked),
        **more_of_workers(people, asked),
    }
    return Tables(tables, asked)


def axes_of(offers: Offers) -> Any:
    """Unit vectors east and north of the middle of all posts, (2, 3)."""
    points = np.stack([offers.columns[axis] for axis in "xyz"], axis=1)
    up = points[offers.columns["placed"] == 1].mean(axis=0)
    up /= np.linalg.norm(up)
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    return np.stack([east, np.cross(up, east)])


def posts_of(side: Side, offers: Offers, axes: Any) -> Table:
    """One row for each post, with what can be reckoned beforehand."""
    columns, values = offers.columns, side.rules.values
    table = {name: columns[name] for name in SAME if name != "id"}
    count, weekly = len(columns["area"]), columns["weekly"].astype(np.int64)
    rows = side.posts.rows
    order = np.lexsort((rows["uid_low"], rows["uid_high"]))
    uid = np.empty(count, np.int64)
    uid[order] = np.arange(count)
    hours = np.where(weekly < 0, int(values[0]["month_hours"]) * 6000, weekly * 433)
    unit = np.where(columns["pay_unit"] == 1, 156_000, 6000)
    unit = np.where(columns["pay_unit"] == 2, hours, unit)
    region, waged = columns["region"], columns["waged"]
    least = np.where(waged == 1, values["wage_month"][region], 0)
    points = np.stack([columns[axis] for axis in "xyz"], axis=1) @ axes.T * EARTH
    free = np.ones(count, np.int64)
    free[offers.treed] = 0
    drive = ~np.int64(values[0]["drive"])
    return table | offers.masks | {
        "id": np.arange(count),
        "uid": uid,
        "grp": columns["group"],
        **{f"at{level}": columns["at"][:, level] for level in range(1, 4)},
        "counted": np.where(offers.masks["required"] != 0, drive, -1),
        "night": offers.night,
        "shifts": offers.flats["shifts"].counts,
        "wage_least": np.where(waged == 2, values["wage_hour"][region], least),
        "firm": values["wage_firm"][region],
        "part_time": (weekly >= 0) & (weekly < values[0]["part_time_minutes"]),
        "hours_month": hours,
        "least_month": columns["pay_min"] * unit,
        "most_month": columns["pay_max"] * unit,
        "east": points[:, 0],
        "north": points[:, 1],
        "free": free,
    }  # fmt: skip


def listed(
    offers: Offers, name: str, fields: Sequence[str], more: dict[str, int]
) -> Table:
    """What posts have several of, with the post and the place among its own."""
    entries, owner = offers.flats[name].of(np.arange(len(offers.night)))
    starts = np.cumsum(offers.flats[name].counts) - offers.flats[name].counts
    renamed = {"end": "finish"}
    return {
        "post": owner,
        "k": np.arange(len(owner)) - starts[owner],
        **{renamed.get(field, field): entries[field] for field in fields},
        **{field: np.full(len(owner), value) for field, value in more.items()},
    }


def stops_of(offers: Offers) -> Table:
    """Where material is brought, where shuttles stop, and the known ways."""
    fields = ("area", "cut", "x", "y", "z", "placed", "minutes", "first", "last",
              "runs", "mode")  # fmt: skip
    kinds = [
        listed(offers, name, fields, {"kind": kind})
        for kind, name in enumerate(("delivery", "shuttle", "known"))
    ]
    return {field: np.concatenate([one[field] for one in kinds]) for field in kinds[0]}


def likeness_of(table: Any) -> Table:
    """The pairs of a table that are alike at all."""
    one, other = np.nonzero(table)
    return {"one": one, "other": other, "value": table[one, other]}


def asked_of(i: int, person: Person, axes: Any) -> Asked:
    """A worker's arguments; a plane is a little off, so the circle is wider."""
    row = person.row
    home = np.array([row[axis] for axis in "xyz"])
    east, north = (axes @ home * EARTH).tolist()
    far = reach_of(person)
    return Asked(i, east, north, 1e9 if far is None else far * 1.01 + KM_BEYOND)


def workers_of(people: list[Person], asked: list[Asked]) -> Table:
    """One row for each worker."""
    table: dict[str, list[Any]] = {name: [] for name in OF_WORKER}
    for person in people:
        for name in OF_WORKER:
            table[name].append(person.row[name].item())
    told = [more_of(person) for person in people]
    return {
        "id": np.array([one.worker for one in asked]),
        **{name: np.array(column) for name, column in table.items()},
        **{name: np.array([one[name] for one in told]) for name in told[0]},
    }


def more_of(person: Person) -> dict[str, Any]:
    """What a worker's row does not hold in so many words."""
    row, values = person.row, person.values
    masks = ("licences", "groups", "languages", "bars")
    return {
        "age": int(person.age),
        "retired": int(values["today"] >= row["retires"]),
        "scope_cut": SCOPES.get(int(row["scope"]), 1),
        "detour": float(values["detour"][row["terrain"]]),
        "curve": float(values["curve"][row["terrain"]]),
        **{name: int(getattr(person, name)) for name in masks},
        **{f"blocks{level}": int(row["blocks"][level]) for level in range(1, 4)},
        **{f"cautions{level}": int(row["cautions"][level]) for level in range(1, 4)},
    }


def more_of_workers(people: list[Person], asked: list[Asked]) -> dict[str, Table]:
    """What workers have several of."""
    held, words, days, modes, spans = [], [], [], [], []
    for person, one in zip(people, asked, strict=True):
        row, at = person.row, one.worker
        held += [(at, *skill) for skill in person.skills[["code", "years"]].tolist()]
        lists = (person.refused, person.wished, person.trades)
        words += [(at, k, int(word)) for k, some in enumerate(lists) for word in some]
        opens = [day for day in range(7) if (int(row["starts"]) >> day) & 1]
        days += [(at, day, int(row["longest"][day])) for day in opens]
        modes += modes_of(person, at)
        spans += spans_of(person, at)
    return {
        "held": columns(("worker", "code", "years"), held),
        "worker_word": columns(("worker", "list", "word"), words),
        "worker_day": columns(("worker", "day", "longest"), days),
        "worker_mode": columns(("worker", "mode", "most", "speed", "fixed"), modes),
        "span": columns(("worker", "list", "start", "finish"), spans),
    }


def columns(names: Sequence[str], rows: list[Any]) -> Table:
    """Rows as columns."""
    turned = zip(*rows, strict=True) if rows else ([] for _ in names)
    return {
        name: np.array(column, float if name in FLOATS else np.int64)
        for name, column in zip(names, turned, strict=True)
    }


def modes_of(person: Person, worker: int) -> list[Any]:
    """The worker's modes and the shuttle, with the minutes that each may take."""
    row, values, terrain = person.row, person.values, person.row["terrain"]
    told = []
    for mode in range(7):
        if mode < 6 and not (int(row["modes"]) >> mode) & 1:
            continue
        most = int(row["mode_minutes"][mode])
        if most < 0 and mode < 6 and row["max_metres"] < 0:
            most = int(values["walk_minutes" if mode in (0, 5) else "ride_minutes"])
        speed = float(values["speed"][mode, terrain])
        told.append((worker, mode, most, speed, float(values["fixed"][mode])))
    return told


def spans_of(person: Person, worker: int) -> list[Any]:
    """Open, care and free hours of last week, this and the next."""
    return [
        (worker, which, int(span["start"]) + week, int(span["end"]) + week)
        for which, spans in enumerate(person.spans)
        for span in spans
        for week in (-WEEK, 0, WEEK)
    ]


def query_of(side: Side, candidates: str, top: int) -> str:
    """The text with the thresholds of the day."""
    values = side.rules.values[0]
    plain = {
        name: int(values[name]) for name in values.dtype.names if values[name].ndim == 0
    }
    minors = {f"minors_{k}": int(values["minors_at"][k]) for k in range(1, 4)}
    most = zip(MOST_COLUMNS, values["most"].tolist(), strict=True)
    return RULES.read_text(encoding="utf-8").format_map(
        plain
        | minors
        | {f"m_{name}": points for name, points in most}
        | {
            "candidates": candidates,
            "earth": EARTH,
            "over": 100 + plain["over_percent"],
            "slack": max(1, plain["ok_minutes"]),
            "top": top,
        }
    )
