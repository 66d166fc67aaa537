"""Areas, households, workers with their facts, the feed, and keys of repeated writes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import JSONB

from common.idempotency import idempotency_sql
from common.migrating import feed_sql
from common.migrating import scope_sql
from services.people.announcing import ANNOUNCED
from services.people.announcing import AREA_MOVED
from services.people.announcing import AREA_MOVED_FUNCTION
from services.people.announcing import ONLY_OFFICERS
from services.people.announcing import PHONE_FUNCTION
from services.people.announcing import SCOPES

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_areas()
    _add_households()
    _add_workers()
    _add_facts()
    _add_withdrawals()
    for statement in (
        *feed_sql("people", ANNOUNCED),
        *scope_sql("people", SCOPES),
        ONLY_OFFICERS,
        AREA_MOVED_FUNCTION,
        AREA_MOVED,
        PHONE_FUNCTION,
        *idempotency_sql("people"),
    ):
        op.execute(statement)


def _add_areas() -> None:
    op.create_table(
        "areas",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("local", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String()),
        sa.Column("terrain", sa.String(), nullable=False),
        sa.Column("lat", sa.Float()),
        sa.Column("lng", sa.Float()),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.Column("centre_source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.PrimaryKeyConstraint("code", "local", name="pk_areas"),
    )
    _index_prefixes("areas", "code")
    op.create_index("ix_areas_parent", "areas", ["parent"])


def _add_households() -> None:
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("local", sa.String(), nullable=False),
        sa.Column("head", sa.Uuid()),
        sa.Column("size", sa.Integer()),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_households"),
    )
    _index_prefixes("households", "area")


def _add_workers() -> None:
    op.create_table(
        "workers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("household", sa.Uuid()),
        sa.Column("birth", sa.Date()),
        sa.Column("sex", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary()),
        sa.Column("name_marks", ARRAY(sa.Integer()), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_sealed", sa.LargeBinary()),
        sa.Column("id_index", sa.LargeBinary()),
        sa.Column("last4", sa.String()),
        sa.Column("certificate_sealed", sa.LargeBinary()),
        sa.Column("phones_sealed", sa.LargeBinary()),
        sa.Column("phone_indexes", ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("withdrawn", sa.String()),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
        sa.UniqueConstraint("id_index", name="uq_workers_id_index"),
        sa.ForeignKeyConstraint(
            ["household"], ["households.id"], name="fk_workers_household"
        ),
    )
    _index_prefixes("workers", "area")
    op.create_index("ix_workers_household", "workers", ["household"])
    op.create_index("ix_workers_birth", "workers", ["birth"])
    op.create_index(
        "ix_workers_phone_indexes",
        "workers",
        ["phone_indexes"],
        postgresql_using="gin",
    )


def _add_facts() -> None:
    op.create_table(
        "worker_facts",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", JSONB()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("replaced_at", MOMENT),
        sa.PrimaryKeyConstraint(
            "worker_id", "field", "number", name="pk_worker_facts"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["workers.id"],
            name="fk_worker_facts_worker_id",
            deferrable=True,
        ),
        sa.CheckConstraint(
            "(value IS NULL) <> (sealed IS NULL)", name="ck_worker_facts_one_value"
        ),
    )


def _add_withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("worker_id", "number", name="pk_withdrawals"),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name="fk_withdrawals_worker_id"
        ),
    )
    op.create_table(
        "key_checks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_key_checks"),
    )


def _index_prefixes(table: str, column: str) -> None:
    digits = {column: "text_pattern_ops"}
    op.create_index(f"ix_{table}_{column}", table, [column], postgresql_ops=digits)
