"""The last list of each worker is kept for a day, as ids."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "kept_lists",
        sa.Column("worker", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("data_version", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posts", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_kept_lists"),
    )
    op.create_index("ix_kept_lists_day", "kept_lists", ["day"])
