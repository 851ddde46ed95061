"""Runs the migrations on the connection that Store.migrate hands over."""

from alembic import context

from data_access.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
