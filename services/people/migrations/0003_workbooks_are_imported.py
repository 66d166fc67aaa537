"""Workbooks are imported: their files, lines, columns, and which facts they brought."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.people.announcing import IMPORT_SCOPES
from services.people.announcing import NUMBERS_FUNCTION
from services.people.announcing import ONLY_OFFICES

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("worker_facts", sa.Column("import_id", sa.Uuid()))
    op.create_index(
        "ix_worker_facts_import_id",
        "worker_facts",
        ["import_id"],
        postgresql_where=sa.text("import_id IS NOT NULL"),
    )
    _add_imports()
    _add_lines()
    for statement in (
        *scope_sql("people", IMPORT_SCOPES),
        ONLY_OFFICES,
        NUMBERS_FUNCTION,
    ):
        op.execute(statement)


def _add_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("numbers", JSONB(), nullable=False),
        sa.Column("sheets", JSONB(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in (
                "total", "done", "added", "changed", "same", "wrong", "skipped",
            )
        ),
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.Column("left_over", JSONB(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT),
        sa.Column("committed_at", MOMENT),
        sa.Column("undone_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.UniqueConstraint("key", name="uq_imports_key"),
    )
    op.create_index("ix_imports_area", "imports", ["area"])


def _add_lines() -> None:
    op.create_table(
        "import_parts",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "kind", "number", name="pk_import_parts"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_parts_import_id"
        ),
    )
    op.create_table(
        "import_lines",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("worker", sa.Uuid()),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("import_id", "position", name="pk_import_lines"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_lines_import_id"
        ),
    )
    op.create_table(
        "import_columns",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("area", "words", name="pk_import_columns"),
    )
