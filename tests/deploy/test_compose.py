"""The compose file and the image, read as text: hardened, and told real settings."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from deploy.images.pick import picked
from deploy.postgres import DURABLE
from deploy.postgres import SETTINGS

ROOT = Path(__file__).parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
MEMBERS = ["people", "jobs", "matching", "gateway"]
MIGRATING = ["people-migrate", "jobs-migrate", "gateway-migrate"]
OURS = [*MEMBERS, *MIGRATING]


def settings_of(member: str) -> type[BaseSettings]:
    module = "gateway.app" if member == "gateway" else f"services.{member}.app"
    found: type[BaseSettings] = importlib.import_module(module).Settings
    return found


def names_told(service: str) -> set[str]:
    member = service.removesuffix("-migrate")
    prefix = f"{member.upper()}_"
    return {
        name.removeprefix(prefix).lower() for name in SERVICES[service]["environment"]
    }


@pytest.mark.parametrize("service", OURS)
def test_every_setting_is_one_that_the_member_reads(service: str) -> None:
    fields = set(settings_of(service.removesuffix("-migrate")).model_fields)

    assert names_told(service) <= fields


@pytest.mark.parametrize("service", OURS)
def test_every_setting_without_a_default_is_told(service: str) -> None:
    fields = settings_of(service.removesuffix("-migrate")).model_fields
    needed = {name for name, field in fields.items() if field.is_required()}

    assert needed <= names_told(service)


@pytest.mark.parametrize("service", OURS)
def test_our_containers_may_do_as_little_as_possible(service: str) -> None:
    told = SERVICES[service]

    assert int(told["user"].split(":")[0]) >= 10_000
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "cpus", "pids_limit"} <= set(told)


@pytest.mark.parametrize("member", ["people", "jobs", "gateway"])
def test_only_the_migrate_step_knows_the_owner(member: str) -> None:
    assert "database_owner_url" in names_told(f"{member}-migrate")
    assert "database_owner_url" not in names_told(member)


@pytest.mark.parametrize("member", ["people", "jobs", "gateway"])
def test_a_member_serves_only_after_its_migrations(member: str) -> None:
    waits = SERVICES[member]["depends_on"][f"{member}-migrate"]

    assert waits == {"condition": "service_completed_successfully"}
    assert SERVICES[f"{member}-migrate"]["depends_on"] == {
        "postgres": {"condition": "service_healthy"}
    }


@pytest.mark.parametrize("service", OURS)
def test_every_file_of_a_setting_is_a_secret_of_the_service(service: str) -> None:
    told = SERVICES[service]
    files = {value for name, value in told["environment"].items() if "FILE" in name}

    assert files == {f"/run/secrets/{name}" for name in told["secrets"]}


def test_the_snapshot_of_matching_lies_on_a_volume_of_its_account() -> None:
    told, image = SERVICES["matching"], (ROOT / "deploy/images/Dockerfile").read_text()
    folder = told["environment"]["MATCHING_SNAPSHOT_FOLDER"]

    assert told["volumes"] == [f"matching:{folder}"]
    assert f"install -d -o 10001 -g 10001 -m 0700 {folder}" in image


def test_only_the_gateway_is_reachable_from_outside() -> None:
    open_doors = [name for name, told in SERVICES.items() if "ports" in told]

    assert open_doors == ["gateway"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_no_password_stands_in_the_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    passwords = re.findall(r"PASSWORDS?:\s*(\S+)", text)
    in_addresses = re.findall(r"postgresql://\w+:([^@]+)@", text)

    assert [word for word in passwords + in_addresses if word[:2] != "${"] == []


def test_synthetic_identities_are_refused_in_production() -> None:
    people = SERVICES["people"]["environment"]

    assert people["PEOPLE_ALLOW_SYNTHETIC"] == "false"
    assert people["PEOPLE_ENVIRONMENT"] == "production"


def test_postgres_is_told_the_same_as_the_embedded_one() -> None:
    words = SERVICES["postgres"]["command"][1:]
    told = dict(word.removeprefix("--").split("=", 1) for word in words)
    of_the_machine = {"listen_addresses", "unix_socket_directories", "shared_buffers"}
    wanted = {**SETTINGS, **DURABLE}

    assert {k: told.get(k) for k in wanted if k not in of_the_machine} == {
        k: v for k, v in wanted.items() if k not in of_the_machine
    }
    assert (
        "--data-checksums"
        in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    )


def test_postgres_may_only_take_its_volume_over_and_drop_its_rights() -> None:
    told = SERVICES["postgres"]

    assert (told["read_only"], told["cap_drop"]) == (True, ["ALL"])
    assert set(told["cap_add"]) <= {
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "SETGID",
        "SETUID",
    }
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert [one.split(":")[0] for one in told["tmpfs"]] == [
        "/tmp",
        "/var/run/postgresql",
    ]
    assert {"mem_limit", "cpus", "pids_limit", "healthcheck"} <= set(told)


@pytest.mark.parametrize("member", MEMBERS)
def test_whoever_serves_waits_for_nobody_who_is_not_healthy(member: str) -> None:
    waits = SERVICES[member]["depends_on"].values()

    assert {wait["condition"] for wait in waits} <= {
        "service_healthy",
        "service_completed_successfully",
    }


@pytest.mark.parametrize("service", [*OURS, "postgres"])
def test_logs_and_an_ending_are_bounded(service: str) -> None:
    told = SERVICES[service]

    assert set(told["logging"]["options"]) == {"max-size", "max-file"}
    assert int(told["stop_grace_period"].removesuffix("s")) > 10


@pytest.mark.parametrize("member", ["people", "jobs", "gateway"])
def test_each_role_has_a_password_of_its_own(member: str) -> None:
    told = {
        **SERVICES[member]["environment"],
        **SERVICES[f"{member}-migrate"]["environment"],
    }
    addresses = {
        k: v for k, v in told.items() if k.endswith("_URL") and "postgres" in v
    }
    passwords = {re.search(r":(\$\{\w+\})@", v)[1] for v in addresses.values()}

    assert len(addresses) == len(passwords) == 3
    assert all(f"{member.upper()}_" in password for password in passwords)


@pytest.mark.parametrize("service", MEMBERS)
def test_each_member_has_an_image_of_its_own(service: str) -> None:
    build = SERVICES[service]["build"]
    folder = ROOT / build["args"]["FOLDER"]

    assert build["args"]["MEMBER"] == service
    assert (folder / "__main__.py").exists()
    assert (ROOT / build["dockerfile"]).exists()


def test_the_image_has_what_its_programs_need() -> None:
    text = (ROOT / "deploy/images/Dockerfile").read_text()

    assert "libgomp1 tzdata" in text
    assert "NUMBA_CACHE_DIR=/opt/doorstep/numba" in text
    assert "NUMBA_CPU_NAME=generic" in text
    assert "USER 10001:10001" in text
    assert "HEALTHCHECK" in text


@pytest.mark.parametrize(
    ("member", "has", "lacks"),
    [
        ("people", "cryptography", "numba"),
        ("jobs", "asyncpg", "argon2-cffi"),
        ("matching", "numba", "argon2-cffi"),
        ("gateway", "aiohttp", "numpy"),
    ],
)
def test_an_image_holds_its_own_extra_only(member: str, has: str, lacks: str) -> None:
    project = (ROOT / "pyproject.toml").read_text()
    lock = (ROOT / "requirements.lock").read_text()
    part = picked(project, lock, member)
    names = set(re.findall(r"^([a-z0-9-]+)==", part, re.MULTILINE))

    assert has in names
    assert lacks not in names
    assert {"fastapi", "starlette", "uvicorn"} <= names
    assert "pytest" not in names


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", lock)

    assert "://" not in lock
    assert [e.split("==")[0] for e in entries if "--hash=sha256:" not in e] == []
    assert "setuptools" in {entry.split("==")[0] for entry in entries}
