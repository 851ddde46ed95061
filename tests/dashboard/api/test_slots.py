"""GET /api/v1/panels: what the metric catalogue puts into the slots."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings
from layouts.panels import PANELS
from tests.data_access.frames.declared import PANELS as DECLARED
from tests.data_access.statistics.ground import CATALOGUE, accept, said, site


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """A program whose catalogue has panels in one scene, with two reports."""
    with site(CATALOGUE + DECLARED) as store:
        accept(store, [said("camera.total", "c1", 10), said("camera.online", "c1", 9)])
        yield create_app(Settings(database_url=store.url), store).server.test_client()


def ask(client: FlaskClient, path: str, status: int = 200) -> Any:
    found = client.get(f"/api/v1/panels{path}")
    assert found.status_code == status, found.text[:300]
    return found.get_json()


def test_the_list_says_what_each_slot_shows(client: FlaskClient) -> None:
    slots = ask(client, "?lang=en")["panels"][len(PANELS) :]
    assert slots[0] == {
        "id": "video-1",
        "title": "Cameras",
        "panel": "by-child",
        "scene": "video",
        "kind": "table",
        "metrics": ["camera.total", "camera.rate"],
    }
    assert [one["id"] for one in slots] == [f"video-{place}" for place in range(1, 8)]


def test_a_panel_answers_to_its_slot_and_to_its_own_name(client: FlaskClient) -> None:
    by_slot, by_name = ask(client, "/video-1?lang=zh"), ask(client, "/by-child?lang=zh")
    assert by_slot == by_name
    assert (by_slot["panel"], by_slot["title"]) == ("video-1", "摄像机")
    assert by_slot["data_time"] == "2026-11-22T04:00:00Z"
    whole = next(row for row in by_slot["rows"] if row["part"] == "total" and row["metric"] == "camera.total")
    assert (whole["value"], whole["reported"], whole["expected"]) == (10.0, 1, 3)
    assert whole["start_at"] == "2026-11-22T03:00:00Z"
    silent = next(row for row in by_slot["rows"] if row["key"] == "s2" and row["metric"] == "camera.total")
    assert silent["value"] is None
    assert "missing" in silent["flags"]


@pytest.mark.parametrize("name", ["video-9", "gathering-1", "by-nobody"])
def test_an_empty_slot_is_not_known(client: FlaskClient, name: str) -> None:
    error = ask(client, f"/{name}", 404)["error"]
    assert f"panel {name!r} is not known; expected one of sentence" in error
    assert "by-child" in error
    assert "video-1" not in error
