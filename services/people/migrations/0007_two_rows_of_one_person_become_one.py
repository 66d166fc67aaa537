"""Two rows of one person become one, and ledgers bring households."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.people.announcing import MERGE_SCOPES
from services.people.announcing import ONLY_JOINERS

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("workers", sa.Column("merged_into", sa.Uuid()))
    op.create_foreign_key(
        "fk_workers_merged_into", "workers", "workers", ["merged_into"], ["id"]
    )
    op.add_column("worker_facts", sa.Column("merge_id", sa.Uuid()))
    op.create_index(
        "ix_worker_facts_merge_id",
        "worker_facts",
        ["merge_id"],
        postgresql_where=sa.text("merge_id IS NOT NULL"),
    )
    _add_merges()
    _add_forgotten()
    _number_households()
    for statement in (*scope_sql("people", MERGE_SCOPES), ONLY_JOINERS):
        op.execute(statement)


def _add_merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("agreed", JSONB(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", MOMENT),
        sa.Column("parted_by", sa.String()),
        sa.Column("parted_at", MOMENT),
        sa.Column("before", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["workers.id"], name="fk_merges_kept_id"
        ),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["workers.id"], name="fk_merges_gone_id"
        ),
    )
    op.create_index("ix_merges_area", "merges", ["area"])
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"])
    op.create_index(
        "ix_merges_gone_id",
        "merges",
        ["gone_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'merged')"),
    )


def _add_forgotten() -> None:
    op.create_table(
        "forgotten",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_forgotten"),
    )


def _number_households() -> None:
    op.add_column("households", sa.Column("number", sa.String()))
    op.add_column("households", sa.Column("import_id", sa.Uuid()))
    op.create_index(
        "ix_households_number",
        "households",
        ["area", "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(
        "ix_households_import_id",
        "households",
        ["import_id"],
        postgresql_where=sa.text("import_id IS NOT NULL"),
    )
