import pandas as pd

from data_access.clock import MINUTE, SECOND
from data_access.frames import sankey
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import Clock, accept, moment, only, reading, said, world


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return sankey.frame(reader, View(**view))


def fill(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "22 09:00"),
            said("1", "dispatched", "22 09:10"),
            said("1", "accepted", "22 09:20"),
            said("2", "collected", "22 09:00", category="safety/fire", source="worker"),
            said("2", "handled", "22 10:00", source="worker"),
            said("3", "collected", "22 09:30", category="city/garbage"),
            said("3", "dispatched", "22 09:40"),
            said("4", "collected", "22 09:30"),
            said("4", "voided", "22 09:40"),
            said("5", "collected", "20 09:30"),
        ],
    )


def test_cases_of_the_window_by_source_top_category_and_stage(store: Store) -> None:
    fill(store)
    table = shown(store)
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("hotline", "热线", "city", "城市管理", "dispatched", 2),
        ("worker", "网格员", "safety", "safety", "handled", 1),
    ]
    assert table["count"].sum() == only(store)["reported"]
    assert table.attrs["categories"] == ["city", "safety"]


def test_below_a_category_that_is_filtered_the_next_level_is_shown(store: Store) -> None:
    fill(store)
    assert shown(store, category="city")["category"].tolist() == ["city/garbage", "city/street"]
    assert shown(store, category="city/street")["category"].tolist() == ["city/street"]


def test_stages_are_those_as_of_t(store: Store) -> None:
    fill(store)
    past = shown(store, as_of=moment("22 09:35"))
    assert past.groupby("stage")["count"].sum().to_dict() == {"collected": 3, "dispatched": 1}
    assert past["count"].sum() == only(store, as_of=moment("22 09:35"))["reported"] == 4


def test_a_long_window_counts_what_came_since_it_was_kept() -> None:
    clock = Clock(moment("22 12:00") + SECOND)
    with world(clock=clock) as store:
        fill(store)
        accept(store, [said("6", "collected", "22 12:00", area="s2")])
        assert shown(store, window="30d")["count"].sum() == 5
        accept(store, [said("7", "collected", clock.now, area="s2"), said("3", "handled", clock.now)])
        # The answer kept is of seconds ago: the new case counts, the stage of the other follows within the minute.
        clock.now += 20 * SECOND
        table = shown(store, window="30d")
        assert table["count"].sum() == only(store, window="30d")["reported"] == 6
        assert "handled" not in table[table["source"] == "hotline"]["stage"].tolist()
        clock.now += MINUTE
        later = shown(store, window="30d")
        assert later["count"].sum() == 6
        assert later.groupby("stage")["count"].sum()["handled"] == 2
