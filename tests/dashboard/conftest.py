"""A program on the small tree: everything that `create_app` makes, with no thread started."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.app import Program, create_app
from dashboard.settings import Settings
from data_access.store.store import Store
from tests.data_access.worlds import world

TOKENS = {"hotline": "open-sesame", "app": "let-me-in"}


@pytest.fixture
def store() -> Iterator[Store]:
    """On SQLite, with a clock that shows worlds.NOW."""
    with world() as found:
        yield found


@pytest.fixture
def program(store: Store) -> Iterator[Program]:
    """The program on `store`; its feeds are TOKENS, a body has at most 16 MB."""
    made = create_app(Settings(database_url=store.url, feed_tokens=TOKENS, body_limit=16), store)
    yield made
    # What a first picture did not wait for may still be rendered.
    made.hub.stop()


@pytest.fixture
def client(program: Program) -> FlaskClient:
    """What an HTTP client sees; an exception is a 500 as it is for everybody else."""
    return program.server.test_client()
