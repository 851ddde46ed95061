"""A store for each test: the small tree and its words, nothing else."""

from collections.abc import Iterator

import pytest

from data_access.store.store import Store
from tests.data_access.worlds import world


@pytest.fixture
def store() -> Iterator[Store]:
    """On SQLite, with a clock that shows worlds.NOW."""
    with world() as found:
        yield found
