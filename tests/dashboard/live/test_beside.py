"""Panels of slow analyses: rendered on a thread of their own, seldom, and nothing waits for them but who asks first."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.live import courtesy, periods
from dashboard.live import hub as module
from dashboard.live.hub import Hub
from data_access.reader import WHOLE
from data_access.view import View
from tests.dashboard.live.fakes import ANALYSIS, FakeRenderer, fake_panels, hub_of
from tests.dashboard.live.pages import Page
from tests.waiting import wait_until

OFTEN = 0.6
"""Seconds between renderings of the slow panel where a test waits for the second one."""


@pytest.fixture
def renderer() -> FakeRenderer:
    return FakeRenderer(panels=fake_panels(ANALYSIS))


@pytest.fixture
def often(renderer: FakeRenderer, monkeypatch: pytest.MonkeyPatch) -> FakeRenderer:
    """A slow panel that is not so slow."""
    monkeypatch.setattr(module, "BESIDE", OFTEN)
    monkeypatch.setattr(periods, "BESIDE", OFTEN)
    renderer.panels = fake_panels({"quick": 4.0, "analysis": 1 / OFTEN})
    return renderer


@pytest.fixture
def running(renderer: FakeRenderer) -> Iterator[Callable[[], Hub]]:
    """Makes and starts a hub on the renderer, and stops it."""
    made: list[Hub] = []

    def make() -> Hub:
        made.append(hub_of(renderer, hertz=20.0))
        made[-1].start()
        return made[-1]

    yield make
    for event in renderer.held.values():
        event.set()
    for one in made:
        one.stop()


def test_the_first_picture_holds_the_slow_panels_too(renderer: FakeRenderer) -> None:
    payload = hub_of(renderer).scene(View(), WHOLE)
    assert payload["props"].keys() == {f"{name}-slot" for name in ("quick", "slow", "analysis", "chrome", "shapes")}
    assert payload["ages"].keys() == {"quick", "slow", "analysis"}
    assert all(call.names == ("analysis",) for call in renderer.calls if "analysis" in call.names), "one at a time"


def test_slow_is_a_tenth_a_second_and_less_often(renderer: FakeRenderer) -> None:
    renderer.panels = fake_panels({"quick": 4.0, "a": 0.2, "b": 0.1, "c": 0.01})
    hub = hub_of(renderer)
    hub.scene(View(), WHOLE)
    (state,) = hub._states.values()
    assert state.periods.live == {"quick": 0.25, "a": 5.0, "chrome": 1.0, "shapes": module.SHAPES_PERIOD}
    assert state.periods.slow == {"b": 10.0, "c": 100.0}


def test_a_scene_has_its_own_panels_only(renderer: FakeRenderer) -> None:
    payload = hub_of(renderer).scene(View(scene="bare"), WHOLE)
    assert payload["props"].keys() == {"chrome-slot"}
    assert {name for call in renderer.calls for name in call.names} == {"chrome"}


def test_a_scene_of_nothing_but_chrome_is_kept_up_to_date(renderer: FakeRenderer, running: Callable[[], Hub]) -> None:
    page = Page(running(), View(scene="bare"))
    wait_until(lambda: page.messages, "the picture is there")
    renderer.shown = 1
    renderer.store.commit()
    wait_until(lambda: page.shows["chrome-slot"] == 1, "the change is there")


def test_a_slow_panel_is_not_rendered_again_on_each_first_paint(renderer: FakeRenderer) -> None:
    hub = hub_of(renderer)
    for number in range(5):
        renderer.shown = number
        renderer.store.commit(quietly=True)
        payload = hub.scene(View(), WHOLE)
    assert len(renderer.renders("quick")) == 5
    assert len(renderer.renders("analysis")) == 1
    assert (payload["props"]["quick-slot"], payload["props"]["analysis-slot"]) == ({"children": 4}, {"children": 0})
    hub.scene(View(area="s1"), WHOLE)
    assert len(renderer.renders("analysis", area="s1")) == 1, "another view has its own"


def test_a_slow_panel_is_rendered_again_when_it_is_due(often: FakeRenderer) -> None:
    hub = hub_of(often)
    first = hub.scene(View(), WHOLE)
    often.shown = 1
    often.store.commit(quietly=True)
    assert first["props"]["analysis-slot"] == {"children": 0}
    wait_until(lambda: hub.scene(View(), WHOLE)["props"]["analysis-slot"] == {"children": 1}, "its time has come")
    (first_at, second_at) = often.renders("analysis")
    assert second_at - first_at >= OFTEN


def test_slow_panels_are_rendered_on_the_thread_beside(often: FakeRenderer, running: Callable[[], Hub]) -> None:
    hub = running()
    mark = hub.scene(View(), WHOLE)["mark"]
    often.calls.clear()
    page = Page(hub, mark=mark)
    often.shown = 1
    often.store.commit()
    wait_until(lambda: page.shows.get("analysis-slot") == page.shows.get("quick-slot") == 1, "both have come")
    assert often.threads("analysis") == {"hub-beside"}
    assert often.threads("quick") == {"hub"}


def test_a_slow_panel_holds_up_no_event(often: FakeRenderer, running: Callable[[], Hub]) -> None:
    hub = running()
    pages = [Page(hub), Page(hub, View(area="s1"))]
    wait_until(lambda: all(page.messages for page in pages), "both have their picture")
    often.held["analysis"] = threading.Event()
    before = len(often.renders("analysis")) + len(often.renders("analysis", area="s1"))
    often.store.commit()
    wait_until(
        lambda: len(often.renders("analysis")) + len(often.renders("analysis", area="s1")) > before,
        "the analysis has begun",
        seconds=30,
    )
    for number in range(1, 4):
        often.shown = number
        often.store.commit()
        for page in pages:
            wait_until(lambda page=page, number=number: page.shows["quick-slot"] == number, "the event is there")
            assert page.shows["analysis-slot"] == 0
    often.held["analysis"].set()
    for page in pages:
        wait_until(lambda page=page: page.shows["analysis-slot"] == 3, "the analysis has come")


def test_what_takes_too_long_for_the_first_picture_follows_by_the_stream(
    renderer: FakeRenderer, running: Callable[[], Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    hub = running()
    payload = hub.scene(View(), WHOLE)
    assert payload["props"].keys() == {f"{name}-slot" for name in ("quick", "slow", "chrome", "shapes")}
    assert "analysis" not in payload["ages"]
    page = Page(hub, mark=payload["mark"])
    wait_until(lambda: page.shows.get("analysis-slot") == 0, "it has followed")


def test_of_the_past_the_first_picture_has_all_its_figures(
    renderer: FakeRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are left out would be the figures of the view that was on the screen before."""
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    payload = hub_of(renderer).scene(View(as_of=1), WHOLE)
    assert payload["props"].keys() == {f"{name}-slot" for name in ("quick", "slow", "chrome", "shapes")}
    assert [set(call.names) for call in renderer.calls] == [{"quick", "slow", "chrome", "shapes"}], "as of one state"


