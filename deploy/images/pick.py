"""Prints the part of requirements.lock that one member's extra needs, with hashes.

The lock says beside each package which others brought it ("via"); from the member's
own dependencies these lines lead to everything that belongs to them. Only the standard
library is used: it runs in an image that has nothing installed yet.
"""

import re
import sys
import tomllib
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OURS = re.compile(r"doorstep\[([a-z,]+)\]")


def wanted(project: dict[str, list[str]], base: list[str], extra: str) -> set[str]:
    """The direct dependencies of an extra and of the extras it is made of."""
    names = set(base_names(base))
    for line in project[extra]:
        inner = _OURS.match(line)
        if inner:
            for other in inner[1].split(","):
                names |= wanted(project, base, other)
        else:
            names.add(normal(line))
    return names


def base_names(lines: list[str]) -> list[str]:
    return [normal(line) for line in lines]


def normal(line: str) -> str:
    """The package's name as the lock writes it."""
    found = _NAME.match(line)
    if found is None:
        raise ValueError(f"{line!r} names no package")
    return re.sub(r"[._-]+", "-", found[0]).lower()


def entries(lock: str) -> list[tuple[str, str, set[str]]]:
    """Name, lines without comments, and who brought it; a name may stand twice.

    One package can have a version for each range of Python.
    """
    found = []
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        lines = block.splitlines()
        comments = [line.strip("# ") for line in lines if line.lstrip()[:1] == "#"]
        kept = [line for line in lines if line.lstrip()[:1] != "#"]
        named = (comment.removeprefix("via").strip() for comment in comments)
        via = {normal(name) for name in named if _NAME.match(name)}
        found.append((normal(block), "\n".join(kept), via))
    return found


def picked(pyproject: str, lock: str, extra: str) -> str:
    """The lock's entries for base and extra with all that they bring."""
    project = tomllib.loads(pyproject)["project"]
    optional = project["optional-dependencies"]
    chosen = wanted(optional, project["dependencies"], extra)
    known = entries(lock)
    grown = True
    while grown:
        more = {name for name, _, via in known if via & chosen} - chosen
        chosen |= more
        grown = bool(more)
    return "\n".join(text for name, text, _ in known if name in chosen)


if __name__ == "__main__":
    _, project_file, lock_file, member = sys.argv
    texts = Path(project_file).read_text(), Path(lock_file).read_text()
    print(picked(*texts, member))
