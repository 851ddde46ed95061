"""States, marks and rollups of the analyses; warnings. What is derived is made anew and derived again at start."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the derived tables anew, empty: rebuild_if_outdated fills them from the transitions."""
    for table in ("event", "event_version", "rollup"):
        op.drop_table(table)
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("warning", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("given_up_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("delivery_next", "delivery", ["next_at"], unique=False)
    op.create_index("delivery_once", "delivery", ["warning", "change", "target"], unique=True)
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
        sa.Column("urged", sa.SmallInteger(), nullable=False),
        sa.Column("supervised", sa.SmallInteger(), nullable=False),
        sa.Column("moves", sa.SmallInteger(), nullable=False),
        sa.Column("proven", sa.SmallInteger(), nullable=False),
        sa.Column("self_handled", sa.SmallInteger(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("post", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "event_archived",
        "event",
        ["archived_at", "collected_at", "ended_at", "area", "source", "department", "category", "severity"],
        unique=False,
    )
    op.create_index("event_area", "event", ["area", "valid_from"], unique=False)
    op.create_index("event_area_due", "event", ["area", "due_at"], unique=False)
    op.create_index(
        "event_changed",
        "event",
        ["valid_from", "area", "source", "department", "category", "collected_at", "ended_at"],
        unique=False,
    )
    op.create_index(
        "event_closed",
        "event",
        [
            "closed_at",
            "collected_at",
            "ended_at",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "reworked",
            "self_handled",
            "proven",
        ],
        unique=False,
    )
    op.create_index(
        "event_collected",
        "event",
        [
            "collected_at",
            "ended_at",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "stage",
            "self_handled",
            "lon",
            "lat",
        ],
        unique=False,
    )
    op.create_index(
        "event_dispatched",
        "event",
        [
            "dispatched_at",
            "collected_at",
            "ended_at",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "response",
        ],
        unique=False,
    )
    op.create_index(
        "event_due",
        "event",
        ["due_at", "collected_at", "ended_at", "area", "source", "department", "category", "severity", "closed_at"],
        unique=False,
    )
    op.create_index(
        "event_evaluated",
        "event",
        [
            "evaluated_at",
            "collected_at",
            "ended_at",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "satisfaction",
        ],
        unique=False,
    )
    op.create_index(
        "event_handled",
        "event",
        ["handled_at", "collected_at", "ended_at", "area", "source", "department", "category", "severity"],
        unique=False,
    )
    op.create_index("event_identity", "event", ["source", "event_id"], unique=True)
    op.create_index(
        "event_open",
        "event",
        ["due_at", "area", "source", "department", "category", "severity", "collected_at", "closed_at", "ended_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "event_post",
        "event",
        ["post"],
        unique=False,
        postgresql_where=sa.text("post IS NOT NULL"),
        sqlite_where=sa.text("post IS NOT NULL"),
    )
    op.create_index(
        "event_unarchived",
        "event",
        [
            "stage",
            "stage_since",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "collected_at",
            "closed_at",
            "ended_at",
            "archived_at",
        ],
        unique=False,
        postgresql_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "event_verified",
        "event",
        ["verified_at", "collected_at", "ended_at", "area", "source", "department", "category", "severity"],
        unique=False,
    )
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
        sa.Column("urged", sa.SmallInteger(), nullable=False),
        sa.Column("supervised", sa.SmallInteger(), nullable=False),
        sa.Column("moves", sa.SmallInteger(), nullable=False),
        sa.Column("proven", sa.SmallInteger(), nullable=False),
        sa.Column("self_handled", sa.SmallInteger(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("post", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", "valid_from"),
        sqlite_with_rowid=False,
    )
    op.create_index("version_area", "event_version", ["area", "valid_from"], unique=False)
    op.create_index("version_due", "event_version", ["due_at", "valid_from", "valid_to"], unique=False)
    op.create_index("version_from", "event_version", ["valid_from", "valid_to"], unique=False)
    op.create_index(
        "version_open",
        "event_version",
        [
            "valid_to",
            "valid_from",
            "due_at",
            "area",
            "source",
            "department",
            "category",
            "severity",
            "collected_at",
            "closed_at",
            "ended_at",
        ],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "version_unarchived",
        "event_version",
        ["valid_to", "valid_from"],
        unique=False,
        postgresql_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
        sqlite_where=sa.text("archived_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "mark",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("event", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("mark_at", "mark", ["at", "kind", "event", "department", "previous"], unique=False)
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
        sa.Column("due_closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("self_closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unproven", sa.Integer(), server_default="0", nullable=False),
        sa.Column("severity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("response", sa.Text(), server_default="", nullable=False),
        sa.Column("handling", sa.Text(), server_default="", nullable=False),
        sa.Column("dwell", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("area", "dimension", "key", "hour"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "warning",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("rules_version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("category", sa.String(length=128), nullable=True),
        sa.Column("subject", sa.String(length=256), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_since", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=True),
        sa.Column("acknowledged_note", sa.Text(), nullable=True),
        sa.Column("cleared_at", sa.BigInteger(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("warning_cleared", "warning", ["cleared_at"], unique=False)
    op.create_index("warning_raised", "warning", ["raised_at"], unique=False)
    op.create_index(
        "warning_standing",
        "warning",
        ["key"],
        unique=True,
        postgresql_where=sa.text("cleared_at IS NULL"),
        sqlite_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "warning_change",
        sa.Column("warning", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("warning", "number"),
    )
    op.create_table(
        "warning_rules",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "warning_watch",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=True),
        sa.Column("rules_version", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("data_version", sa.Column("derivation", sa.Integer(), server_default="1", nullable=False))
    op.add_column("transition", sa.Column("post", sa.String(length=64), nullable=True))