def test_the_past_is_looked_at_now_and_then(often: FakeRenderer, running: Callable[[], Hub]) -> None:
    """A frozen view changes only where something late comes in."""
    hub = running()
    frozen, live = (Page(hub, view) for view in (View(as_of=1), View()))
    wait_until(lambda: frozen.messages and live.messages, "both have their picture")
    often.calls.clear()
    for number in range(1, 4):
        often.shown = number
        often.store.commit()
        wait_until(lambda number=number: live.shows["quick-slot"] == number, "the live view has it")
    assert [call for call in often.calls if call.view.as_of is not None] == []


def test_what_comes_late_reaches_a_frozen_page(
    often: FakeRenderer, running: Callable[[], Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periods, "FROZEN", OFTEN)
    page = Page(running(), View(as_of=1))
    wait_until(lambda: page.messages, "the picture is there")
    often.calls.clear()
    often.shown = 1
    often.store.commit()
    wait_until(
        lambda: all(page.shows.get(name) == 1 for name in ("quick-slot", "analysis-slot", "chrome-slot")),
        "the late event is there",
    )
    assert (often.threads("quick"), often.threads("analysis")) == ({"hub"}, {"hub-beside"})


def test_for_nobody_slow_panels_are_not_rendered_either(often: FakeRenderer, running: Callable[[], Hub]) -> None:
    hub = running()
    page = Page(hub)
    hub.scene(View(area="s1"), WHOLE)
    wait_until(lambda: len(often.renders("analysis")) >= 3, "that which is watched goes on")
    assert len(often.renders("analysis", area="s1")) == 1
    assert page.messages


def test_a_failing_slow_panel_says_so_and_the_others_live(often: FakeRenderer, running: Callable[[], Hub]) -> None:
    often.broken = {"analysis"}
    hub = running()
    payload = hub.scene(View(), WHOLE)
    assert payload["errors"] == {"analysis": "broken"}
    assert payload["props"].keys() == {"quick-slot", "chrome-slot", "shapes-slot"}
    page = Page(hub, mark=payload["mark"])
    often.shown = 1
    often.store.commit()
    wait_until(lambda: page.shows.get("quick-slot") == 1, "the others live")
    often.broken = set()
    wait_until(lambda: page.shows.get("analysis-slot") == 1 and page.errors == {}, "it has recovered")


def test_a_rendering_that_fails_beside_is_said_on_the_slow_panel_alone(
    often: FakeRenderer,
    running: Callable[[], Hub],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "RETRY", 0.2)
    monkeypatch.setattr(module, "IDLE", 0.2)
    caplog.set_level("CRITICAL", "dashboard.live.hub")
    page = Page(running())
    wait_until(lambda: page.shows.get("analysis-slot") == 0, "the picture is there")
    often.fatal = {"analysis"}
    often.shown = 1
    often.store.commit()
    wait_until(lambda: page.errors == {"analysis": "fatal"}, "it says so")
    wait_until(lambda: page.shows["quick-slot"] == 1, "the others live")
    assert page.shows["analysis-slot"] == 0, "the last picture stays"
    often.fatal = set()
    wait_until(lambda: page.errors == {} and page.shows["analysis-slot"] == 1, "it has recovered")


def test_a_first_picture_waits_for_the_one_that_is_being_rendered(renderer: FakeRenderer) -> None:
    """Of many who come at once one has the slow panel rendered; the others get what he got."""
    renderer.held["analysis"] = threading.Event()
    hub = hub_of(renderer)
    payloads: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: payloads.append(hub.scene(View(), WHOLE, 20.0))) for _ in range(4)]
    for thread in threads:
        thread.start()
    wait_until(lambda: renderer.renders("analysis"), "one has begun")
    assert payloads == []
    renderer.held["analysis"].set()
    for thread in threads:
        thread.join(20)
    assert [payload["props"]["analysis-slot"] for payload in payloads] == [{"children": 0}] * 4
    assert len(renderer.renders("analysis")) == 1


