"""What each member is told in a local run: the names are those of its `Settings`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.databases import Urls
from deploy.programs import python

# In the order of their start; they end the other way round.
MEMBERS = ("people", "jobs", "matching", "gateway")
STORED = ("people", "jobs", "gateway")
COMMANDS = {
    "people": python("services.people", "serve"),
    "jobs": python("services.jobs", "serve"),
    "matching": python("services.matching", "serve"),
    "gateway": python("gateway", "serve"),
}
_ROOT = Path(__file__).parent.parent
DESK = _ROOT / "web" / "desk"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything of one run listens, and which files it uses."""

    ports: Mapping[str, int]
    databases: Mapping[str, Urls]
    keys: Path
    snapshots: Path

    def url(self, member: str) -> str:
        return f"http://127.0.0.1:{self.ports[member]}"


def module_of(member: str) -> str:
    return member if member == "gateway" else f"services.{member}"


def migrations_of(member: str) -> Path:
    return _ROOT.joinpath(*module_of(member).split("."), "migrations")


def settings_of(member: str, addresses: Addresses) -> dict[str, str]:
    """The environment of one program, all under its own prefix."""
    told = {
        "HOST": "127.0.0.1",
        "PORT": str(addresses.ports[member]),
        "ENVIRONMENT": "local",
        "TOKEN_PUBLIC_KEY_FILE": str(addresses.keys / "public.json"),
        "ALLOW_SYNTHETIC": "true",
    }
    if member in STORED:
        urls = addresses.databases[member]
        told |= {"DATABASE_URL": urls.app, "DATABASE_FEED_URL": urls.feed}
    if member in ("jobs", "matching", "gateway"):
        told["TOKEN_PRIVATE_KEY_FILE"] = str(addresses.keys / f"{member}.private.json")
        told |= {"PEOPLE_URL": addresses.url("people")}
    if member in ("matching", "gateway"):
        told |= {"JOBS_URL": addresses.url("jobs")}
    if member == "gateway":
        told["MATCHING_URL"] = addresses.url("matching")
        told["DESK_FOLDER"] = str(DESK / "dist")
    if member == "matching":
        told["SNAPSHOT_FOLDER"] = str(addresses.snapshots)
    if member == "people":
        told["KEYS_FILE"] = str(addresses.keys / "people.json")
    return {f"{member.upper()}_{name}": value for name, value in told.items()}


def migration_settings(member: str, addresses: Addresses) -> dict[str, str]:
    """The same and the owner's address, which a serving program never has."""
    owner = f"{member.upper()}_DATABASE_OWNER_URL"
    return settings_of(member, addresses) | {owner: addresses.databases[member].owner}
