"""The hub on a fake renderer: who gets what, how often, and what happens when things break."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.live import hub as module
from dashboard.live import stream as stream_module
from dashboard.live.hub import Hub
from dashboard.live.stream import StreamsFull
from data_access.reader import WHOLE, Scope
from data_access.view import View, ViewError
from tests.dashboard.live.fakes import FakeRenderer, hub_of, read
from tests.dashboard.live.pages import Page
from tests.waiting import wait_until

MakeHub = Callable[..., Hub]

BEAT = b"event: beat\ndata: 1000000\n\n"


@pytest.fixture
def renderer() -> FakeRenderer:
    return FakeRenderer()


@pytest.fixture
def running(renderer: FakeRenderer) -> Iterator[MakeHub]:
    """Makes and starts hubs, and stops them."""
    made: list[Hub] = []

    def make(**options: Any) -> Hub:
        made.append(hub_of(renderer, **options))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_a_stream_opens_with_a_beat_then_the_picture(renderer: FakeRenderer) -> None:
    stream = hub_of(renderer).stream(View(), WHOLE)
    assert next(stream) == BEAT
    assert read(next(stream))["props"].keys() == {"quick-slot", "slow-slot", "chrome-slot", "shapes-slot"}
    stream.close()


def test_a_quiet_stream_beats(renderer: FakeRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.01)
    hub = hub_of(renderer)
    stream = hub.stream(View(), WHOLE, hub.scene(View(), WHOLE)["mark"])
    assert [next(stream) for _ in range(3)] == [BEAT, BEAT, BEAT]
    stream.close()


def test_a_commit_reaches_the_page(renderer: FakeRenderer, running: MakeHub) -> None:
    page = Page(running(hertz=20.0))
    wait_until(lambda: page.shows.get("quick-slot") == 0, "the picture is there")
    renderer.shown = 1
    renderer.store.commit()
    wait_until(lambda: page.shows.get("quick-slot") == 1, "the change is there")
    assert read(page.messages[-1])["version"] == 2


def test_unchanged_panels_are_rendered_but_not_sent(renderer: FakeRenderer, running: MakeHub) -> None:
    page = Page(running(hertz=20.0))
    wait_until(lambda: page.messages, "the picture is there")
    before = len(renderer.renders())
    for _ in range(3):
        renderer.store.commit()
        time.sleep(0.1)
    wait_until(lambda: len(renderer.renders()) > before, "it was rendered again")
    assert len(page.messages) == 1


def test_viewers_of_one_view_share_renders_and_bytes(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running(hertz=20.0)
    mark = hub.scene(View(), WHOLE)["mark"]
    pages = [Page(hub, mark=mark) for _ in range(20)]
    wait_until(lambda: all(page.events for page in pages), "all are open")
    before = len(renderer.renders())
    renderer.shown = 1
    renderer.store.commit()
    wait_until(lambda: all(page.messages for page in pages), "all have it")
    assert len({id(page.messages[0]) for page in pages}) == 1
    assert len(renderer.renders()) == before + 1


def test_views_and_scopes_do_not_mix(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running()
    one = Page(hub, View(area="s1"))
    two = Page(hub, View(area="s1"), scope=Scope("s1"))
    other = Page(hub, View(area="s2"))
    wait_until(lambda: one.messages and two.messages and other.messages, "all have their picture")
    assert len(renderer.renders(area="s1")) == 2
    assert read(other.messages[0])["view"] == "area=s2"


def test_a_view_is_rendered_at_most_so_often(renderer: FakeRenderer, running: MakeHub) -> None:
    page = Page(running(hertz=5.0))
    wait_until(lambda: page.messages, "the picture is there")
    began = time.monotonic()
    while time.monotonic() - began < 1.5:
        renderer.shown += 1
        renderer.store.commit()
        time.sleep(0.002)
    lasted = time.monotonic() - began
    quick, slow = ([at for at in renderer.renders(name) if at >= began] for name in ("quick", "slow"))
    # `quick` asks for 4 a second, `slow` for 1.
    assert 2 <= len(quick) <= 4 * lasted + 1
    assert 1 <= len(slow) <= lasted + 1
    wait_until(lambda: page.shows["slow-slot"] == renderer.shown, "the newest state has arrived")
    assert len(page.messages) <= 14


def test_the_hub_s_rate_bounds_every_panel_s(renderer: FakeRenderer, running: MakeHub) -> None:
    page = Page(running(hertz=2.0))
    wait_until(lambda: page.messages, "the picture is there")
    began = time.monotonic()
    while time.monotonic() - began < 1.2:
        renderer.store.commit()
        time.sleep(0.005)
    assert len([at for at in renderer.renders("quick") if at >= began]) <= 2 * (time.monotonic() - began) + 1


def test_commits_of_others_are_seen_by_looking(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL", 0.05)
    page = Page(running())
    wait_until(lambda: page.messages, "the picture is there")
    renderer.shown = 1
    renderer.store.commit(quietly=True)
    wait_until(lambda: page.shows["quick-slot"] == 1, "the change is there")


def test_an_idle_view_is_rendered_again(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE", 0.2)
    page = Page(running())
    wait_until(lambda: page.messages, "the picture is there")
    renderer.shown = "the window slid"
    wait_until(lambda: page.shows["slow-slot"] == "the window slid", "it was seen without any commit")


def test_nothing_is_rendered_for_nobody(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running(hertz=20.0)
    hub.scene(View(), WHOLE)
    before = len(renderer.calls)
    renderer.store.commit()
    time.sleep(0.3)
    assert len(renderer.calls) == before


def test_a_drill_down_is_answered_from_the_newest_data(renderer: FakeRenderer) -> None:
    hub = hub_of(renderer)
    assert hub.scene(View(), WHOLE)["props"]["quick-slot"] == {"children": 0}
    assert hub.scene(View(), WHOLE)["version"] == 1
    assert len(renderer.renders()) == 1, "the same data are rendered once"
    renderer.shown = 1
    renderer.store.commit(quietly=True)
    payload = hub.scene(View(), WHOLE)
    assert payload["version"] == 2
    assert payload["props"]["slow-slot"] == {"children": 1}


def test_a_stream_takes_over_from_a_drill_down(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running(hertz=20.0)
    payload = hub.scene(View(), WHOLE)
    renderer.shown = 1
    renderer.store.commit()
    page = Page(hub, mark=payload["mark"])
    wait_until(
        lambda: all(page.shows.get(name) == 1 for name in ("quick-slot", "slow-slot", "chrome-slot")),
        "the change is there",
    )


def test_a_stream_sends_nothing_that_the_drill_down_just_sent(
    renderer: FakeRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shapes of the map are large: they are not sent twice to everyone who opens a page."""
    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.05)
    hub = hub_of(renderer)
    stream = hub.stream(View(), WHOLE, hub.scene(View(), WHOLE)["mark"])
    next(stream)
    assert next(stream) == BEAT
    stream.close()


