"""The whole rule page in numpy and a KD-tree: one worker with all posts at once.

What a careful data scientist would write: candidates from a circle, then every rule as
an expression over columns, then a partial sort. It shares no function with the kernel.
"""

from typing import Any

import numpy as np

from benchmarks.peers.going import commute
from benchmarks.peers.going import way_of
from benchmarks.peers.laid import EARTH
from benchmarks.peers.laid import Chosen
from benchmarks.peers.laid import Offers
from benchmarks.peers.marks import Marks
from benchmarks.peers.marks import blocked_if
from benchmarks.peers.marks import unknown_if
from benchmarks.peers.people import Person
from benchmarks.peers.weeks import Times
from benchmarks.peers.weeks import hours_of
from benchmarks.peers.working import pay_of
from benchmarks.peers.working import skills_of
from benchmarks.peers.working import wish_of
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.ranking import Side

WAGED_BY_MONTH, WAGED_BY_HOUR = 1, 2
# Metres at which reach is tried: the farther, the worse, so one step more is enough.
TRIED = np.arange(0, 100_000, 1_000)


def listed(side: Side, offers: Offers, i: int) -> tuple[Any, Any, Any]:
    """(places, verdict ranks, scores) of every listed post of worker i."""
    person = Person(side, i)
    if person.row["looking"] != 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    posts = Chosen(offers, candidates(person, offers))
    marks = Marks(len(posts.places))
    stand(person, posts, marks, side.rules.values)
    seek(person, posts, marks)
    left = marks.open()
    posts, marks = posts.kept(left), marks.kept(left)
    way = way_of(person, posts)
    marks.add(way.outcome, 1)
    pay, percent, paid = pay_of(person, posts)
    marks.add(pay, np.where(percent < person.values["pay_caution"], 2, 1))
    left = marks.open()
    posts, marks = posts.kept(left), marks.kept(left)
    way, paid = way.kept(left), paid[left]
    skill, skills = skills_of(person, posts)
    marks.add(skill, 1)
    wish = wish_of(person, posts)
    marks.add(np.where(wish == 300, CAUTION, PASS), 1)
    week = week_of(person, posts, way, marks)
    shares = (way.share, skills, week, paid, wish, terms_of(posts), ease_of(marks))
    most = person.values["most"].astype(np.int64)
    score = np.zeros(len(posts.places), np.int64)
    for share, points in zip(shares, most, strict=True):
        score += points * np.where(share < 0, 500, share) // 1000
    left = marks.open()
    return posts.places[left], marks.worst[left], score[left]


def best(found: tuple[Any, Any, Any], ids: Any, top: int) -> tuple[Any, Any, Any]:
    """The best `top` of listed posts: verdict, score, then the place in `ids`."""
    places, ranks, scores = found
    if len(places) > top:
        keys = ranks * 1_000_000 - scores
        worst = np.partition(keys, top - 1)[top - 1]
        some = np.flatnonzero(keys <= worst)
        places, ranks, scores = places[some], ranks[some], scores[some]
    order = np.lexsort((ids[places], -scores, ranks))[:top]
    return places[order], ranks[order], scores[order]


def reach_of(person: Person) -> float | None:
    """Metres beyond which every mode is too long; None if there is no such limit."""
    row = person.row
    lost = row["area"] < 0 and row["scope"] > 0
    if row["reach_known"] == 0 or row["placed"] == 0 or lost:
        return None
    left = commute(person, TRIED).outcome < BLOCK
    return None if left[-1] else float(TRIED[left].max(initial=0) + TRIED[1] + 2)


def candidates(person: Person, offers: Offers) -> Any:
    """All posts, or those a circle of the worker's reach holds and the rest."""
    row, far = person.row, reach_of(person)
    if far is None:
        return np.arange(len(offers.columns["area"]))
    home = (row["x"], row["y"], row["z"])
    near = offers.tree.query_ball_point(home, far / EARTH)
    return np.concatenate((offers.always, offers.treed[near]))


