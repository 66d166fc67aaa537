"""What a worker's rules say of a kind of posts, and of one post with its home and pay.

Nearly all pairs end here: a kind that is blocked is blocked for all its posts.
"""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.notes import TAKEN
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import home_known
from services.matching.kernel.remembering import hours_known
from services.matching.kernel.remembering import needs_known
from services.matching.kernel.remembering import papers_known
from services.matching.kernel.remembering import pay_known
from services.matching.kernel.remembering import way_kept
from services.matching.kernel.remembering import work_known
from services.matching.kernel.rows import Row

AT_ONCE = 0


@inlined
def is_fixed(scene: Scene, spot: Row) -> bool:
    """Whether the way to a spot hangs on its dwelling alone."""
    if (scene.fixed.always >> spot["standing"]) & 1 == 1:
        return True
    own = scene.workers.rows[scene.i]["area"]
    apart = own < 0 or spot["area"] != own
    return bool((scene.fixed.elsewhere >> spot["standing"]) & 1 == 1 and apart)


@compiled
def know_kinds(scene: Scene, count: int) -> None:
    """Writes the notes on all kinds that are fixed or stand at a found spot.

    It is the one function that a scene is handed to, once for each worker: so many
    arrays cost more to hand over than most pairs.
    """
    kinds, samples = scene.memory.kinds, scene.layout.samples
    for each in range(count):
        kinds[scene.layout.spots[scene.memory.found[each]]["kind"]] = TAKEN
    own = scene.workers.rows[scene.i]["area"]
    for kind in range(kinds.shape[0]):
        at = samples[0, kind]
        if scene.layout.spots[at]["area"] == own:
            at = samples[1, kind]
        spot = scene.layout.spots[at]
        fixed = is_fixed(scene, spot)
        if fixed or kinds[kind] == TAKEN:
            kinds[kind] = TAKEN | kind_note(scene, at, spot, fixed)


@inlined
def kind_note(scene: Scene, at: int, spot: Row, fixed: bool) -> int:
    """The note on a kind of posts by one of them, as `Memory` says."""
    note = both(work_known(scene, at, spot), papers_known(scene, at, spot))
    if is_blocked(note):
        return note
    if scene.workers.rows[scene.i]["floor"] < 0:
        note = both(note, pay_known(scene, at, spot))
    note = both(note, needs_known(scene, at, spot))
    if is_blocked(note):
        return note
    travel, time = AT_ONCE, 0
    if fixed:
        way = way_kept(scene, at, spot, True)
        note = both(note, scene.memory.ways[way, 0])
        travel = scene.memory.ways[way, 2]
        if is_blocked(note):
            return note
    time = hours_known(scene, at, spot, travel)
    # Whose hours do not fit without any way there has none that fit with one: a way
    # makes a day longer, and lodging that is taken is fixed.
    if fixed or is_blocked(time):
        return both(note, time)
    return note


@inlined
def is_special(scene: Scene, spot: Row) -> bool:
    """Whether a spot is in the worker's area, and its kind's way is fixed elsewhere."""
    return bool((scene.fixed.elsewhere >> spot["standing"]) & 1 == 1)


@inlined
def spot_known(scene: Scene, at: int, spot: Row, base: int) -> int:
    """All that is known of one post without its way, on top of `base`; or a block."""
    note = both(base, scene.memory.kinds[spot["kind"]])
    if is_blocked(note):
        return note
    note = both(note, home_known(scene, at, spot))
    if is_blocked(note) or scene.workers.rows[scene.i]["floor"] < 0:
        return note
    return both(note, pay_known(scene, at, spot))


@inlined
def group_known(scene: Scene, group: Row) -> int:
    """The whole note on a group but for pay where it matters; or a block."""
    note = both(group["note"], scene.memory.kinds[group["kind"]])
    if is_blocked(note):
        return note
    spot = scene.layout.spots[group["at"]]
    return both(note, home_known(scene, group["at"], spot))


@inlined
def is_away(scene: Scene, group: Row, area: int) -> bool:
    """Whether the way to a group's member in an area is that of the whole group."""
    if (scene.fixed.always >> group["standing"]) & 1 == 1:
        return True
    own = scene.workers.rows[scene.i]["area"]
    return bool(own < 0 or area != own)
