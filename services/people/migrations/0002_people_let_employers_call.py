"""People let employers call them about a post."""

import sqlalchemy as sa
from alembic import op

from common.migrating import scope_sql
from services.people.announcing import DISCLOSED_FUNCTION
from services.people.announcing import DISCLOSURES

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name="fk_disclosures_worker_id"
        ),
    )
    op.create_index(
        "ix_disclosures_holding",
        "disclosures",
        ["worker_id", "post_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    for statement in (*scope_sql("people", DISCLOSURES), DISCLOSED_FUNCTION):
        op.execute(statement)