def stand(person: Person, posts: Chosen, marks: Marks, values: Any) -> None:
    """Open, law, safety, body, veto."""
    row, known, today = person.row, person.values, person.values["today"]
    opened = (posts["published"] == 1) & (posts["openings"] >= 1)
    opened &= (posts["valid_from"] <= today) & (today <= posts["valid_until"])
    marks.add(blocked_if(~opened))
    marks.add(np.choose(posts["advert"], (PASS, CAUTION, BLOCK)))
    if row["birth"] == 0:
        marks.add(UNKNOWN)
    elif person.age < known["working_age"]:
        marks.add(BLOCK)
    region, waged = posts["region"], posts["waged"]
    least = np.where(waged == WAGED_BY_MONTH, values["wage_month"][region], 0)
    least = np.where(waged == WAGED_BY_HOUR, values["wage_hour"][region], least)
    firm = np.where(values["wage_firm"][region] == 1, BLOCK, CAUTION)
    marks.add(np.where(posts["earned"] < least, firm, PASS))
    if today >= row["retires"]:
        marks.add(CAUTION)
    if known["working_age"] <= person.age < known["adult_age"]:
        marks.add(minor_of(person, posts))
    if row["female"] == 1:
        under = (posts["traits"] & known["underground"]) != 0
        marks.add(blocked_if(under | (posts["lift_kg"] > known["women_lift_kg"])))
    marks.add(blocked_if((posts["traits"] & row["unsafe"]) != 0))
    at = posts["at"]
    deaf = (at[:, 2] & row["blocks"][2]) | (at[:, 3] & row["blocks"][3])
    signals = (posts["traits"] & known["signal_traits"]) != 0
    marks.add(blocked_if(signals & ((deaf & known["hear"]) != 0)))
    marks.add(body_of(person, posts, at))
    refused = (posts["traits"] & row["refused"]) != 0
    refused |= np.isin(posts["title"], person.refused)
    marks.add(blocked_if(refused | np.isin(posts["group"], person.refused)))


def minor_of(person: Person, posts: Chosen) -> Any:
    """`law.minor` at 16 and 17."""
    known, at = person.values, posts["at"]
    hard = (posts["traits"] & known["minors_traits"]) != 0
    for level in range(1, 4):
        hard |= (at[:, level] & known["minors_at"][level]) != 0
    hard |= (posts.mask("required") != 0) | posts.offers.night[posts.places]
    return np.where(hard, BLOCK, CAUTION)


def body_of(person: Person, posts: Chosen, at: Any) -> Any:
    """The family body as one outcome."""
    row, known = person.row, person.values
    counted = np.where(posts.mask("required") != 0, ~known["drive"], ~np.uint32(0))
    if row["limits_known"] == 0:
        return unknown_if((at[:, 3] & known["bodily"] & counted) != 0, PASS)
    blocked = np.zeros(len(at), np.uint32)
    careful = np.zeros(len(at), np.uint32)
    for level in range(1, 4):
        blocked |= at[:, level] & row["blocks"][level]
        careful |= at[:, level] & row["cautions"][level]
    lifted = blocked & posts["lifted"]
    careful = ((careful & ~blocked) | lifted) & counted
    told = np.where(careful != 0, CAUTION, PASS)
    told = np.where((blocked & ~lifted & counted) != 0, BLOCK, told)
    missing = UNKNOWN if row["limited"] == 1 else PASS
    return np.where(posts["demands_known"] == 0, missing, told)


