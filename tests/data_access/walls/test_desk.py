"""Orders, the log and what screens say, in a real store."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from data_access.clock import DAY, SECOND
from data_access.store.schema import metadata
from data_access.store.store import Store
from data_access.walls.desk import (
    FORGOTTEN,
    Logged,
    Page,
    begin,
    carry_out,
    log,
    read_control,
    read_log,
    read_pages,
    see,
)
from data_access.walls.orders import PINNED, Control, Order, OrderError
from data_access.walls.rotation import Anchor
from data_access.walls.tables import wall_control, wall_log
from tests.data_access.alerts.boards import raise_all, rows
from tests.data_access.alerts.grounds import finding
from tests.data_access.walls.playing import situation, wall
from tests.data_access.worlds import NOW, world

PAGE = Page("main", "1-2", NOW, "scene=flow", "1920x1080@1", "abc", 3)


@pytest.fixture
def store() -> Iterator[Store]:
    """The small tree; no wall ever ran."""
    with world() as found:
        yield found


def control(store: Store, name: str = "main", now: int = NOW) -> Control:
    with store.reading() as connection:
        return read_control(connection, name, now)


def lines(store: Store, **asked: object) -> list[Logged]:
    with store.reading() as connection:
        return read_log(connection, **asked)  # type: ignore[arg-type]


def pages(store: Store) -> list[Page]:
    with store.reading() as connection:
        return read_pages(connection)


def test_a_playlist_that_never_ran_begins_once() -> None:
    with world() as store:
        assert control(store) == Control(Anchor(0, NOW))
        begin(store, ["main", "hall"], NOW)
        begin(store, ["main", "hall", "new"], NOW + 5 * SECOND)
        assert [control(store, name, NOW + DAY).anchor.at for name in ("main", "hall", "new")] == [
            NOW, NOW, NOW + 5 * SECOND,
        ]  # fmt: skip
        assert control(store) == Control(Anchor(0, NOW))


def test_every_field_of_a_control_is_kept(store: Store) -> None:
    (number,) = raise_all(store, finding(severity="crit"))
    for order in (
        Order("a", "play", entry=2),
        Order("a", "sound_off"),
        Order("a", "dismiss"),
        Order("a", "hold", warning=number),
    ):
        carry_out(store, order, situation({}, {}))
    assert control(store) == Control(Anchor(1, NOW), held=number, dismissed_at=NOW, sound=False, revision=4)
    carry_out(store, Order("a", "show", view="scene=flow"), situation({}, {}))
    assert (control(store).mode, control(store).query) == (PINNED, "scene=flow")
    carry_out(store, Order("a", "touch"), situation({}))
    carry_out(store, Order("a", "sound_on"), situation({}))
    assert control(store).until == NOW + 120 * SECOND
    assert control(store).sound is True
    assert len(rows(store, wall_control)) == 1


def test_an_order_is_logged_and_told_to_whoever_listens(store: Store) -> None:
    heard: list[int] = []
    store.on_change(heard.append)
    before = store.version().version
    carry_out(store, Order("值班长", "play", entry=1), situation({}))
    assert heard == [before + 1]
    assert lines(store) == [Logged("main", NOW, "值班长", "play", "1")]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order("a", "play", entry=9), "entry 9 is not known; expected 1 to 1"),
        (Order("a", "hold", warning=9), "warning 9 is not known; expected the id of a warning"),
    ],
)
def test_an_order_that_names_what_is_not_there_changes_nothing(store: Store, order: Order, words: str) -> None:
    heard: list[int] = []
    store.on_change(heard.append)
    with pytest.raises(OrderError, match=words):
        carry_out(store, order, situation({}))
    assert rows(store, wall_control) == rows(store, wall_log) == []
    assert heard == []


def test_walls_are_ordered_apart(store: Store) -> None:
    carry_out(store, Order("a", "sound_on"), situation({}))
    carry_out(store, Order("b", "play", entry=1), situation({}, on=wall("hall")))
    assert (control(store).revision, control(store, "hall").revision) == (1, 1)
    assert [one.by for one in lines(store, wall="hall")] == ["b"]


def test_the_log_from_its_end(store: Store) -> None:
    with store.writing() as connection:
        for place in range(5):
            log(connection, Logged("main", NOW + place // 2, f"n{place}", "next", ""))
    assert [one.by for one in lines(store)] == ["n4", "n3", "n2", "n1", "n0"]
    assert [one.by for one in lines(store, count=2)] == ["n4", "n3"]
    assert [one.by for one in lines(store, until=NOW)] == ["n1", "n0"]
    assert lines(store, wall="hall") == []


def test_what_a_screen_says_replaces_what_it_said(store: Store) -> None:
    see(store, PAGE)
    after = replace(PAGE, seen_at=NOW + SECOND, query="", age=0)
    see(store, after)
    other = replace(PAGE, page="3-4", seen_at=NOW + 2 * SECOND)
    elsewhere = replace(PAGE, wall="hall")
    see(store, other)
    see(store, elsewhere)
    assert pages(store) == [elsewhere, other, after]


def test_screens_that_are_long_silent_are_forgotten(store: Store) -> None:
    see(store, PAGE)
    see(store, replace(PAGE, page="3-4", seen_at=NOW + FORGOTTEN))
    assert len(pages(store)) == 2
    see(store, replace(PAGE, wall="hall", seen_at=NOW + FORGOTTEN + 1))
    assert [(one.wall, one.page) for one in pages(store)] == [("hall", "1-2"), ("main", "3-4")]


def test_what_a_screen_says_is_no_change_of_the_data(store: Store) -> None:
    before = store.version()
    see(store, PAGE)
    assert store.version() == before


def test_the_tables_are_of_the_schema() -> None:
    assert {"wall_control", "wall_log", "wall_page"} <= metadata.tables.keys()
