"""Posts, their needs, the feed, the keys of repeated writes."""

import sqlalchemy as sa
from alembic import op

from common.idempotency import idempotency_sql
from common.migrating import feed_sql
from common.migrating import scope_sql
from tests.common.sample.tables import ANNOUNCED
from tests.common.sample.tables import SCOPES

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("employer", sa.Uuid()),
        sa.Column("published", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.create_table(
        "needs",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "post_id",
            sa.Uuid(),
            sa.ForeignKey("posts.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("code", sa.String(), nullable=False),
    )
    statements = feed_sql("sample", ANNOUNCED) + scope_sql("sample", SCOPES)
    for statement in statements + idempotency_sql("sample"):
        op.execute(statement)
