"""What people know of the ways to a site, and since when."""

import sqlalchemy as sa
from alembic import op

from common.migrating import scope_sql
from services.jobs.announcing import WAYS
from services.jobs.announcing import WAYS_BUMP

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "site_ways",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("from_area", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("first_min", sa.Integer()),
        sa.Column("last_min", sa.Integer()),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_site_ways"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_site_ways_site_id"),
    )
    op.create_index("ix_site_ways_site_id", "site_ways", ["site_id"])
    op.create_index(
        "ix_site_ways_holding",
        "site_ways",
        ["site_id", "from_area", "mode"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    for statement in (*scope_sql("jobs", WAYS), *WAYS_BUMP):
        op.execute(statement)
