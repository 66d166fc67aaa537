"""`make record`: the JSON schema of every contract, so that changes are visible."""

import json
from pathlib import Path
from types import ModuleType

from common.contracts import advice
from common.contracts import assignments
from common.contracts import contacts
from common.contracts import feed
from common.contracts import jobs
from common.contracts import matching
from common.contracts import pairs
from common.contracts import people
from common.contracts import placements
from common.contracts import referrals
from common.contracts import rosters
from common.contracts import rules
from common.contracts import tasks
from common.contracts.values import Contract

FOLDER = Path(__file__).parent / "recorded"
MODULES: tuple[ModuleType, ...] = (
    advice,
    assignments,
    contacts,
    feed,
    jobs,
    matching,
    pairs,
    people,
    placements,
    referrals,
    rosters,
    rules,
    tasks,
)


def schemas() -> dict[str, str]:
    """File name → schema as text, for the contracts that each module declares."""
    return {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}.json": _text(one)
        for module in MODULES
        for name, one in vars(module).items()
        if isinstance(one, type)
        and issubclass(one, Contract)
        and one.__module__ == module.__name__
    }


def _text(contract: type[Contract]) -> str:
    schema = contract.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Rewrites the recorded schemas; the diff is for review by the consumers."""
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
