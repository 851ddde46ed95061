"""GET /api/v1/panels: every panel's rows for programs."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings
from data_access.store.store import Store
from layouts.panels import PANELS
from layouts.scenes import WALLS
from tests.data_access.worlds import OUTSIDE, accept, said, world
from tests.hard_worlds import hard

NAMES = [str(panel.id) for panel in PANELS]
OF_WALLS = {str(panel) for panel in WALLS.panels}
VIEWS = (
    "",
    "area=s1&window=today",
    "area=g1&window=7d",
    "area=s3&window=30d",
    "department=chengguan",
    "department=unassigned",
    "source=hotline&category=city",
    "source=nobody",
    "window=2026-11-21T00:00:00%2B08:00/PT1H",
    "as_of=2026-11-22T09:05:00%2B08:00",
    "as_of=2020-01-01T00:00:00Z",
    "as_of=2030-01-01T00:00:00Z",
    "scene=scores&focus=department:chengguan/on_time",
    "scene=risk&focus=surface:growth&area=s1",
    "focus=area:nowhere/nothing",
)


def ask(client: FlaskClient, path: str = "", status: int = 200) -> Any:
    found = client.get(f"/api/v1/panels{path}")
    assert found.status_code == status, found.text[:300]
    assert found.mimetype == "application/json"

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(found.text, parse_constant=refuse)


TOLD = (
    said("1", "collected", "22 09:00", title="占道", due_at="22 10:00"),
    said("1", "dispatched", "22 09:10", department="chengguan"),
    said("2", "collected", "21 09:00", area="g4"),
    said("2", "handled", "22 08:00"),
    said("3", "collected", "22 11:00", **OUTSIDE),
    said("4", "collected", "22 12:00", source="worker", due_at="23 09:00", lon=117.1, lat=34.2),
)


@pytest.fixture
def told(store: Store) -> Store:
    accept(store, TOLD)
    return store


@pytest.fixture(scope="module")
def asked() -> Iterator[FlaskClient]:
    """A client that only asks, of one program for all of this file."""
    with world() as store:
        accept(store, TOLD)
        made = create_app(Settings(database_url=store.url), store)
        yield made.server.test_client()
        made.hub.stop()


@pytest.fixture(scope="module")
def asked_of_nothing() -> Iterator[FlaskClient]:
    """The same of a store without a case."""
    with world() as store:
        made = create_app(Settings(database_url=store.url), store)
        yield made.server.test_client()
        made.hub.stop()


def test_the_list_names_every_panel(client: FlaskClient) -> None:
    listed = ask(client)["panels"]
    assert [one["id"] for one in listed if "scene" not in one] == NAMES
    assert [one["id"] for one in listed][: len(NAMES)] == NAMES
    for language in ("zh", "en"):
        titles = [one["title"] for one in ask(client, f"?lang={language}")["panels"]]
        assert all(titles)
        assert len(set(titles)) == len(titles)
    assert ask(client, "?lang=zh") != ask(client, "?lang=en")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_every_panel_of_every_view_is_strict_json(asked: FlaskClient, name: str, query: str, language: str) -> None:
    body = ask(asked, f"/{name}?lang={language}&{query}")
    assert body.keys() == {"panel", "title", "view", "as_of", "data_time", "version", "sample", "rows"}
    assert body["panel"] == name
    assert body["as_of"].endswith("Z")
    assert isinstance(body["rows"], list)
    assert all(isinstance(row, dict) and row for row in body["rows"])
    assert len({frozenset(row) for row in body["rows"]}) <= 1, "all rows have the same columns"


@pytest.mark.parametrize("world", ["contrary order", "undeclared words", "forty streets", "one area without outline"])
def test_every_panel_of_a_hard_world_is_strict_json(world: str) -> None:
    with hard(world) as store:
        client = create_app(Settings(database_url=store.url), store).server.test_client()
        for name in NAMES:
            for query in ("window=7d", "window=30d&focus=department:chengguan/on_time&lang=en"):
                rows = ask(client, f"/{name}?{query}")["rows"]
                assert len({frozenset(row) for row in rows}) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_store_has_panels_too(asked_of_nothing: FlaskClient, name: str) -> None:
    body = ask(asked_of_nothing, f"/{name}")
    # What the walls show is known whether anything came in or not.
    assert (body["data_time"] is None) == (name not in OF_WALLS)


@pytest.mark.parametrize("name", NAMES)
def test_two_answers_of_one_instant_are_equal(asked: FlaskClient, name: str) -> None:
    query = f"/{name}?as_of=2026-11-22T12:00:00%2B08:00"
    assert ask(asked, query) == ask(asked, query)


@pytest.mark.usefixtures("told")
def test_instants_are_written_as_everywhere_else_in_the_interface(client: FlaskClient) -> None:
    rows = ask(client, "/ticker")["rows"]
    assert rows
    assert all(isinstance(row["at"], str) and row["at"].endswith("Z") for row in rows)


def test_a_panel_that_there_is_not(client: FlaskClient) -> None:
    body = ask(client, "/weather", status=404)
    assert "'weather'" in body["error"]
    assert "expected one of sentence, kpis" in body["error"]


@pytest.mark.parametrize("form", ["pdf", "JSON", "x"])
def test_a_form_that_is_not_offered(client: FlaskClient, form: str) -> None:
    body = ask(client, f"/kpis?format={form}", status=400)
    assert body["error"] == f"format {form!r} is not offered; expected one of json, csv, xlsx, png, svg"


@pytest.mark.usefixtures("told")
def test_json_may_be_asked_for_by_name(client: FlaskClient) -> None:
    assert ask(client, "/kpis?format=json")["rows"] == ask(client, "/kpis")["rows"]


@pytest.mark.parametrize("query", ["area=nowhere", "window=x", "as_of=x", "lang=fr", "bogus=1", "by=child"])
def test_a_view_that_cannot_be_shown(client: FlaskClient, query: str) -> None:
    assert "expected" in ask(client, f"/kpis?{query}", status=400)["error"]
