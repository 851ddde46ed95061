"""The stream as an HTTP client sees it, on a real store."""

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import Program, create_app
from dashboard.live import stream
from dashboard.settings import Settings
from data_access.reader import WHOLE
from data_access.store.store import Store
from data_access.view import View
from layouts.panels import PANELS
from tests.dashboard.live.fakes import read
from tests.data_access.worlds import accept, said, take
from tests.waiting import wait_until


def chunks(client: FlaskClient, query: str = "") -> Any:
    found = client.get(f"/live{query}")
    assert found.status_code == 200, found.text
    assert found.mimetype == "text/event-stream"
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["X-Accel-Buffering"] == "no"
    return found


def test_a_stream_brings_the_picture_then_what_changes(program: Program, client: FlaskClient, store: Store) -> None:
    program.hub.start()
    found = chunks(client, "?view=area%3Ds1")
    events = iter(found.response)
    assert next(events) == b"event: beat\ndata: %d\n\n" % store.clock()
    whole = read(next(events))
    assert whole["view"] == "area=s1"
    assert whole["errors"] == {}
    accept(store, [said("1", "collected", "22 09:00")])
    changed: dict[str, Any] = {}
    for event in events:
        if event.startswith(b"id:"):
            changed |= read(event)["props"]
        if "ticker-rows" in changed and "areas-rows" in changed:
            break
    assert "map-areas" not in changed, "the shapes have not changed"
    assert not set(changed) & {name for name in changed if name.endswith("-title")}
    found.close()
    assert program.hub.open_streams == 0
    program.hub.stop()


def test_an_event_elsewhere_makes_the_panels_younger(
    program: Program, client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late message from another street changes nothing that this view shows, but the data are fresh."""
    monkeypatch.setattr(stream, "HEARTBEAT", 0.5)
    accept(store, [said("1", "collected", "22 12:00", area="g1")])
    program.hub.start()
    found = chunks(client, "?view=area%3Dg4%26window%3Dtoday")
    events = iter(found.response)
    next(events)
    before = read(next(events))["ages"]
    store.clock.now += 1_000_000  # type: ignore[attr-defined]  # worlds.Clock
    assert take(store, [said("2", "collected", "10 09:00", area="g1")]).accepted == 1
    ages: dict[str, Any] = before
    for _ in range(20):
        event = next(events)
        if event.startswith(b"id:"):
            ages = read(event)["ages"]
    found.close()
    program.hub.stop()
    # A slow panel may have come after the first picture.
    older = {name for name in before if ages[name]["data_time"] <= before[name]["data_time"]}
    # Looked at but every few seconds by their own rate.
    assert older <= {str(panel.id) for panel in PANELS if panel.hertz < 0.5}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?view=area%3Dnowhere", "area 'nowhere' is not in the area tree; expected the code of a loaded area"),
        ("?view=window%3Dx", "window 'x' is not known; expected one of today"),
        ("?view=bogus%3D1", "parameter 'bogus' is not known; expected one of scene"),
        ("?view=as_of%3Dnow", "as_of: time 'now' is not ISO 8601; expected e.g."),
    ],
)
def test_a_bad_view_is_refused(program: Program, client: FlaskClient, query: str, words: str) -> None:
    found = client.get(f"/live{query}")
    assert found.status_code == 400
    assert words in found.text
    assert program.hub.open_streams == 0


def test_a_full_worker_sends_pages_away_for_a_moment(store: Store) -> None:
    program = create_app(Settings(database_url=store.url, streams=1), store)
    client = program.server.test_client()
    found = chunks(client)
    refused = client.get("/live")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert "1 open pages" in refused.text
    found.close()
    chunks(client).close()


def test_head_holds_no_stream(program: Program, client: FlaskClient) -> None:
    for _ in range(3):
        found = client.head("/live")
        assert found.status_code == 200
        found.close()
    assert program.hub.open_streams == 0


def test_before_areas_are_loaded(tmp_path: Any) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    program = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'bare.db'}"))
    found = program.server.test_client().get("/live")
    assert found.status_code == 503
    assert found.headers["Retry-After"]
    assert "no areas are loaded" in found.text
    assert program.hub.open_streams == 0
    program.store.close()


def test_commits_of_another_process_are_seen(program: Program, client: FlaskClient, store: Store) -> None:
    other = Store(store.url, clock=store.clock)
    program.hub.start()
    found = chunks(client, f"?after={program.hub.scene(View(), WHOLE)['mark']}")
    events = iter(found.response)
    next(events)
    accept(other, [said("1", "collected", "22 09:00")])
    wait_until(lambda: next(events).startswith(b"id:"), "the change has come")
    found.close()
    program.hub.stop()
    other.close()


def scene(client: FlaskClient, **asked: str) -> dict[str, Any]:
    found = client.get("/live/scene", query_string=asked)
    assert (found.status_code, found.mimetype) == (200, "application/json"), found.text[:300]
    payload: dict[str, Any] = found.json or {}
    return payload


def test_a_scene_ahead_of_its_turn_is_what_the_page_would_be_given(program: Program, client: FlaskClient) -> None:
    payload = scene(client, search="?scene=flow&area=s1", patience="5")
    assert (payload["search"], payload["view"]) == ("?scene=flow&area=s1", "scene=flow&area=s1")
    assert payload["errors"] == {}
    assert "flow-title" in payload["props"] or "sankey-title" in payload["props"]
    assert program.hub.open_streams == 0


@pytest.mark.parametrize(("screen", "view"), [("", ""), ("ultra", ""), ("triple", "beside=response"), ("other", "")])
def test_a_scene_of_a_wide_screen_has_another_beside_it(client: FlaskClient, screen: str, view: str) -> None:
    assert scene(client, search="", screen=screen)["view"] == view


@pytest.mark.parametrize("patience", ["nan", "-1", "inf", "x"])
def test_whatever_patience_is_asked_for(client: FlaskClient, patience: str) -> None:
    assert scene(client, search="?area=s1", patience=patience)["view"] == "area=s1"


def test_a_scene_that_cannot_be_shown_says_why(client: FlaskClient) -> None:
    payload = scene(client, search="?area=nowhere")
    assert payload["search"] == "?area=nowhere"
    assert "instead" in payload
