"""A changed contract shows in a diff before anybody is surprised by it."""

from tests.contracts.record import FOLDER
from tests.contracts.record import schemas


def test_contracts_are_as_recorded() -> None:
    recorded = {
        file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")
    }

    assert schemas() == recorded, "run `make record` and review the diff"
