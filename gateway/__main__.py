"""`python -m gateway serve`, `migrate` or `revise "what changes"`."""

from pathlib import Path

from fastapi import FastAPI

from common.program import Member
from common.program import run
from gateway.app import Settings
from gateway.app import create_app
from gateway.tables import Table


def start() -> FastAPI:
    """The app with settings from the environment."""
    return create_app(Settings())


if __name__ == "__main__":
    run(Member(start, Settings, Path(__file__).parent / "migrations", Table.metadata))
