from typing import Any

from data_access.clock import HOUR, MINUTE, SECOND
from data_access.frames.walls import COLUMNS, frame
from data_access.store.store import Store
from data_access.view import View
from data_access.walls.book import WallBook
from data_access.walls.desk import Page, begin, carry_out, see
from data_access.walls.looking import situation
from data_access.walls.orders import Order
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.walls.playing import book, wall
from tests.data_access.worlds import NOW, reading, world

BOOK = book({"seconds": 10}, {"scene": "flow", "seconds": 20}, walls=[wall(), wall("side", area="s2", sound=True)])


def found(store: Store, walls: WallBook = BOOK, **view: Any) -> dict[str, dict[str, Any]]:
    store.walls = walls
    with reading(store) as reader:
        table = frame(reader, View(**view))
    assert tuple(table.columns) == COLUMNS
    assert table.attrs["data_time"] == NOW
    return {row["wall"]: row for row in table.to_dict("records")}


def order(store: Store, name: str, **given: Any) -> None:
    store.walls = BOOK
    with store.reading() as connection:
        tree = store.site(connection).tree
        now, _ = situation(connection, BOOK, BOOK.walls[0], tree, store.zone, NOW)
    carry_out(store, Order("甲", name, **given), now)


def test_walls_that_were_never_ordered_nor_opened() -> None:
    with world() as store:
        begin(store, ["main", "side"], NOW - 15 * SECOND)
        rows = found(store)
        assert list(rows) == ["main", "side"]
        main = rows["main"]
        assert (main["label"], main["mode"], main["query"]) == ("main屏", "rotating", "scene=flow")
        assert (main["since"], main["until"]) == (NOW - 5 * SECOND, NOW + 15 * SECOND)
        assert (main["place"], main["entries"]) == (2, 2)
        assert (main["warning"], main["waiting"], main["acknowledged"]) == (None, 0, False)
        assert (main["order"], main["by"], main["at"], main["screens"]) == (None, None, None, [])
        assert [row["sound"] for row in rows.values()] == [False, True]
        assert rows["side"]["query"] == "scene=flow&area=s2"
        assert found(store, language="en")["main"]["label"] == "Wall main"


def test_an_order_is_of_its_wall() -> None:
    with world() as store:
        order(store, "show", view="scene=risk")
        rows = found(store)
        assert (rows["main"]["mode"], rows["main"]["query"], rows["main"]["until"]) == ("pinned", "scene=risk", None)
        assert (rows["main"]["order"], rows["main"]["by"], rows["main"]["at"]) == ("show", "甲", NOW)
        assert (rows["side"]["mode"], rows["side"]["order"]) == ("rotating", None)


def test_a_warning_takes_over_the_walls_that_it_concerns() -> None:
    with world() as store:
        write(store, [], at=NOW - HOUR)
        raise_all(store, *(finding(key, severity="crit", area="g1") for key in "ab"), at=NOW - MINUTE)
        rows = found(store)
        assert (rows["main"]["mode"], rows["main"]["waiting"], rows["main"]["acknowledged"]) == ("takeover", 1, False)
        assert rows["main"]["warning"] in (1, 2)
        assert rows["main"]["until"] == NOW + 29 * MINUTE
        assert (rows["side"]["mode"], rows["side"]["warning"]) == ("rotating", None)


def test_screens_the_one_heard_last_first() -> None:
    with world() as store:
        for page, seconds, query in (("a", 61, ""), ("b", 60, "scene=flow"), ("c", 1, "")):
            see(store, Page("main", page, NOW - seconds * SECOND, query, f"screen {page}", "x", 7))
        screens = found(store)["main"]["screens"]
        assert [(one["screen"], one["shows"], one["dark"]) for one in screens] == [
            ("screen c", True, False),
            ("screen b", False, False),
            ("screen a", True, True),
        ]
        assert screens[0]["age"] == 7
        assert screens[0]["seen_at"] == NOW - SECOND
        assert found(store)["side"]["screens"] == []
