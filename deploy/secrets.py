"""`python -m deploy.secrets`: passwords and keys for the containers, made once.

What exists is kept: keys that no longer belong to the data would make it unreadable.
"""

import os
import secrets
import sys
from pathlib import Path

from common.tokens import make_keys
from deploy.members import STORED
from services.people.sealing import make_keys as make_people_keys

CONTAINER_ACCOUNT = 10001
_ROLES = ("OWNER", "APP", "FEED")


def make_secrets(folder: Path) -> Path:
    """Fill the folder; gives the file that compose reads the passwords from."""
    make_keys(folder)
    make_people_keys(folder / "people.json")
    file = folder / "compose.env"
    if not file.exists():
        names = ["POSTGRES_PASSWORD"]
        names += [f"{m.upper()}_{role}_PASSWORD" for m in STORED for role in _ROLES]
        lines = [f"{name}={secrets.token_hex(24)}\n" for name in names]
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.writelines(lines)
    return file


def give_to_containers(folder: Path) -> bool:
    """Let the containers' account read the keys; only root can give files away."""
    if os.geteuid() != 0:
        return False
    for file in folder.glob("*.json"):
        os.chown(file, CONTAINER_ACCOUNT, CONTAINER_ACCOUNT)
    folder.chmod(0o711)
    return True


if __name__ == "__main__":
    target = Path(".local/secrets")
    print(make_secrets(target))
    if not give_to_containers(target):
        sys.exit(
            f"sudo chown {CONTAINER_ACCOUNT} {target}/*.json && chmod 711 {target}"
        )
