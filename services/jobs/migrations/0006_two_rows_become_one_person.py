"""Referrals and placements follow a person of whom two rows became one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for table in ("referrals", "placements"):
        op.add_column(table, sa.Column("first_worker", sa.Uuid()))
        op.create_index(
            f"ix_{table}_first_worker",
            table,
            ["first_worker"],
            postgresql_where=sa.text("first_worker IS NOT NULL"),
        )
