"""A snapshot gives back what was held, or nothing at all; it is never half right."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

import httpx
import pytest

from common.contracts.people import Worker
from common.following import Follower
from common.problems import NotFound
from common.tokens import SigningKey
from common.tokens import signing_key
from services.matching import shaping
from services.matching import store
from services.matching import storing
from services.matching.following import follow_jobs
from services.matching.following import follow_people
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.snapshotting import NAME
from services.matching.snapshotting import Snapshots
from services.matching.snapshotting import capture
from services.matching.snapshotting import restore
from services.matching.views import Views
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

SECRET = b"a key file"
EPOCH = UUID(int=77)
Followers = tuple[Follower, Follower]


@pytest.fixture
def key(keys: Path) -> SigningKey:
    return signing_key(keys / "matching.private.json")


def following(views: Views, key: SigningKey) -> Followers:
    client = httpx.AsyncClient()
    return follow_people(views, client, key), follow_jobs(views, client, key)


def caught_up(views: Views, key: SigningKey) -> Followers:
    """Followers that have read 12 and 34 changes."""
    followers = following(views, key)
    for follower, position in zip(followers, (12, 34), strict=True):
        follower.epoch, follower.position = EPOCH, position
        follower.caught_up = True
    return followers


def one(number: int, **facts: object) -> Worker:
    return a_worker(id=UUID(int=number), **facts)


def lived(seed: int) -> Views:
    """Workers and posts after a history of puts and drops."""
    rng, views = Random(seed), Views()
    for version in range(1, 80):
        number = rng.randrange(1, 12)
        reach = {"modes": [{"mode": "ebike"}], "max_km": rng.randrange(2, 30)}
        skills = [{"code": rng.choice(["sewing", "pruning", f"own_{version}"])}]
        match rng.randrange(4):
            case 0:
                views.drop_worker(UUID(int=number), version)
            case 1:
                views.put_post(a_post(id=UUID(int=100 + number)), version)
            case _:
                views.put_worker(one(number, reach=reach, skills=skills), version)
    views.put_worker(one(50), 99)
    return views


def kept(views: Views, folder: Path, key: SigningKey) -> None:
    captured = capture(views.full, caught_up(views, key))
    assert captured is not None
    Snapshots(folder, SECRET).write(captured)


def started(folder: Path, key: SigningKey) -> tuple[Views, Followers]:
    """A start with that folder."""
    views = Views()
    followers = following(views, key)
    captured = Snapshots(folder, SECRET).read(views.full)
    if captured:
        restore(captured, views, followers)
    return views, followers


def found(index: Index) -> list[Listing]:
    posts = [index.shortlist_for_post(a_post(), today=TODAY)]
    return [*posts, index.shortlist_for_worker(UUID(int=50), today=TODAY)]


@pytest.mark.parametrize("seed", range(12))
def test_a_restart_answers_as_if_nothing_had_ended(
    seed: int, tmp_path: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "FEW_DEAD", 6)
    # Several pieces, so that their order and ends are tried too.
    monkeypatch.setattr(storing, "PIECE", 700)
    before = lived(seed)
    kept(before, tmp_path, key)

    after, _ = started(tmp_path, key)

    assert found(after.full) == found(before.full)
    assert after.full.counts() == before.full.counts()
    assert after.full.worker(UUID(int=50)) == before.full.worker(UUID(int=50))


def test_followers_go_on_from_where_they_were_and_are_not_ready(
    tmp_path: Path, key: SigningKey
) -> None:
    kept(lived(1), tmp_path, key)

    _, followers = started(tmp_path, key)

    assert [(f.epoch, f.position) for f in followers] == [(EPOCH, 12), (EPOCH, 34)]
    assert [f.caught_up for f in followers] == [False, False]


def test_what_was_dropped_stays_dropped_for_changes_of_before(
    tmp_path: Path, key: SigningKey
) -> None:
    views = Views()
    views.put_worker(one(1), 3)
    views.drop_worker(UUID(int=1), 5)
    kept(views, tmp_path, key)

    after, _ = started(tmp_path, key)

    assert after.full.put_worker(one(1), 4) is False
    assert after.full.put_worker(one(1), 6) is True


def test_what_was_restored_goes_on_growing(tmp_path: Path, key: SigningKey) -> None:
    before = lived(3)
    kept(before, tmp_path, key)
    after, _ = started(tmp_path, key)

    for views in (before, after):
        views.put_worker(one(51, skills=[{"code": "never_seen"}]), 200)
        views.put_worker(one(50, state="working"), 201)
        views.drop_worker(UUID(int=2), 202)

    assert found(after.full)[0] == found(before.full)[0]
    assert after.full.worker(UUID(int=51)) == before.full.worker(UUID(int=51))
    with pytest.raises(NotFound):
        after.full.worker(UUID(int=2))


def test_nothing_is_captured_before_both_have_caught_up(key: SigningKey) -> None:
    views = lived(1)
    followers = caught_up(views, key)
    followers[1].caught_up = False

    assert capture(views.full, followers) is None


def test_without_a_change_there_is_nothing_to_write(
    tmp_path: Path, key: SigningKey
) -> None:
    views = lived(1)
    followers = caught_up(views, key)
    snapshots = Snapshots(tmp_path, SECRET)
    first = snapshots.news(views.full, followers)
    assert first is not None
    snapshots.write(first)

    assert snapshots.news(views.full, followers) is None
    followers[0].position += 1
    assert snapshots.news(views.full, followers) is not None


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def without_the_last_piece(whole: bytes) -> bytes:
    (length,) = storing.LENGTH.unpack(whole[52:56])
    return whole[: 56 + length]


def altered(whole: bytes) -> bytes:
    place = len(whole) * 2 // 3
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def swapped(whole: bytes) -> bytes:
    """Two pieces in the other's place."""
    pieces, at = [], 52
    while at < len(whole):
        (length,) = storing.LENGTH.unpack(whole[at : at + 4])
        pieces.append(whole[at : at + 4 + length])
        at += 4 + length
    return whole[:52] + b"".join([pieces[0], pieces[2], pieces[1], *pieces[3:]])


