"""Every problem and every refused field of the service has its sentence."""

from common.problems import kebab
from common.texts import sentences
from services.jobs import keeping
from services.jobs import knowing
from services.jobs.employers import domain as employers
from services.jobs.placements import domain as placements
from services.jobs.posts import domain as posts
from services.jobs.posts import looking
from services.jobs.referrals import domain as referrals
from services.jobs.ways import domain as ways

PROBLEMS = [
    thing
    for module in (
        keeping,
        knowing,
        employers,
        posts,
        looking,
        ways,
        referrals,
        placements,
    )
    for thing in vars(module).values()
    if isinstance(thing, type)
    and issubclass(thing, Exception)
    and thing.__module__ == module.__name__
]


def test_every_problem_speaks_for_itself() -> None:
    keys = {f"problem.{kebab(problem.__name__)}" for problem in PROBLEMS}

    assert len(keys) > 12
    assert keys <= sentences("zh").keys()
    assert keys <= sentences("en").keys()
