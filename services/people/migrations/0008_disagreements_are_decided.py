"""What is decided where two sources disagree, and what households need."""

import sqlalchemy as sa
from alembic import op

from common.migrating import scope_sql
from services.people.announcing import DECISION_SCOPES

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "fact_decisions",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker_id", "field", "upto", name="pk_fact_decisions"),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name="fk_fact_decisions_worker_id"
        ),
    )
    op.create_table(
        "household_needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_household_needs"),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name="fk_household_needs_household_id",
        ),
    )
    op.create_index(
        "ix_household_needs_household_id", "household_needs", ["household_id"]
    )
    for statement in scope_sql("people", DECISION_SCOPES):
        op.execute(statement)
