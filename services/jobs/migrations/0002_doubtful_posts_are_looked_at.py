"""Officers look at doubtful posts: where each stands, and every look on file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.jobs.announcing import LOOKS

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Defaults let the release before go on writing posts.
    op.add_column(
        "posts", sa.Column("look", sa.String(), nullable=False, server_default="none")
    )
    op.add_column(
        "posts", sa.Column("look_hits", JSONB(), nullable=False, server_default="[]")
    )
    op.add_column(
        "posts", sa.Column("look_reason", sa.String(), nullable=False, server_default="")
    )
    op.create_index(
        "ix_posts_held", "posts", ["id"], postgresql_where=sa.text("look = 'held'")
    )
    op.create_table(
        "looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("hits", JSONB(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_looks_post_id"),
    )
    op.create_index("ix_looks_post_id", "looks", ["post_id"])
    for statement in scope_sql("jobs", LOOKS):
        op.execute(statement)
