"""Contracts are kept beside their workers, and forgotten when these change."""

import sqlalchemy as sa
from alembic import op

from common.migrating import scope_sql
from services.people.workers.kept import FORGET
from services.people.workers.kept import FORGET_FUNCTION
from services.people.workers.kept import KEEP_FUNCTION
from services.people.workers.kept import SCOPE

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "kept_contracts",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("shape", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("worker_id", name="pk_kept_contracts"),
    )
    for statement in (
        *scope_sql("people", (SCOPE,)),
        "REVOKE ALL ON kept_contracts FROM people_app",
        KEEP_FUNCTION,
        "REVOKE ALL ON FUNCTION people_keep_contracts FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION people_keep_contracts TO people_feed",
        FORGET_FUNCTION,
        FORGET,
    ):
        op.execute(statement)