def test_nobody_waits_for_the_end_of_a_slow_panel_that_was_begun_in_time(
    renderer: FakeRenderer, running: Callable[[], Hub]
) -> None:
    renderer.held["analysis"] = threading.Event()
    hub = running()
    payload = hub.scene(View(), WHOLE, 0.05)
    assert payload["props"].keys() == {f"{name}-slot" for name in ("quick", "slow", "chrome", "shapes")}
    wait_until(lambda: renderer.renders("analysis"), "it was begun")
    page = Page(hub, mark=payload["mark"])
    renderer.held["analysis"].set()
    wait_until(lambda: page.shows.get("analysis-slot") == 0, "it has followed")
    assert len(renderer.renders("analysis")) == 1


def test_whoever_waits_for_a_scene_goes_first(
    often: FakeRenderer, running: Callable[[], Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courtesy, "GIVE_WAY", 30.0)
    hub = running()
    page = Page(hub)
    wait_until(lambda: page.shows.get("analysis-slot") == 0, "the picture is there")
    often.held["quick"] = threading.Event()
    waiting = threading.Thread(target=lambda: hub.scene(View(area="s1"), WHOLE, 0.0))
    waiting.start()
    wait_until(lambda: often.renders("quick", area="s1"), "the scene is being rendered")
    before = (len(often.renders("quick")), len(often.renders("analysis")))
    often.shown = 1
    often.store.commit()
    wait_until(lambda: len(hub.courtesy._calm._waiters) > 0, "the hub has heard of the commit and gives way")  # type: ignore[attr-defined]
    held = often.held.pop("quick")
    released = time.monotonic()
    held.set()
    waiting.join(20)
    wait_until(lambda: page.shows.get("analysis-slot") == page.shows.get("quick-slot") == 1, "the stream goes on")
    late = [*often.renders("quick")[before[0] :], *often.renders("analysis")[before[1] :]]
    assert min(late) >= released