def test_a_view_that_cannot_be_shown_opens_no_stream(renderer: FakeRenderer) -> None:
    hub = hub_of(renderer)
    renderer.refused["x"] = ViewError("area 'x' is not in the area tree")
    with pytest.raises(ViewError):
        hub.stream(View(area="x"), WHOLE)
    with pytest.raises(ViewError):
        hub.scene(View(area="x"), WHOLE)
    assert hub.open_streams == 0


def test_streams_have_a_limit_and_a_closed_one_makes_room(renderer: FakeRenderer) -> None:
    hub = hub_of(renderer, streams=2)
    streams: list[Any] = [hub.stream(View(), WHOLE) for _ in range(2)]
    for stream in streams:
        next(stream)
    with pytest.raises(StreamsFull):
        hub.stream(View(), WHOLE)
    assert hub.open_streams == 2
    streams[0].close()
    assert hub.open_streams == 1
    streams.append(hub.stream(View(), WHOLE))
    for stream in streams:
        stream.close()
    assert hub.open_streams in (0, 1), "the last was never read; see the next test"


def test_a_stream_that_is_closed_before_it_was_read_makes_room_too(renderer: FakeRenderer) -> None:
    """As with a HEAD request, or a client that is gone before the first byte."""
    hub = hub_of(renderer, streams=1)
    stream: Any = hub.stream(View(), WHOLE)
    stream.close()
    assert hub.open_streams == 0


