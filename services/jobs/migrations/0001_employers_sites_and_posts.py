"""Employers, their sites and posts, the feed, and the keys of repeated writes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.idempotency import idempotency_sql
from common.migrating import feed_sql
from common.migrating import scope_sql
from services.jobs.announcing import FUNCTIONS
from services.jobs.announcing import ROOTS
from services.jobs.announcing import SCOPES
from services.jobs.announcing import TRIGGERS

revision = "0001"
down_revision = None


def upgrade() -> None:
    _add_employers()
    _add_sites()
    _add_posts()
    for statement in (
        *feed_sql("jobs", ROOTS),
        *scope_sql("jobs", SCOPES),
        *FUNCTIONS,
        *TRIGGERS,
        *idempotency_sql("jobs"),
    ):
        op.execute(statement)


def _add_employers() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credit_code", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String()),
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("contacts", JSONB(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("looked_by", sa.String()),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
        sa.Column("looked_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_employers"),
        sa.UniqueConstraint("credit_code", name="uq_employers_credit_code"),
    )
    _index_prefixes("employers", "keeper")


def _add_sites() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("place", JSONB()),
        sa.Column("accommodations", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("id", "employer_id", name="uq_sites_id_employer_id"),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name="fk_sites_employer_id"
        ),
    )
    op.create_index("ix_sites_employer_id", "sites", ["employer_id"])


def _add_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid()),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("stated", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name="fk_posts_employer_id"
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "employer_id"],
            ["sites.id", "sites.employer_id"],
            name="fk_posts_site_id_employer_id",
        ),
        sa.CheckConstraint("filled BETWEEN 0 AND openings", name="ck_posts_filled"),
    )
    _index_prefixes("posts", "area")
    op.create_index("ix_posts_employer_id", "posts", ["employer_id"])
    op.create_index("ix_posts_site_id", "posts", ["site_id"])
    op.create_index("ix_posts_state_valid_until", "posts", ["state", "valid_until"])


def _index_prefixes(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_{column}",
        table,
        [column],
        postgresql_ops={column: "text_pattern_ops"},
    )
