"""The mutants by name: the product's parts with one of them wrong.

Each names the faults under which it soon shows; without any it shows by itself.
"""

from typing import NamedTuple

from tests.simulation import wrong_followers as follow
from tests.simulation import wrong_sources as source
from tests.simulation.parts import Parts


class Mutant(NamedTuple):
    """A wrong set of parts, and where it shows."""

    parts: Parts
    faults: tuple[str, ...] = ()


ROT = ("index rots", "slow")
MUTANTS: dict[str, Mutant] = {
    "id > last": Mutant(
        Parts(session=source.BySerial, follower=follow.WithoutContiguity)
    ),
    "watermark as cursor": Mutant(
        Parts(
            session=source.ByWatermark,
            producer=source.AnyCursor,
            follower=follow.JumpsToHead,
        ),
        ("server crashes",),
    ),
    "numbering without a lock": Mutant(Parts(session=source.WithoutLock)),
    "lock and read in one statement": Mutant(Parts(session=source.LockAndReadAtOnce)),
    "version restarts at 1": Mutant(Parts(session=source.VersionRestarts)),
    "outbox in another transaction": Mutant(Parts(session=source.ToldApart)),
    "a delete is not announced": Mutant(Parts(session=source.WithoutTombstone)),
    "caught up without proof": Mutant(Parts(producer=source.CaughtUpUnproved)),
    "restore without rotation": Mutant(
        Parts(restorer=source.WithoutRotation), ("restore", "slow")
    ),
    "neither 410 nor contiguity": Mutant(
        Parts(producer=source.AnyCursor, follower=follow.WithoutContiguity),
        ("trimmed soon", "slow"),
    ),
    "no epoch check": Mutant(
        Parts(producer=source.AnyCursor, follower=follow.OfAnyEpoch), ("restore",)
    ),
    "head last": Mutant(Parts(follower=follow.HeadLast), ("follower dies",)),
    "no contiguity check": Mutant(
        Parts(follower=follow.WithoutContiguity), ("feed loses",)
    ),
    "cursor jumps to the head": Mutant(Parts(follower=follow.JumpsToHead)),
    "a lost page ends the snapshot": Mutant(
        Parts(follower=follow.LosesPages), ("lossy", "follower dies")
    ),
    "only the last change of a page": Mutant(Parts(follower=follow.AppliesTwoAtOnce)),
    "no version compare": Mutant(Parts(index=follow.AnyVersion), ("index rots",)),
    "tombstones forgotten": Mutant(Parts(index=follow.WithoutTombstones)),
    "read again without reset": Mutant(Parts(index=follow.NeverEmptied), ("restore",)),
    "digest counts only": Mutant(
        Parts(session=source.CountingDigest, comparer=follow.CountingComparer), ROT
    ),
    "digest without versions": Mutant(
        Parts(
            session=source.DigestWithoutVersion,
            comparer=follow.ComparerWithoutVersion,
        ),
        ROT,
    ),
    "compared at different positions": Mutant(
        Parts(comparer=follow.ImpatientComparer), ROT
    ),
    "compared across a new beginning": Mutant(
        Parts(comparer=follow.StraddlingComparer), ("index rots", "trimmed soon")
    ),
    "repaired without forgetting": Mutant(Parts(comparer=follow.KeepsWhatIsWrong), ROT),
    "key kept in a later transaction": Mutant(
        Parts(desk=follow.KeptAfter), ("member dies",)
    ),
    "key kept in an earlier transaction": Mutant(
        Parts(desk=follow.KeptBefore), ("member dies", "server crashes")
    ),
    "answer before commit": Mutant(
        Parts(desk=follow.AnswersEarly), ("server crashes",)
    ),
    "key without the body": Mutant(Parts(desk=follow.WithoutBody)),
    "key without the caller": Mutant(Parts(desk=follow.WithoutCaller)),
    "no key at all": Mutant(Parts(desk=follow.WithoutKey)),
    "keys forgotten within a day": Mutant(Parts(key_days=0.1), ("clock jumps",)),
}
