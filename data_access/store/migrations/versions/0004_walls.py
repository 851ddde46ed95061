"""Walls: what the desk ordered, the log of orders, the browsers that show them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of the walls."""
    op.create_table(
        "wall_control",
        sa.Column("wall", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("held", sa.BigInteger(), nullable=True),
        sa.Column("dismissed_at", sa.BigInteger(), nullable=True),
        sa.Column("sound", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("wall"),
    )
    op.create_table(
        "wall_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("wall", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("wall_log_at", "wall_log", ["wall", "at"])
    op.create_table(
        "wall_page",
        sa.Column("wall", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("screen", sa.String(length=64), nullable=False),
        sa.Column("build", sa.String(length=32), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("wall", "page"),
    )


def downgrade() -> None:
    """Drop the tables of the walls."""
    op.drop_table("wall_page")
    op.drop_table("wall_log")
    op.drop_table("wall_control")
