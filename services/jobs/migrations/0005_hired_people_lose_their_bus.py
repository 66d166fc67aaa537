"""A bus that stops is a task for those who look after the people who took it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.jobs.announcing import SHUTTLE_CHANGES

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # The default lets the release before go on writing placements.
    op.add_column(
        "placements",
        sa.Column("changed", JSONB(), nullable=False, server_default="[]"),
    )
    for statement in SHUTTLE_CHANGES:
        op.execute(statement)
