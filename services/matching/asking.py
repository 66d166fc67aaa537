"""Who may ask matching what: the caller's range decides, and outside is not found."""

from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.problems import Forbidden
from common.problems import NotFound
from common.tokens import Caller

OFFICERS = ("coordinator", "township", "county")
PERSONS = ("worker", "kiosk")


def check_worker(caller: Caller, worker: Worker) -> None:
    """Nothing if the caller may see this person's matches, else NotFound."""
    caller.must_be(*OFFICERS, *PERSONS)
    own = caller.role in PERSONS and caller.worker == worker.id
    within = caller.role in OFFICERS and caller.sees(worker.area or "")
    if not own and not within:
        raise NotFound(id=str(worker.id))


def check_post(caller: Caller, post: Post) -> None:
    """Nothing if the caller may see who fits this post, else NotFound."""
    caller.must_be(*OFFICERS, "hr")
    if caller.role == "hr" and post.employer != caller.employer:
        raise NotFound(id=str(post.id))


def whole_areas(caller: Caller) -> tuple[str, ...]:
    """The caller's range as 12-digit codes; () is everywhere, never nowhere."""
    if not caller.areas:
        raise Forbidden
    if "" in caller.areas:
        return ()
    return tuple(prefix.ljust(12, "0") for prefix in caller.areas)


def may_suppose(of_a_post: bool) -> tuple[str, ...]:
    """The roles that may ask for a draft post, or for somebody who walked in."""
    return OFFICERS if of_a_post else (*OFFICERS, "kiosk")
