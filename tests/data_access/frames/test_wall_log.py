from typing import Any

import pandas as pd

from data_access.clock import MINUTE, SECOND
from data_access.frames.wall_log import COLUMNS, ROWS, frame
from data_access.store.store import Store
from data_access.view import View
from data_access.walls.desk import Logged, log
from tests.data_access.worlds import NOW, reading, world


def found(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        table = frame(reader, View(**view))
    assert tuple(table.columns) == COLUMNS
    assert table.attrs["data_time"] == NOW
    return table


def told(store: Store, *lines: Logged) -> None:
    with store.writing() as connection:
        for line in lines:
            log(connection, line)


def test_nothing_yet() -> None:
    with world() as store:
        assert len(found(store)) == 0


def test_the_newest_first_by_the_name_of_the_wall() -> None:
    with world() as store:
        told(
            store,
            Logged("main", NOW - MINUTE, "甲", "show", "scene=flow"),
            Logged("gone", NOW, "乙", "next", ""),
        )
        assert found(store).to_numpy().tolist() == [
            [NOW, "gone", "gone", "乙", "next", "", None],
            [NOW - MINUTE, "main", "指挥大厅主屏", "甲", "show", "scene=flow", None],
        ]
        assert found(store, language="en")["label"].tolist() == ["gone", "Main wall"]


def test_as_of_then_and_no_more_than_so_many() -> None:
    with world() as store:
        told(store, *(Logged("main", NOW - place * SECOND, f"n{place}", "next", "") for place in range(ROWS + 5)))
        assert found(store)["by"].tolist() == [f"n{place}" for place in range(ROWS)]
        assert found(store, as_of=NOW - 40 * SECOND)["by"].tolist() == [f"n{place}" for place in range(40, 45)]
