"""`python -m services.people serve | migrate | revise "what changed"`."""

from pathlib import Path

from fastapi import FastAPI

from common.program import Member
from common.program import run
from services.people.app import Settings
from services.people.app import create_app
from services.people.tables import Table


def start() -> FastAPI:
    return create_app(Settings())


if __name__ == "__main__":
    migrations = Path(__file__).parent / "migrations"
    run(Member(start, Settings, migrations, Table.metadata))
