"""The base of the gateway's tables, with a registry of its own."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from common.database import NAMING


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of this member's tables; another member's names never meet ours."""
