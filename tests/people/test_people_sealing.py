"""Sealed values open in their own place only, and with their own keys only."""

import json
import os
from base64 import b64encode
from pathlib import Path

import pytest

from services.people.sealing import Keys
from services.people.sealing import KeysDoNotBelongError
from services.people.sealing import SealBrokenError
from services.people.sealing import make_keys
from services.people.sealing import read_keys


@pytest.fixture
def some_keys() -> Keys:
    return Keys({"k1": os.urandom(32)}, os.urandom(32), "k1")


def test_a_sealed_text_opens_in_its_place(some_keys: Keys):
    sealed = some_keys.of_row("workers", "a").seal("name", "张小三")

    assert some_keys.of_row("workers", "a").open("name", sealed) == "张小三"
    assert "张小三".encode() not in sealed


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("workers", "b", "name"), ("workers", "a", "phones"), ("areas", "a", "name")],
)
def test_a_sealed_text_that_was_moved_does_not_open(
    some_keys: Keys, table: str, row: str, column: str
):
    sealed = some_keys.of_row("workers", "a").seal("name", "张小三")

    with pytest.raises(SealBrokenError):
        some_keys.of_row(table, row).open(column, sealed)


def test_one_changed_bit_anywhere_does_not_open(some_keys: Keys):
    seal = some_keys.of_row("workers", "a")
    sealed = seal.seal("name", "张小三")
    altered = [
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for place in range(len(sealed))
    ]
    refused = []
    for one in altered:
        with pytest.raises(SealBrokenError):
            seal.open("name", one)
        refused.append(one)

    assert len(refused) == len(sealed)


def test_the_same_text_is_never_sealed_the_same_way(some_keys: Keys):
    seal = some_keys.of_row("workers", "a")

    assert seal.seal("name", "张小三") != seal.seal("name", "张小三")


def test_an_older_key_still_opens_what_it_sealed(some_keys: Keys):
    sealed = some_keys.of_row("workers", "a").seal("name", "张小三")
    both = some_keys.sealing | {"k2": os.urandom(32)}
    later = Keys(both, some_keys.indexing, "k2")

    assert later.of_row("workers", "a").open("name", sealed) == "张小三"
    assert later.of_row("workers", "a").seal("name", "x")[1:3] == b"k2"


def test_a_blind_index_depends_on_kind_value_and_key(some_keys: Keys):
    other = Keys(some_keys.sealing, os.urandom(32), "k1")
    index = some_keys.index("phone", "15400001234")

    assert index == some_keys.index("phone", "15400001234")
    assert index != some_keys.index("id", "15400001234")
    assert index != some_keys.index("phone", "15400001235")
    assert index != other.index("phone", "15400001234")


def test_name_marks_depend_on_the_key(some_keys: Keys):
    other = Keys(some_keys.sealing, os.urandom(32), "k1")

    assert some_keys.marks("name", ["zxs"]) == some_keys.marks("name", ["zxs"])
    assert some_keys.marks("name", ["zxs"]) != other.marks("name", ["zxs"])
    assert some_keys.marks("name", ["zxs"]) != some_keys.marks("name", ["zxx"])


def test_a_proof_fails_under_another_sealing_or_searching_key(some_keys: Keys):
    proof = some_keys.proof()
    resealing = Keys({"k1": os.urandom(32)}, some_keys.indexing, "k1")
    searching = Keys(some_keys.sealing, os.urandom(32), "k1")

    some_keys.check("k1", proof)
    with pytest.raises(KeysDoNotBelongError):
        resealing.check("k1", proof)
    with pytest.raises(KeysDoNotBelongError):
        searching.check("k1", proof)


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path):
    file = make_keys(tmp_path / "keys" / "people.json")
    before = file.read_bytes()
    make_keys(file)

    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(read_keys(file).indexing) == 32


def test_keys_that_others_may_read_are_refused(tmp_path: Path):
    file = make_keys(tmp_path / "people.json")
    file.chmod(0o640)

    with pytest.raises(PermissionError):
        read_keys(file)


@pytest.mark.parametrize(
    "change",
    [
        {"indexing": b64encode(b"short").decode()},
        {"current": "nowhere"},
        {"sealing": {"a": b64encode(bytes(32)).decode()}, "current": "a"}
        | {"indexing": b64encode(bytes(32)).decode()},
    ],
)
def test_short_missing_or_shared_keys_are_refused(tmp_path: Path, change):
    file = make_keys(tmp_path / "people.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | change))

    with pytest.raises(ValueError):
        read_keys(file)
