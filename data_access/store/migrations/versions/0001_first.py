"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=64), nullable=True),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("geometry", sa.Text(), nullable=True),
        sa.Column("preorder", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("area_preorder", "area", ["preorder"], unique=False)
    op.create_table(
        "backdrop",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("geojson", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("newest_at", sa.BigInteger(), nullable=True),
        sa.Column("areas", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=True),
        sa.Column("stage_since", sa.BigInteger(), nullable=True),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("collected_at", sa.BigInteger(), nullable=True),
        sa.Column("dispatched_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=True),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("response", sa.BigInteger(), nullable=True),
        sa.Column("reworked", sa.SmallInteger(), nullable=False),
        sa.Column("returned", sa.SmallInteger(), nullable=False),
        sa.Column("self_handled", sa.SmallInteger(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("event_archived", "event", ["archived_at"], unique=False)
    op.create_index("event_area", "event", ["area"], unique=False)
    op.create_index("event_changed", "event", ["valid_from"], unique=False)
    op.create_index("event_closed", "event", ["closed_at"], unique=False)
    op.create_index("event_collected", "event", ["collected_at"], unique=False)
    op.create_index("event_dispatched", "event", ["dispatched_at"], unique=False)
    op.create_index("event_due", "event", ["due_at"], unique=False)
    op.create_index("event_evaluated", "event", ["evaluated_at"], unique=False)
    op.create_index("event_handled", "event", ["handled_at"], unique=False)
    op.create_index("event_identity", "event", ["source", "event_id"], unique=True)
    op.create_index(
        "event_open",
        "event",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "event_unarchived",
        "event",
        ["stage"],
        unique=False,
        postgresql_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
    )
    op.create_index("event_verified", "event", ["verified_at"], unique=False)
    op.create_table(
        "event_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=True),
        sa.Column("stage_since", sa.BigInteger(), nullable=True),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("collected_at", sa.BigInteger(), nullable=True),
        sa.Column("dispatched_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=True),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("response", sa.BigInteger(), nullable=True),
        sa.Column("reworked", sa.SmallInteger(), nullable=False),
        sa.Column("returned", sa.SmallInteger(), nullable=False),
        sa.Column("self_handled", sa.SmallInteger(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", "valid_from"),
        sqlite_with_rowid=False,
    )
    op.create_index("version_area", "event_version", ["area"], unique=False)
    op.create_index(
        "version_closed",
        "event_version",
        ["closed_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL"),
        sqlite_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("version_collected", "event_version", ["collected_at"], unique=False)
    op.create_index("version_dispatched", "event_version", ["dispatched_at"], unique=False)
    op.create_index("version_due", "event_version", ["due_at"], unique=False)
    op.create_index("version_evaluated", "event_version", ["evaluated_at"], unique=False)
    op.create_index("version_from", "event_version", ["valid_from"], unique=False)
    op.create_index(
        "version_open",
        "event_version",
        ["valid_to"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "feed_point",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("placeholder", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("source", "lon", "lat"),
    )
    op.create_index("feed_point_records", "feed_point", ["source", "records"], unique=False)
    op.create_table(
        "feed_state",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("last_collected_at", sa.BigInteger(), nullable=True),
        sa.Column("last_received_at", sa.BigInteger(), nullable=False),
        sa.Column("transitions", sa.BigInteger(), nullable=False),
        sa.Column("located", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("datum", sa.String(length=16), nullable=True),
        sa.Column("replayed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("quarantine_waiting", "quarantine", ["replayed_at", "received_at"], unique=False)
    op.create_table(
        "rollup",
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("dimension", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("reported", sa.Integer(), server_default="0", nullable=False),
        sa.Column("self_handled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reworked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_time", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scored", sa.Integer(), server_default="0", nullable=False),
        sa.Column("satisfied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open_change", sa.Integer(), server_default="0", nullable=False),
        sa.Column("overdue_change", sa.Integer(), server_default="0", nullable=False),
        sa.Column("entered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("response", sa.Text(), server_default="", nullable=False),
        sa.Column("handling", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("area", "dimension", "key", "hour"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "transition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("located", sa.String(length=64), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("self_handled", sa.SmallInteger(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("transition_at", "transition", ["at"], unique=False)
    op.create_index("transition_identity", "transition", ["event", "stage", "at", "department"], unique=True)
    op.create_table(
        "vocabulary",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=128), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("kind", "code"),
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("vocabulary")
    op.drop_table("transition")
    op.drop_table("rollup")
    op.drop_table("quarantine")
    op.drop_table("feed_state")
    op.drop_table("feed_point")
    op.drop_table("event_version")
    op.drop_table("event")
    op.drop_table("data_version")
    op.drop_table("backdrop")
    op.drop_table("area")
