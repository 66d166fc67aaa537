"""The sample's rows, and what its feed and its policies cover."""

from uuid import UUID
from uuid import uuid4

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field
from sqlmodel import SQLModel

from common.database import NAMING
from common.database import version_field
from common.migrating import Child
from common.migrating import Root
from common.migrating import Scope

ANNOUNCED = (Root("posts", "post"), Child("needs", "post_id", "posts"))
SCOPES = (
    Scope("posts", area="area", employer="employer", also="published"),
    Scope("needs", parent=("posts", "post_id")),
)


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of the sample's tables, with metadata of its own."""

    __mapper_args__ = {"eager_defaults": True}


class PostRow(Table, table=True):
    """One post."""

    __tablename__ = "posts"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version: int = version_field()
    title: str
    area: str
    employer: UUID | None = None
    published: bool = False


class NeedRow(Table, table=True):
    """One need of a post."""

    __tablename__ = "needs"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    post_id: UUID = Field(foreign_key="posts.id", ondelete="CASCADE")
    code: str
