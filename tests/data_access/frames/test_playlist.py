from typing import Any

import pandas as pd

from data_access.clock import SECOND
from data_access.frames.playlist import COLUMNS, frame
from data_access.store.store import Store
from data_access.view import View
from data_access.walls.book import WallBook
from data_access.walls.desk import begin, carry_out
from data_access.walls.hours import WEEK
from data_access.walls.orders import Order
from tests.data_access.walls.playing import playlist, situation, wall
from tests.data_access.worlds import NOW, reading, world

BOOK = WallBook.model_construct(
    playlists=(
        # NOW is a Sunday, after noon.
        playlist({"seconds": 10}, {"area": "s1", "window": "7d", "seconds": 20}, {"area": "gone", "to": "08:00"}),
        playlist({"days": ["mon"]}, id="nobody"),
    ),
    walls=(wall(), wall("side")),
)


def found(store: Store, **view: Any) -> pd.DataFrame:
    store.walls = BOOK
    with reading(store) as reader:
        table = frame(reader, View(**view))
    assert tuple(table.columns) == COLUMNS
    return table


def test_every_entry_of_every_playlist() -> None:
    with world() as store:
        rows = found(store).to_dict("records")
        assert [(row["playlist"], row["place"]) for row in rows] == [("day", 1), ("day", 2), ("day", 3), ("nobody", 1)]
        second = rows[1]
        assert (second["area"], second["area_label"], second["window"], second["seconds"]) == ("s1", "名s1", "7d", 20)
        assert (second["start"], second["end"], second["days"]) == ("00:00", "24:00", list(WEEK))
        assert second["walls"] == [{"wall": "main", "label": "main屏"}, {"wall": "side", "label": "side屏"}]
        third = rows[2]
        assert (third["area"], third["area_label"], third["usable"], third["held"]) == ("gone", None, False, False)
        assert (rows[3]["held"], rows[3]["usable"], rows[3]["walls"]) == (False, True, [])
        assert found(store, language="en").iloc[1]["area_label"] == "Name s1"


def test_which_is_on_and_where() -> None:
    with world() as store:
        begin(store, ["main", "side"], NOW - 15 * SECOND)
        assert found(store)["on"].tolist() == [[], ["main", "side"], [], []]
        carry_out(store, Order("甲", "show", view="scene=risk"), situation({}))
        assert found(store)["on"].tolist() == [[], ["side"], [], []]
