"""What was read is sealed into a chain, and the chain signed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "read_chain",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.Uuid(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_read_chain"),
        sa.UniqueConstraint("reading", name="uq_read_chain_reading"),
    )
    op.create_table(
        "read_checkpoints",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_read_checkpoints"),
    )
    # The running gateway can only go on, never go back.
    op.execute("REVOKE UPDATE, DELETE ON read_chain, read_checkpoints FROM gateway_app")
