"""People are put forward to posts, placed, and looked after."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.migrating import scope_sql
from services.jobs.announcing import END_REFERRALS
from services.jobs.announcing import PLACING
from services.jobs.announcing import POST_ENDS
from services.jobs.announcing import POST_HEADS
from services.jobs.announcing import REFERRALS

revision = "0004"
down_revision = "0003"

OPEN = (
    "state IN ('proposed', 'agreed', 'sent', 'seen', 'interview', 'came', 'absent',"
    " 'offered', 'accepted', 'trial')"
)


def upgrade() -> None:
    _add_referrals()
    _add_placements()
    for statement in (
        *scope_sql("jobs", REFERRALS),
        *PLACING,
        END_REFERRALS,
        POST_HEADS,
        *POST_ENDS,
    ):
        op.execute(statement)
    op.create_table(
        "followed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_followed"),
    )
    op.create_index("ix_followed_source", "followed", ["source"], unique=True)


def _moment(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def _word(name: str, *, needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def _add_referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        *(_word(name) for name in ("home", "keeper", "origin", "state")),
        _moment("since", needed=True),
        _moment("due_at"),
        _moment("made_at", needed=True),
        _moment("agreed_at"),
        _word("agreed_how", needed=False),
        _word("agreed_by", needed=False),
        _moment("sent_at"),
        sa.Column("close_others", sa.Boolean(), nullable=False),
        _moment("interview_at"),
        _word("interview_place"),
        sa.Column("trial_until", sa.Date()),
        _word("refused_by", needed=False),
        _word("refusal", needed=False),
        sa.Column("shareable", sa.Boolean(), nullable=False),
        _word("cause", needed=False),
        sa.Column("placement_id", sa.Uuid()),
        sa.Column("known", JSONB(), nullable=False),
        sa.Column("changed", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referrals"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_referrals_post_id"),
    )
    for column in ("post_id", "worker_id", "employer_id"):
        op.create_index(f"ix_referrals_{column}", "referrals", [column])
    op.create_index(
        "ix_referrals_open_pair",
        "referrals",
        ["worker_id", "post_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_referrals_due_at", "referrals", ["due_at"], postgresql_where=sa.text(OPEN)
    )
    op.create_table(
        "referral_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        _word("step"),
        _word("before", needed=False),
        _word("after"),
        _moment("at", needed=True),
        *(_word(name) for name in ("by", "party")),
        _word("reason", needed=False),
        _word("note"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_log"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name="fk_referral_log_referral_id"
        ),
    )
    op.create_index("ix_referral_log_referral_id", "referral_log", ["referral_id"])


def _add_placements() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        *(_word(name) for name in ("home", "keeper")),
        sa.Column("referral_id", sa.Uuid()),
        sa.Column("post_id", sa.Uuid()),
        sa.Column("employer_id", sa.Uuid()),
        *(_word(name) for name in ("employer_name", "channel")),
        sa.Column("organised", sa.Boolean(), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        _word("contract"),
        sa.Column("contract_until", sa.Date()),
        sa.Column("insurance", JSONB(), nullable=False),
        sa.Column("ended", sa.Date()),
        *(_word(name, needed=False) for name in ("cause", "cause_by")),
        *(_word(name) for name in ("note", "made_by")),
        _moment("made_at", needed=True),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name="fk_placements_referral_id"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_placements_post_id"
        ),
    )
    op.create_index(
        "ix_placements_referral_id", "placements", ["referral_id"], unique=True
    )
    for column in ("worker_id", "post_id", "employer_id", "started"):
        op.create_index(f"ix_placements_{column}", "placements", [column])
    op.create_table(
        "checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        _word("outcome"),
        _moment("at", needed=True),
        *(_word(name) for name in ("by", "note")),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name="fk_checks_placement_id"
        ),
    )
    op.create_index("ix_checks_placement_id", "checks", ["placement_id"])
