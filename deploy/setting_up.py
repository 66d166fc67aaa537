"""Makes databases, keys and sample data before the first start, each step once.

A finished step leaves a marker; a load that was begun and not finished is thrown away
and done again, because nobody can have used the platform in between.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.database import LocalDatabase
from deploy.databases import create_databases
from deploy.filling import Filling
from deploy.folders import LocalFolder
from deploy.members import STORED
from deploy.members import Addresses
from deploy.members import migration_settings
from deploy.members import migrations_of
from deploy.members import module_of
from deploy.programs import Program
from deploy.programs import python
from deploy.progress import step
from deploy.telling import CannotGoOn
from deploy.telling import tell


@dataclass(frozen=True, slots=True)
class Setting:
    """What a start works on."""

    folder: LocalFolder
    database: LocalDatabase
    ports: Mapping[str, int]
    filling: Filling


def set_up(setting: Setting) -> Addresses:
    """Everything that must stand before the programs can serve."""
    _make_signing_keys(setting.folder.keys)
    mark = {"cluster": setting.database.identity()}
    _check_people_keys(setting, mark)
    for member in STORED:
        if setting.folder.is_half_done(member, mark):
            tell("deploy.redone", member=member)
            setting.database.drop(member)
            setting.folder.finish(f"{member}-tables", {})
    addresses = fresh_addresses(setting)
    for member in STORED:
        _migrate(setting, member, addresses, mark)
    for member in STORED:
        _load(setting, member, addresses, mark)
    return addresses


def _make_signing_keys(folder: Path) -> None:
    """The keys of inside tokens, made once."""
    members = ("gateway", "jobs", "matching")
    names = (*(f"{member}.private.json" for member in members), "public.json")
    if not all((folder / name).exists() for name in names):
        # Brings a web framework along, which a second start has no time for.
        from common.tokens import make_keys

        make_keys(folder)


def fresh_addresses(setting: Setting) -> Addresses:
    """Where everything is reached; each call gives the databases new passwords."""
    urls = create_databases(setting.database.admin_url, STORED)
    folder = setting.folder
    return Addresses(setting.ports, urls, folder.keys, folder.snapshots)


def _check_people_keys(setting: Setting, mark: dict[str, Any]) -> None:
    """The key of people's identities must be the one its data were made with."""
    file = setting.folder.keys / "people.json"
    known = setting.folder.mark_of("keys")
    if not file.exists() and known.get("cluster") == mark["cluster"]:
        raise CannotGoOn("deploy.keys.foreign", folder=str(setting.folder.keys))
    setting.filling.make_people_keys(file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    now = {**mark, "digest": digest}
    if known.get("cluster") == mark["cluster"] and known != now:
        raise CannotGoOn("deploy.keys.foreign", folder=str(setting.folder.keys))
    setting.folder.finish("keys", now)


def _migrate(
    setting: Setting, member: str, addresses: Addresses, mark: dict[str, Any]
) -> None:
    """Bring a member's tables up to date, unless its migrations are the same ones."""
    name, now = f"{member}-tables", {**mark, "migrations": migrations_digest(member)}
    if setting.folder.mark_of(name) == now:
        return
    log = setting.folder.log_of(member)
    command = python(module_of(member), "migrate")
    program = Program(member, command, migration_settings(member, addresses), log)
    with step("deploy.step.migrate", member=member):
        status = program.run()
    if status != 0:
        raise CannotGoOn(
            "deploy.failed.program",
            lines=program.last_lines(),
            member=member,
            log=str(log),
        )
    setting.folder.finish(name, now)


def migrations_digest(member: str) -> str:
    """Changes with every migration of the member."""
    files = sorted(migrations_of(member).glob("*.py"))
    whole = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(whole).hexdigest()


def _load(
    setting: Setting, member: str, addresses: Addresses, mark: dict[str, Any]
) -> None:
    """Fill an empty member with its part of the sample county, once per cluster."""
    if setting.folder.mark_of(member) == mark:
        return
    setting.folder.begin(member, mark)
    total = setting.filling.count(member)
    with step(f"deploy.step.{member}", total=total) as advance:
        setting.filling.fill(member, addresses, advance)
    setting.folder.finish(member, mark)
