"""What a wall shows, read from the store: the same whoever looks, and however often."""

from collections.abc import Iterator

import pytest

from data_access.areas.tree import AreaTree
from data_access.clock import DAY, HOUR, MINUTE, SECOND
from data_access.store.store import Store
from data_access.walls.desk import begin, carry_out
from data_access.walls.looking import Progress, look, situation, usable
from data_access.walls.orders import PAUSED, Order
from data_access.walls.showing import TAKEOVER, Shown
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.walls.playing import SHANGHAI, book, wall
from tests.data_access.worlds import NOW, areas, world

BOOK = book(
    {"seconds": 10},
    {"scene": "flow", "area": "nowhere"},
    {"scene": "risk", "area": "s1", "seconds": 20},
    {"scene": "scores", "seconds": 30},
)
MAIN = BOOK.walls[0]


@pytest.fixture
def store() -> Iterator[Store]:
    """A wall that began at NOW; nothing stood at the first evaluation."""
    with world() as found:
        write(found, [], at=NOW - HOUR)
        begin(found, ["main"], NOW)
        yield found


def seen(store: Store, now: int, progress: Progress | None = None) -> Shown:
    with store.reading() as connection:
        return look(connection, BOOK, MAIN, store.site(connection).tree, SHANGHAI, now, progress)


def order(store: Store, now: int, name: str, entry: int = 0, warning: int = 0) -> None:
    with store.reading() as connection:
        tree = store.site(connection).tree
        found, _ = situation(connection, BOOK, MAIN, tree, SHANGHAI, now)
    carry_out(store, Order("甲", name, entry=entry, warning=warning), found)


def test_areas_that_do_not_exist_are_passed_over(store: Store) -> None:
    assert [seen(store, NOW + second * SECOND).place for second in (0, 10, 30, 60)] == [0, 2, 3, 0]
    tree = AreaTree(areas())
    everywhere = wall(area="gone")
    entries = BOOK.playlists[0].entries
    assert [usable(MAIN, tree)(one) for one in entries] == [True, False, True, True]
    assert [usable(everywhere, tree)(one) for one in entries] == [False, False, True, False]
    compared = book(
        *({"scene": "compare", "area": "s1", "against": against} for against in ("area:s2", "area:nowhere", "previous"))
    )
    assert [usable(MAIN, tree)(one) for one in compared.playlists[0].entries] == [True, False, True]
    assert compared.playlists[0].entries[0].view("", "zh").to_query() == "scene=compare&area=s1&against=area:s2"


def test_who_remembers_sees_the_same_as_who_counts_from_the_beginning(store: Store) -> None:
    progress: Progress = {}
    for now in (NOW, NOW + 31 * SECOND, NOW + 3 * DAY, NOW + 3 * DAY + 25 * SECOND, NOW + MINUTE):
        assert seen(store, now, progress) == seen(store, now)


def test_after_an_order_it_is_counted_anew(store: Store) -> None:
    progress: Progress = {}
    seen(store, NOW + DAY, progress)
    order(store, NOW + DAY + 5 * SECOND, "play", entry=4)
    found = seen(store, NOW + DAY + 5 * SECOND, progress)
    assert (found.place, found.since) == (3, NOW + DAY + 5 * SECOND)


def test_when_the_areas_change_all_count_anew(store: Store) -> None:
    """Or those who remember and those who came up since would go apart for good."""
    progress: Progress = {}
    seen(store, NOW + 100 * SECOND, progress)
    with store.reading() as connection:
        fewer = AreaTree([one for one in areas() if one.code in ("d", "s2")])
        for now in (NOW + 103 * SECOND, NOW + DAY):
            remembered = look(connection, BOOK, MAIN, fewer, SHANGHAI, now, progress)
            assert remembered == look(connection, BOOK, MAIN, fewer, SHANGHAI, now)


def test_a_paused_wall_is_where_it_was_paused(store: Store) -> None:
    order(store, NOW + 12 * SECOND, "pause")
    paused = seen(store, NOW + DAY)
    assert (paused.mode, paused.place) == (PAUSED, 2)
    order(store, NOW + DAY, "next")
    assert seen(store, NOW + 2 * DAY).place == 3
    order(store, NOW + 2 * DAY, "touch")
    assert seen(store, NOW + 3 * DAY).place == 3
    order(store, NOW + 3 * DAY, "resume")
    resumed = seen(store, NOW + 3 * DAY + 29 * SECOND)
    assert (resumed.place, resumed.since) == (3, NOW + 3 * DAY)


def test_a_warning_takes_it_over_and_is_held(store: Store) -> None:
    raise_all(store, finding(severity="crit"), at=NOW)
    assert seen(store, NOW + 1).mode == TAKEOVER
    later = seen(store, NOW + HOUR)
    assert later.mode != TAKEOVER
    order(store, NOW + HOUR, "hold", warning=1)
    held = seen(store, NOW + 2 * HOUR)
    assert held.mode == TAKEOVER
    assert held.taken is not None
    assert not held.taken.acknowledged


def test_a_wall_of_an_area_is_not_taken_over_by_a_warning_of_elsewhere(store: Store) -> None:
    raise_all(store, finding(severity="crit", area="g4"), at=NOW)
    modes = {}
    with store.reading() as connection:
        tree = store.site(connection).tree
        for area in ("s1", "s2", "gone"):
            one = wall(area=area)
            modes[area] = look(connection, book({}, walls=[one]), one, tree, SHANGHAI, NOW + 1).mode == TAKEOVER
    # Of an area that does not exist it cannot be told what lies within.
    assert modes == {"s1": False, "s2": True, "gone": True}
