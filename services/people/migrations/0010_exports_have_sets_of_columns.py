"""Exports have sets of columns, which an office names and keeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.people.announcing import EXPORT_SCOPES
from services.people.announcing import ONLY_EXPORTERS

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "export_sets",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("columns", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("area", "name", name="pk_export_sets"),
    )
    for statement in (*scope_sql("people", EXPORT_SCOPES), ONLY_EXPORTERS):
        op.execute(statement)
