"""Runs the migrations on the connection that Store.migrate hands over."""

from typing import Final

from alembic import context

from data_access.audit.table import audit
from data_access.moments.table import moment
from data_access.store.schema import metadata
from data_access.walls.tables import wall_log

ELSEWHERE: Final = (audit, moment, wall_log)
"""Tables that are declared beside what they serve: whoever compares the schema must not depend on who was imported."""

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
