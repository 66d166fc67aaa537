"""What holds people off whatever else is changed: the post with all the rest passing.

Judging a county again for each of a hundred changes would take seconds. But most people
are held off by one thing that most changes do not touch, such as the way there. So the
post is judged first with everything passing that an employer could change but one
thing: who is unfit even then stays so under all changes that leave that thing alone.
"""

from typing import Any

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.jobs import Post
from common.contracts.jobs import WorkTime
from common.contracts.values import Pay
from services.matching.retiming import CIRCUMSTANCES

GENEROUS = Pay(min=200_000, max=200_000, unit="month")

# What each kind of change touches. Hours and pay hang on each other and on the way,
# so nobody is counted as held off by them.
TOUCHED = {
    "place": "place",
    "training": "skill",
    "experience": "skill",
    "age_most": "age",
    "age_least": "age",
    "schooling": "schooling",
    "language": "language",
    "accommodation": "body",
}
THINGS = tuple(dict.fromkeys(TOUCHED.values()))


def most_relaxed(post: Post) -> Post:
    """The post with everything passing that an employer could change."""
    relaxed = {name: value for thing in THINGS for name, value in _of(thing).items()}
    if post.formal_age:
        relaxed |= {"age_min": post.age_min, "age_max": post.age_max}
    return post.model_copy(
        update={
            **relaxed,
            "time": _any_time(post),
            "pay": GENEROUS,
            "traits": tuple(one for one in post.traits if one not in CIRCUMSTANCES),
        }
    )


def relaxed_but(post: Post, thing: str) -> Post:
    """The same, but for one thing that stays as the post has it."""
    kept = {name: getattr(post, name) for name in _of(thing)}
    if thing != "place":
        return most_relaxed(post).model_copy(update=kept)
    time = _any_time(post).model_copy(update={"live_in": post.time.live_in})
    return most_relaxed(post).model_copy(update={**kept, "time": time})


def _any_time(post: Post) -> WorkTime:
    """Hours that are an open question at worst, however long the way to them is."""
    season = post.time.season_months
    return WorkTime(pattern="choose", minutes_per_day=0, season_months=season)


def _of(thing: str) -> dict[str, Any]:
    """The facts of a thing, each as it passes for everybody."""
    passing: dict[str, dict[str, Any]] = {
        "place": {"home_based": True, "delivery": ()},
        "skill": {"needs": (), "training_days": None},
        "age": {"age_min": None, "age_max": None},
        "schooling": {"schooling": None},
        "language": {"languages": ()},
        "body": {"accommodations": ACCOMMODATIONS},
    }
    return passing[thing]
