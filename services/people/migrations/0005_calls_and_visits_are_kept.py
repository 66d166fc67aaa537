"""Calls and visits are kept with their outcomes, and the lists of whom to ring."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.people.announcing import CONTACT_SCOPES
from services.people.announcing import ONLY_CALLERS

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_sheets()
    _add_contacts()
    for statement in (*scope_sql("people", CONTACT_SCOPES), ONLY_CALLERS):
        op.execute(statement)


def _add_sheets() -> None:
    op.create_table(
        "call_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("post_id", sa.Uuid()),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_sheets"),
    )
    op.create_index("ix_call_sheets_area", "call_sheets", ["area"])
    op.create_table(
        "call_sheet_lines",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("questions", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("sheet_id", "number", name="pk_call_sheet_lines"),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["call_sheets.id"], name="fk_call_sheet_lines_sheet_id"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name="fk_call_sheet_lines_worker_id"
        ),
    )
    op.create_index(
        "ix_call_sheet_lines_worker_id", "call_sheet_lines", ["worker_id"]
    )


def _add_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("spoke_with", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("post_id", sa.Uuid()),
        sa.Column("sheet_id", sa.Uuid()),
        sa.Column("referral_id", sa.Uuid()),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("struck_at", MOMENT),
        sa.Column("struck_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name="fk_contacts_worker_id"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["call_sheets.id"], name="fk_contacts_sheet_id"
        ),
    )
    op.create_index(
        "ix_contacts_worker_id", "contacts", ["worker_id", "happened_on"]
    )
    op.create_index("ix_contacts_sheet_id", "contacts", ["sheet_id"])