def emptied(_: bytes) -> bytes:
    return b""


def older(whole: bytes) -> bytes:
    return whole.replace(b"snapshot 1", b"snapshot 0", 1)


@pytest.mark.parametrize(
    "spoil", [cut, without_the_last_piece, altered, swapped, emptied, older]
)
def test_a_spoilt_file_is_thrown_away(
    spoil: Callable[[bytes], bytes], tmp_path: Path, key: SigningKey
) -> None:
    kept(lived(2), tmp_path, key)
    file = tmp_path / NAME
    file.write_bytes(spoil(file.read_bytes()))

    views, followers = started(tmp_path, key)

    assert views.full.counts() == (0, 0)
    assert [follower.epoch for follower in followers] == [None, None]


def test_a_snapshot_of_other_code_or_rules_is_thrown_away(
    tmp_path: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(lived(2), tmp_path, key)
    monkeypatch.setattr(shaping, "_files_digest", lambda: "other files")

    assert started(tmp_path, key)[0].full.counts() == (0, 0)


def test_a_file_more_or_a_letter_less_is_other_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "law.csv").write_text("age,60\n")
    monkeypatch.setattr(shaping, "SHAPED_BY", (tmp_path,))
    digest = shaping._files_digest.__wrapped__
    before = digest()
    (tmp_path / "law.csv").write_text("age,61\n")
    changed = digest()
    (tmp_path / "more.py").write_text("")

    assert len({before, changed, digest()}) == 3


def test_another_key_opens_nothing(tmp_path: Path, key: SigningKey) -> None:
    kept(lived(2), tmp_path, key)

    assert Snapshots(tmp_path, b"another key file").read(Index()) is None


def test_nobody_else_can_read_what_is_known_of_people(
    tmp_path: Path, key: SigningKey
) -> None:
    kept(lived(2), tmp_path / "new", key)
    file = tmp_path / "new" / NAME

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert b"4309" not in file.read_bytes()


def test_what_a_crash_left_behind_is_overwritten(
    tmp_path: Path, key: SigningKey
) -> None:
    (tmp_path / f"{NAME}.partial").write_bytes(b"half of it")
    kept(lived(2), tmp_path, key)

    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert started(tmp_path, key)[0].full.counts() == lived(2).full.counts()


def test_a_disk_that_refuses_ends_nothing(tmp_path: Path, key: SigningKey) -> None:
    (tmp_path / "file").touch()
    kept(lived(2), tmp_path / "file", key)

    assert started(tmp_path / "file", key)[0].full.counts() == (0, 0)
