"""Serves a member with nothing but what its own extra brings.

`python -m tests.deploy.alone MEMBER PACKAGE`: whatever belongs to another extra, or to
another member, cannot be imported, as on a machine that has only this one.
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

from deploy.images.pick import entries
from deploy.images.pick import normal
from deploy.images.pick import picked

ROOT = Path(__file__).parents[2]
OURS = ("gateway", "services.people", "services.jobs", "services.matching")
# What is beside the members in the checkout and in no image of theirs.
BESIDE = ("deploy", "benchmarks", "tests")


class Absent(MetaPathFinder):
    """Refuses to import what is not on the member's machine."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """None lets the next finder look."""
        parts = fullname.split(".")
        if parts[0] in self.names or ".".join(parts[:2]) in self.names:
            raise ModuleNotFoundError(f"{fullname} belongs to no extra of this member")
        return None


def absent_for(member: str, package: str) -> set[str]:
    """Top modules of every installed package that the member's extra does not bring."""
    project = (ROOT / "pyproject.toml").read_text()
    lock = (ROOT / "requirements.lock").read_text()
    brought = {name for name, _, _ in entries(picked(project, lock, member))}
    foreign = {
        module
        for module, packages in packages_distributions().items()
        if not brought & {normal(one) for one in packages}
    }
    return foreign | {*OURS, *BESIDE} - {package}


if __name__ == "__main__":
    _, chosen, home = sys.argv
    gone = absent_for(chosen, home)
    for loaded in [name for name in sys.modules if name.split(".")[0] in gone]:
        if loaded != "__main__":
            del sys.modules[loaded]
    sys.meta_path.insert(0, Absent(gone))
    sys.argv = [home, "serve"]
    runpy.run_module(home, run_name="__main__", alter_sys=True)