def seek(person: Person, posts: Chosen, marks: Marks) -> None:
    """Eligible, and what the employer asks."""
    row = person.row
    targets = posts.mask("targets")
    hit = (targets & person.groups) != 0
    told = blocked_if(~hit) if row["groups_known"] == 1 else UNKNOWN
    marks.add(np.where(targets == 0, PASS, told), 1)
    residence = posts["residence"]
    lives = row["area"] // posts["residence_cut"] == residence
    told = blocked_if(~lives) if row["area"] >= 0 else UNKNOWN
    marks.add(np.where(residence < 0, PASS, told), 1)
    ask_age(person, posts, marks)
    required = posts.mask("required")
    lacks = blocked_if((required & ~person.licences) != 0)
    told = lacks if row["licences_known"] == 1 else UNKNOWN
    card = np.where((posts["health_card"] == 1) & (person.licences & np.uint64(1) == 0),
                    CAUTION, PASS)  # fmt: skip
    told = np.where(required == 0, PASS, told)
    marks.add(np.where(told == PASS, card, told), 1)
    marks.add(blocked_if((posts.mask("checks") & person.bars) != 0))
    schooling = posts["schooling"]
    told = (
        blocked_if(row["schooling"] < schooling) if row["schooling"] >= 0 else UNKNOWN
    )
    marks.add(np.where(schooling <= 0, PASS, told), 1)
    if row["languages_known"] == 1:
        marks.add(blocked_if((posts.mask("spoken") & ~person.languages) != 0))


def ask_age(person: Person, posts: Chosen, marks: Marks) -> None:
    """`eligible.age` and `asks.age`."""
    low, high = posts["age_min"].astype(int), posts["age_max"].astype(int)
    bound, formal = (low >= 0) | (high >= 0), posts["formal_age"] == 1
    if person.row["birth"] == 0:
        marks.add(unknown_if(bound, PASS))
        return
    age, adult = person.age, person.values["adult_age"]
    missed = np.maximum(np.where(low >= 0, low - age, 0), 0)
    missed = np.maximum(missed, np.where(high >= 0, age - high, 0))
    wished = np.where(missed <= person.values["asks_years"], CAUTION, BLOCK)
    wished = np.where((age < adult) & (low >= adult), BLOCK, wished)
    marks.add(np.where(missed == 0, PASS, np.where(formal, BLOCK, wished)))


def week_of(person: Person, posts: Chosen, way: Any, marks: Marks) -> Any:
    """The family week: marks four outcomes, returns the share of the part."""
    row, month = person.row, int(person.values["month"]) - 1
    season = posts["season"].astype(np.int64)
    marks.add(season_of(int(row["months"]), posts, season, month), 1)
    names = ("pattern", "flexible", "home_based", "minutes_per_day", "days_required")
    shifts, owner = posts.flat("shifts")
    times = Times(
        {name: posts[name] for name in names},
        shifts,
        owner,
        way.travel,
        way.lives,
    )
    hours = hours_of(person, times)
    marks.add(hours.outcome, hours.weight)
    marks.add(hours.night, 1)
    marks.add(hours.long, 1)
    wait = np.zeros(len(season), np.int64)
    if row["months"] < 0:
        turned = [(season >> ((month + ahead) % 12)) & 1 for ahead in range(12)]
        wait = np.where(season > 0, np.argmax(turned, axis=0), 0)
    return np.where(hours.share < 0, -1, np.maximum(0, hours.share - 40 * wait))


def season_of(free: int, posts: Chosen, season: Any, month: int) -> Any:
    """`week.season`."""
    if free < 0:
        begun = (season < 0) | ((season >> month) & 1 == 1)
        later = np.where(season > 0, CAUTION, BLOCK)
        return np.where(begun & (season != 0), PASS, later)
    eased = (posts["flexible"] == 1) | (posts["pattern"] == 1)
    months = np.bitwise_count(np.maximum(season, 0))
    shared = np.bitwise_count(np.maximum(season, 0) & free)
    told = np.where((shared > 0) & (2 * shared >= months), CAUTION, BLOCK)
    told = np.where(shared == months, PASS, told)
    told = np.where(season < 0, np.where(eased, CAUTION, BLOCK), told)
    return np.where((free == 0) | (season == 0), BLOCK, told)


def terms_of(posts: Chosen) -> Any:
    """The share of the part `terms`."""
    more = (posts["training"] == 1) | (posts["lodging"] == 1)
    return (
        500 * posts["insurance"].astype(int)
        + 250 * posts["meals"].astype(int)
        + 250 * more
    )


def ease_of(marks: Marks) -> Any:
    """The share of the part `ease`."""
    return np.where(marks.cautions == 0, 1000, np.where(marks.cautions == 1, 500, 0))
