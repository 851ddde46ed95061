"""A view's picture, and what it takes to bring a viewer up to date."""

import json
import math
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.live.periods import Periods
from dashboard.live.scene_state import SceneState
from dashboard.render import Picture, Rendered
from data_access.reader import WHOLE
from data_access.view import View
from tests.dashboard.live.fakes import read

CADENCES = {"a": 60, "b": 60, "c": 60}
PERIODS = {"a": 0.25, "b": 1.0}


def scene(view: View | None = None) -> SceneState:
    return SceneState(view or View(), WHOLE, {"build": "b"}, CADENCES, Periods(live=PERIODS, slow={"c": 10.0}))


def picture(version: int, *, as_of: int = 0, data_time: int | None = None, **shown: Any) -> Picture:
    """Panels that show a value in one slot each; an exception is a panel that failed."""
    drawn = {
        name: Rendered(error=str(value))
        if isinstance(value, Exception)
        else Rendered({f"{name}-slot": {"children": value}}, data_time)
        for name, value in shown.items()
    }
    return Picture(version, as_of, drawn)


class Viewer:
    """A browser: what it shows follows from the payload it began with and the events it got."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self.props = dict(payload["props"])
        self.errors = dict(payload["errors"])
        self.ages = json.loads(json.dumps(payload["ages"]))
        self.mark = payload["mark"]
        self.turn = -1

    def catch_up(self, state: SceneState) -> None:
        if state.turn > self.turn:
            event, self.turn = state.message(self.turn)
            found = read(event)
            self.props |= found["props"]
            self.errors, self.ages, self.mark = found["errors"], found["ages"], found["mark"]

    def sees(self, state: SceneState) -> None:
        truth = state.payload()
        assert self.props == truth["props"]
        assert self.errors == truth["errors"]
        assert self.ages == truth["ages"]


def test_the_payload_is_the_whole_picture() -> None:
    state = scene(View(window="7d", language="en"))
    assert state.take(picture(3, as_of=99, data_time=7, a=1, b=2), 0.0)
    assert state.payload() == {
        "view": "window=7d&lang=en",
        "version": 3,
        "mark": f"{state.token}.1",
        "as_of": 99,
        "build": "b",
        "language": "en",
        "ages": {"a": {"data_time": 7, "cadence": 60}, "b": {"data_time": 7, "cadence": 60}},
        "errors": {},
        "props": {"a-slot": {"children": 1}, "b-slot": {"children": 2}},
    }


def test_an_event_has_the_payload_s_shape_and_only_what_changed() -> None:
    state = scene()
    state.take(picture(1, a=1, b=1), 0.0)
    assert state.take(picture(2, a=1, b='换行\n\r\u2028"x"'), 1.0)
    event, turn = state.message(1)
    assert turn == 2
    found = read(event)
    assert found["props"] == {"b-slot": {"children": '换行\n\r\u2028"x"'}}
    assert found.keys() == state.payload().keys()
    assert found["version"] == 2


def test_nothing_changed_is_nothing_to_send() -> None:
    state = scene()
    state.take(picture(1, a=1, b=[{"x": 1}]), 0.0)
    assert not state.take(picture(2, a=1, b=[{"x": 1}]), 1.0)
    assert state.turn == 1
    assert not state.wait(1, 0.0)


def test_the_newest_wins() -> None:
    state = scene()
    for number in range(1, 4):
        state.take(picture(number, a=number), float(number))
    assert read(state.message(0)[0])["props"] == {"a-slot": {"children": 3}}


def test_a_message_composes_everything_after_a_turn() -> None:
    state = scene()
    state.take(picture(1, a=1, b=1, c=1), 0.0)
    state.take(picture(2, a=2), 1.0)
    state.take(picture(3, b=3), 2.0)
    assert read(state.message(1)[0])["props"].keys() == {"a-slot", "b-slot"}
    assert read(state.message(2)[0])["props"].keys() == {"b-slot"}
    assert read(state.message(0)[0])["props"].keys() == {"a-slot", "b-slot", "c-slot"}


def test_all_viewers_in_step_get_the_very_same_bytes() -> None:
    state = scene()
    state.take(picture(1, a=1), 0.0)
    first, _ = state.message(0)
    assert state.message(0)[0] is first
    state.take(picture(2, a=2), 1.0)
    assert state.message(1)[0] is state.message(1)[0]
    assert state.message(0)[0] is not first


def test_a_failed_panel_keeps_its_last_picture_and_recovers() -> None:
    state = scene()
    state.take(picture(1, data_time=5, a=1, b=1), 0.0)
    assert state.take(picture(2, a=ValueError("broken")), 1.0)
    found = read(state.message(1)[0])
    assert found["errors"] == {"a": "broken"}
    assert found["props"] == {}
    assert state.payload()["props"]["a-slot"] == {"children": 1}
    assert state.payload()["ages"]["a"]["data_time"] == 5
    assert not state.take(picture(3, a=ValueError("broken")), 2.0)
    assert state.take(picture(4, a=1), 3.0)
    assert read(state.message(2)[0])["errors"] == {}


def test_data_that_change_nothing_still_make_a_panel_younger() -> None:
    """The page turns a panel amber by the age it was sent: new data must reach it although no picture changed."""
    state = scene()
    state.take(picture(1, data_time=10, a=1, b=1), 0.0)
    viewer = Viewer(state.payload())
    viewer.catch_up(state)
    state.take(picture(2, data_time=20, a=1, b=1), 1.0)
    viewer.catch_up(state)
    assert viewer.ages["a"]["data_time"] == 20


shown = st.dictionaries(
    st.sampled_from("abc"),
    st.one_of(st.integers(0, 2), st.sampled_from([ValueError("x"), ValueError("y")])),
    min_size=1,
)
steps = st.lists(st.tuples(shown, st.integers(0, 1), st.booleans()), max_size=12)


@given(steps)
def test_a_slow_viewer_misses_nothing(story: list[tuple[dict[str, Any], int, bool]]) -> None:
    state = scene()
    state.take(picture(1, a=0, b=0, c=0), 0.0)
    slow, quick = Viewer(state.payload()), Viewer(state.payload())
    version = 1
    for values, later, looks in story:
        version += later
        state.take(picture(version, **values), 0.0)
        quick.catch_up(state)
        quick.sees(state)
        if looks:
            slow.catch_up(state)
            slow.sees(state)
    slow.catch_up(state)
    slow.sees(state)


@given(steps, steps)
def test_a_stream_takes_over_from_the_version_of_the_payload(
    before: list[tuple[dict[str, Any], int, bool]], after: list[tuple[dict[str, Any], int, bool]]
) -> None:
    state = scene()
    version = 1
    state.take(picture(1, a=0, b=0, c=0), 0.0)
    for values, later, _ in before:
        version += later
        state.take(picture(version, **values), 0.0)
    viewer = Viewer(state.payload())
    for values, later, _ in after:
        version += later
        state.take(picture(version, **values), 0.0)
    viewer.turn = state.turn_of(viewer.mark)
    viewer.catch_up(state)
    viewer.sees(state)


def test_taking_over_sends_nothing_that_is_older() -> None:
    state = scene()
    state.take(picture(1, a=1, b=1), 0.0)
    state.take(picture(2, a=2), 1.0)
    viewer = Viewer(state.payload())
    state.take(picture(3, a=3), 2.0)
    viewer.turn = state.turn_of(viewer.mark)
    assert "b-slot" not in read(state.message(viewer.turn)[0])["props"]


def test_a_viewer_of_the_future_waits() -> None:
    state = scene()
    state.take(picture(1, a=1), 0.0)
    assert state.turn_of(state.mark) == state.turn
    assert state.turn_of(f"{state.token}.7") == state.turn
    assert [state.turn_of(mark) for mark in ("", "x", ".", f"{state.token}.-1", "other.1")] == [0] * 5


def test_a_viewer_who_comes_from_another_worker_misses_nothing() -> None:
    """Workers coalesce differently: this one never saw version 6, where a value was other for a moment."""
    here, there = scene(), scene()
    for state in (here, there):
        state.take(picture(5, a=10, b=0), 0.0)
    there.take(picture(6, a=11, b=0), 1.0)
    viewer = Viewer(there.payload())
    here.take(picture(7, a=10, b=1), 1.0)
    viewer.turn = here.turn_of(viewer.mark)
    viewer.catch_up(here)
    viewer.sees(here)


def test_wait_ends_when_something_comes() -> None:
    state = scene()
    state.take(picture(1, a=1), 0.0)
    later = threading.Timer(0.05, lambda: state.take(picture(2, a=2), 1.0))
    later.start()
    began = time.monotonic()
    assert state.wait(1, 30.0)
    assert time.monotonic() - began < 20
    later.join()


@pytest.mark.parametrize(
    ("now", "version", "names"),
    [
        (10.2, 1, []),
        (10.2, 2, []),
        (10.3, 2, ["a"]),
        (11.0, 2, ["a", "b"]),
        (14.9, 1, []),
        (15.0, 1, ["a", "b"]),
    ],
)
def test_a_panel_is_due_at_its_own_rate_or_when_idle(now: float, version: int, names: list[str]) -> None:
    state = scene()
    state.take(picture(1, a=1, b=1), 10.0)
    assert state.due(now, version, PERIODS, 5.0) == names


def test_next_due_is_when_due_says_so() -> None:
    state = scene()
    assert state.next_due(0, PERIODS, 5.0) <= 5.0
    state.take(picture(1, a=1, b=1), 10.0)
    assert state.next_due(1, PERIODS, 5.0) == 15.0
    assert state.next_due(2, PERIODS, 5.0) == 10.25
    state.take(picture(2, a=1), 10.25)
    assert state.next_due(2, PERIODS, 5.0) == 11.0


def test_a_long_period_is_kept_although_the_view_is_idle() -> None:
    state = scene()
    state.take(picture(1, c=1), 10.0)
    slow = state.periods.slow
    assert [state.due(now, 1, slow, 5.0) for now in (15.0, 19.9, 20.0)] == [[], [], ["c"]]
    assert [state.due(now, 2, slow, 5.0) for now in (15.0, 19.9, 20.0)] == [[], [], ["c"]]
    assert state.next_due(1, slow, 5.0) == state.next_due(2, slow, 5.0) == 20.0


def test_what_is_rendered_beside_does_not_put_the_next_picture_off() -> None:
    state = scene()
    state.take(picture(1, a=1), 10.0)
    assert state.take(picture(1, c=1), 12.0, beside=True)
    assert state.taken_at == 10.0
    state.put_off(["c"], 14.0, beside=True)
    assert state.taken_at == 10.0
    assert state.due(13.9, 2, {"a": 0.25, "c": 1.0}, 5.0) == ["a"]
    state.put_off(["a"], 15.0)
    assert state.taken_at == 15.0


def test_what_was_rendered_beside_and_came_late_makes_nothing_older() -> None:
    """A slow panel is taken after pictures of newer data: version and instant do not go back."""
    state = scene()
    state.take(picture(7, as_of=70, a=1), 10.0)
    state.take(picture(6, as_of=60, c=1), 9.0, beside=True)
    assert (state.payload()["version"], state.payload()["as_of"]) == (7, 70)
    viewer = Viewer(state.payload())
    viewer.sees(state)


def test_a_panel_that_was_never_rendered_is_due_at_once() -> None:
    """On a machine that has just started the clock shows little, less than the period of a slow panel."""
    state = scene()
    assert state.due(0.0, 0, PERIODS, 5.0) == ["a", "b"]
    assert state.due(0.0, 0, state.periods.slow, 5.0) == ["c"]
    assert state.next_due(0, state.periods.slow, 5.0) <= 0.0


def test_without_panels_nothing_falls_due() -> None:
    assert scene().due(10.0, 1, {}, 5.0) == []
    assert scene().next_due(1, {}, 5.0) == math.inf


def test_a_panel_may_say_itself_how_often_its_reports_come() -> None:
    state = scene()
    state.take(Picture(1, 0, {"a": Rendered({}, 7, cadence=3600), "b": Rendered({}, 7)}), at=0.0)
    assert {name: age["cadence"] for name, age in state.payload()["ages"].items()} == {"a": 3600, "b": 60}
