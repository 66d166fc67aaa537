"""The data folder: markers that die with their cluster, one starter at a time."""

from pathlib import Path

import pytest

from deploy import folders
from deploy.folders import LocalFolder
from deploy.telling import CannotGoOn

MARK = {"cluster": "1"}


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    made = LocalFolder(tmp_path / ".local")
    made.prepare()
    return made


def test_a_finished_step_is_known_the_next_time(folder):
    folder.begin("people", MARK)
    folder.finish("people", MARK)

    assert LocalFolder(folder.root).mark_of("people") == MARK
    assert not folder.is_half_done("people", MARK)


def test_a_step_that_was_cut_short_is_half_done(folder):
    folder.begin("people", MARK)

    assert folder.is_half_done("people", MARK)


def test_nothing_is_half_done_in_another_cluster(folder):
    folder.begin("people", MARK)

    assert not folder.is_half_done("people", {"cluster": "2"})


def test_a_marker_that_was_cut_short_counts_as_none(folder):
    (folder.root / "done" / "people.json").write_text('{"clus')

    assert folder.mark_of("people") == {}


def test_the_keys_are_for_their_owner_only(folder):
    assert folder.keys.stat().st_mode & 0o777 == 0o700


def test_a_second_starter_is_told_where_the_first_one_runs(folder):
    folder.lock()
    folder.write_running({"url": "http://127.0.0.1:8000"})
    with pytest.raises(CannotGoOn) as told:
        LocalFolder(folder.root).lock()

    assert told.value.key == "deploy.running"
    assert told.value.numbers == {"url": "http://127.0.0.1:8000"}


def test_a_second_starter_is_told_to_wait_for_the_first(folder):
    folder.lock()
    with pytest.raises(CannotGoOn) as told:
        LocalFolder(folder.root).lock()

    assert told.value.key == "deploy.starting"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotGoOn) as told:
        LocalFolder(tmp_path / "file" / ".local").prepare()

    assert told.value.key == "deploy.folder.closed"


def test_a_full_disk_is_told_with_numbers(folder, monkeypatch):
    monkeypatch.setattr(folders, "LEAST_FREE_MB", 10**12)
    with pytest.raises(CannotGoOn) as told:
        folder.prepare()

    assert told.value.key == "deploy.disk.full"
    assert told.value.numbers["least_mb"] == 10**12


def test_a_folder_keeps_the_size_that_was_loaded_first(folder):
    first = folder.hold_scale("prefecture")
    folder.begin("people", MARK)

    assert (first, folder.hold_scale(None)) == ("prefecture", "prefecture")
    with pytest.raises(CannotGoOn, match=r"deploy\.scale\.held"):
        folder.hold_scale("small")


def test_before_anything_is_loaded_another_size_may_be_asked_for(folder):
    assert folder.hold_scale("prefecture") == "prefecture"
    assert folder.hold_scale("tiny") == "tiny"
    assert folder.hold_scale(None) == "small"