def test_a_state_without_viewers_is_forgotten(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEEP", 0.1)
    monkeypatch.setattr(module, "POLL", 0.05)
    hub = running()
    stream: Any = hub.stream(View(), WHOLE)
    next(stream)
    for number in range(50):
        hub.scene(View(area=str(number)), WHOLE)
    wait_until(lambda: len(hub._states) == 1, "only the one that is watched is left")
    stream.close()
    wait_until(lambda: not hub._states, "that one is forgotten too")
    assert hub._left == {}


def test_stop_ends_every_stream_at_once(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running()
    pages = [Page(hub, View(area=str(number))) for number in range(3)]
    wait_until(lambda: all(page.messages for page in pages), "all are open")
    began = time.monotonic()
    hub.stop()
    wait_until(lambda: all(page.ended for page in pages), "all have ended", seconds=20)
    assert hub.open_streams == 0
    # Not only at the next heartbeat: a server that shuts down waits for its streams.
    assert time.monotonic() - began < stream_module.HEARTBEAT / 2


def test_a_render_that_fails_does_not_end_the_hub(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "POLL", 0.05)
    caplog.set_level("CRITICAL", "dashboard.live.hub")
    page = Page(running(hertz=20.0))
    wait_until(lambda: page.messages, "the picture is there")
    renderer.refused[""] = ZeroDivisionError("broken")
    before = len(renderer.calls)
    renderer.store.commit()
    wait_until(lambda: len(renderer.calls) > before, "it was tried")
    renderer.refused.clear()
    renderer.shown = 1
    wait_until(lambda: page.shows["quick-slot"] == 1, "the hub has recovered")


def test_a_store_that_fails_does_not_end_the_hub(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "POLL", 0.02)
    caplog.set_level("CRITICAL", "dashboard.live.hub")
    page = Page(running(hertz=20.0))
    wait_until(lambda: page.messages, "the picture is there")
    renderer.store.failure = OSError("disk")
    time.sleep(0.2)
    renderer.store.failure = None
    renderer.shown = 1
    renderer.store.commit(quietly=True)
    wait_until(lambda: page.shows["quick-slot"] == 1, "the hub has recovered")


def test_a_view_that_fails_does_not_hold_up_the_others(
    renderer: FakeRenderer, running: MakeHub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "POLL", 0.05)
    caplog.set_level("CRITICAL", "dashboard.live.hub")
    hub = running(hertz=20.0)
    bad, good = Page(hub, View(area="bad")), Page(hub, View(area="good"))
    wait_until(lambda: bad.messages and good.messages, "both have their picture")
    renderer.refused["bad"] = OverflowError("date value out of range")
    renderer.shown = 1
    renderer.store.commit()
    wait_until(lambda: good.shows["quick-slot"] == 1, "the good view has the change")


def test_a_view_that_cannot_be_shown_any_more_costs_nothing(
    renderer: FakeRenderer, running: MakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    """As when new areas are loaded while somebody looks at one that is gone."""
    caplog.set_level("CRITICAL", "dashboard.live.hub")
    page = Page(running(hertz=4.0), View(area="gone"))
    wait_until(lambda: page.messages, "the picture is there")
    renderer.refused["gone"] = ViewError("area 'gone' is not in the area tree")
    began = time.monotonic()
    renderer.store.commit()
    time.sleep(1.0)
    tried = [call for call in renderer.calls if call.at >= began]
    assert len(tried) <= 10, "the hub runs in circles"


def test_an_older_announcement_changes_nothing(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running(hertz=20.0)
    page = Page(hub)
    wait_until(lambda: page.messages, "the picture is there")
    renderer.store.number = 5
    hub.announce(5)
    hub.announce(3)
    wait_until(lambda: len(renderer.renders()) == 2, "the newer one was rendered")
    time.sleep(0.2)
    assert len(renderer.renders()) == 2


def test_pages_come_and_go_all_the_time(renderer: FakeRenderer, running: MakeHub) -> None:
    hub = running(hertz=20.0, streams=50)

    def come_and_go(number: int) -> None:
        for turn in range(10):
            stream: Any = hub.stream(View(area=str((number + turn) % 4)), WHOLE)
            next(stream)
            next(stream)
            renderer.store.commit()
            stream.close()

    threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert hub.open_streams == 0
    assert all(state.viewers == 0 for state in hub._states.values())


def test_a_watcher_is_started_beside_the_hub(renderer: FakeRenderer) -> None:
    seen: list[Hub] = []
    hub = hub_of(renderer)
    hub.start(seen.append)
    wait_until(lambda: seen, "it was started")
    hub.stop()
    assert seen == [hub]
    assert hub.stopped
