"""Statistics: their reports and the head of each series; what is in quarantine knows what kind of message it is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables of the statistics and quarantine.kind; what is there stays."""
    op.create_table(
        "statistic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("series", sa.BigInteger(), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("dimensions", sa.String(length=400), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statistic_identity", "statistic", ["series", "start", "at", "value", "end"], unique=True)
    op.create_table(
        "statistic_head",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("dimensions", sa.String(length=400), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("longest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statistic_series", "statistic_head", ["metric", "area", "dimensions"], unique=True)
    op.add_column("quarantine", sa.Column("kind", sa.String(length=16), server_default="event", nullable=False))


def downgrade() -> None:
    """Drop the statistics and quarantine.kind; statistics in quarantine go with them."""
    op.execute("DELETE FROM quarantine WHERE kind = 'statistic'")
    op.drop_column("quarantine", "kind")
    op.drop_table("statistic_head")
    op.drop_table("statistic")
