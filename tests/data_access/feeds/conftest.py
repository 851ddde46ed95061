"""A store with a small tree and two declared sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely.geometry import box

from data_access.areas.tree import Area
from data_access.store.store import Store
from data_access.store.vocabulary import Term


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(f"sqlite:///{tmp_path / 'gridscope.db'}")
    found.migrate()
    found.replace_areas(
        [
            Area("d", "District", "district", None),
            Area("s1", "Street 1", "street", "d", geometry=box(117.0, 34.0, 117.1, 34.1)),
            Area("s2", "Street 2", "street", "d", geometry=box(117.1, 34.0, 117.2, 34.1)),
        ]
    )
    found.declare([Term("source", "hotline", "热线", "Hotline"), Term("source", "patrol", "巡查", "Patrol")])
    yield found
    found.close()
