"""The director: what every wall shows, worked out by a thread, told to its screens as it changes."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.live.stream import StreamsFull
from dashboard.walls import director as module
from dashboard.walls.director import Director, UnknownWall, written
from data_access.clock import HOUR, MINUTE, SECOND
from data_access.store.store import Store
from data_access.walls.desk import read_control, read_log
from data_access.walls.orders import Order, OrderError
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.walls.playing import book, wall
from tests.data_access.worlds import NOW, Clock, areas, world
from tests.waiting import wait_until

BOOK = book(
    {"seconds": 10},
    {"scene": "flow", "seconds": 20},
    walls=[wall(takeover={"hold_seconds": 5}, preset="far", k=1.2), wall("side", area="s2")],
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    """Two walls on one playlist; nothing stood at the first evaluation."""
    with world(clock=clock) as found:
        found.walls = BOOK
        write(found, [], at=NOW - HOUR)
        yield found


@pytest.fixture
def director(store: Store) -> Iterator[Director]:
    """Not started; whatever a test starts is stopped."""
    found = Director(store)
    yield found
    found.stop()


class Screen:
    """What a screen of a wall hears."""

    def __init__(self, director: Director, name: str = "main") -> None:
        self.events = director.stream(name)
        assert next(self.events) == b"retry: 1000\n: open\n\n"

    def hear(self) -> tuple[str, dict[str, Any]]:
        """The next event: "message" or "beat", and its data."""
        lines = next(self.events).decode().split("\n")
        kind = lines.pop(0).removeprefix("event: ") if lines[0].startswith("event: ") else "message"
        assert lines[0].startswith("data: ")
        assert lines[1:] == ["", ""]
        return kind, json.loads(lines[0].removeprefix("data: "))

    def told(self) -> dict[str, Any]:
        """The next state, beats left out."""
        while True:
            kind, data = self.hear()
            if kind == "message":
                return data


def test_the_state_a_screen_is_told(director: Director, store: Store) -> None:
    director.start()
    told = Screen(director).told()
    assert told == {
        **written(BOOK.walls[0], director.shown("main"), None),
        "now": NOW,
    }
    assert (told["wall"], told["mode"], told["query"], told["next"]) == ("main", "rotating", "", "scene=flow")
    assert (told["since"], told["until"]) == (NOW, NOW + 10 * SECOND)
    assert told["dress"] == {"theme": "wall", "preset": "far", "k": 1.2}
    with store.reading() as connection:
        assert read_control(connection, "side", NOW + HOUR).anchor.at == NOW, "every playlist began"


def test_a_screen_hears_of_an_order_at_once_and_only_of_its_own_wall(director: Director) -> None:
    director.start()
    main, side = Screen(director), Screen(director, "side")
    main.told()
    before = side.told()
    shown = director.order("main", Order("甲", "show", view="scene=risk"))
    assert (shown.mode, shown.query, shown.revision) == ("pinned", "scene=risk", 1)
    assert (main.told()["query"], before["mode"]) == ("scene=risk", "rotating")
    director.order("side", Order("乙", "next"))
    assert side.told()["query"] == "scene=flow&area=s2"


def test_the_turn_comes_by_the_clock(director: Director, clock: Clock) -> None:
    director.start()
    screen = Screen(director)
    first = screen.told()
    clock.now += 10 * SECOND
    second = screen.told()
    assert (second["query"], second["next"], second["since"]) == (first["next"], first["query"], first["until"])
    assert second["now"] == clock.now


def test_a_quiet_stream_beats_with_the_time(director: Director, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT", 0.01)
    director.start()
    screen = Screen(director)
    screen.told()
    clock.now += SECOND
    wait_until(lambda: screen.hear() == ("beat", {"now": NOW + SECOND}), "it beats")


def test_a_warning_takes_the_wall_over_and_gives_it_back(director: Director, store: Store, clock: Clock) -> None:
    director.start()
    main = Screen(director)
    main.told()
    raise_all(store, finding(severity="crit", area="g1"), at=NOW + SECOND)
    clock.now += SECOND
    store.changed()
    taken = main.told()
    assert (taken["mode"], taken["query"]) == ("takeover", "scene=takeover&focus=warning:1")
    assert taken["taken"] == {"warning": 1, "until": NOW + SECOND + 30 * MINUTE, "waiting": 0, "acknowledged": False}
    assert director.shown("side").mode == "rotating"
    director.order("main", Order("甲", "dismiss"))
    assert main.told()["mode"] == "rotating"


def test_orders_of_another_process_are_seen(director: Director, store: Store) -> None:
    director.start()
    screen = Screen(director)
    screen.told()
    other = Store(store.url, clock=store.clock, walls=BOOK)
    Director(other).order("main", Order("甲", "pause"))
    assert screen.told()["mode"] == "paused"
    other.close()


def test_one_that_comes_up_again_goes_on_where_the_other_would_be(director: Director, store: Store) -> None:
    director.order("main", Order("甲", "play", entry=2))
    director.start()
    Screen(director).told()
    director.stop()
    again = Director(store)
    store.clock.now += 7 * HOUR + 13 * SECOND  # type: ignore[attr-defined]  # worlds.Clock
    assert again.shown("main") == director.shown("main")
    assert again.shown("main").since != NOW


def test_stopping_ends_every_stream(director: Director) -> None:
    director.start()
    screens = [Screen(director), Screen(director, "side")]
    for screen in screens:
        screen.told()
    ended: list[bool] = []

    def listen(screen: Screen) -> None:
        ended.append(all(event.startswith(b"event: beat") for event in screen.events))

    threads = [threading.Thread(target=listen, args=(screen,)) for screen in screens]
    for thread in threads:
        thread.start()
    director.stop()
    for thread in threads:
        thread.join(5)
    assert ended == [True, True]
    assert director.open_streams == 0


def test_no_more_screens_than_there_are_threads_for(store: Store) -> None:
    director = Director(store, streams=1)
    screen = Screen(director)
    with pytest.raises(StreamsFull, match="this worker tells 1 screens; try again"):
        director.stream("main")
    screen.events.close()  # type: ignore[attr-defined]  # a generator
    assert director.open_streams == 0
    Screen(director)


def test_before_areas_are_loaded_and_then(clock: Clock) -> None:
    with world(prepared=False, clock=clock) as store:
        store.walls = BOOK
        director = Director(store)
        director.start()
        screen = Screen(director)
        store.replace_areas(areas())
        assert screen.told()["mode"] == "rotating"
        director.stop()


def test_a_look_that_fails_is_tried_again(
    director: Director, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def fail(*_: Any) -> Any:
        tried.append(1)
        if len(tried) < 3:
            raise ZeroDivisionError("for now")
        return real(*_)

    real = module.look
    monkeypatch.setattr(module, "RETRY", 0.01)
    monkeypatch.setattr(module, "APART", 0.01)
    monkeypatch.setattr(module, "look", fail)
    director.start()
    assert Screen(director).told()["mode"] == "rotating"
    assert "what the walls show could not be worked out; it is tried again" in caplog.text


def test_a_wall_that_no_file_names(director: Director) -> None:
    words = "wall 'lobby' is not known; expected one of main, side"
    for ask in (director.shown, director.stream, lambda name: director.order(name, Order("甲", "next"))):
        with pytest.raises(UnknownWall, match=words):
            ask("lobby")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order("a", "play", entry=3), "entry 3 is not known; expected 1 to 2"),
        (Order("a", "hold", warning=3), "warning 3 is not known; expected the id of a warning"),
        (Order("a", "show", view="scene=moon"), "view: scene 'moon' is not known; expected one of overview"),
        (Order("a", "show", view="area=moon"), "view: area 'moon' is not in the area tree; expected the code of"),
        (Order("a", "show", view="beside=risk"), "view: scene 'risk' cannot stand beside 'overview'; expected"),
    ],
)
def test_orders_that_name_what_is_not_there(director: Director, store: Store, order: Order, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        director.order("main", order)
    assert director.shown("main").revision == 0
    with store.reading() as connection:
        assert read_log(connection) == []


def test_a_sound_is_logged(director: Director, store: Store) -> None:
    director.sounded("main", 7)
    with store.reading() as connection:
        (line,) = read_log(connection)
    assert (line.wall, line.at, line.by, line.order, line.detail) == ("main", NOW, "main", "sounded", "7")
