"""The whole program over HTTP: what answers where, and that the page swallows nothing."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import app, build
from dashboard.app import Program, create_app
from dashboard.settings import Settings
from data_access.store.store import Store
from tests.data_access.worlds import accept, said, world


def enter(client: FlaskClient, search: str) -> Any:
    """What the page asks for when its address changes."""
    found = client.get("/live/scene", query_string={"search": search, "screen": "", "patience": "0.2"})
    assert found.status_code == 200, found.text[:300]
    assert found.mimetype == "application/json"

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(found.text, parse_constant=refuse)


def test_the_page_asks_nobody_else(client: FlaskClient) -> None:
    found = client.get("/")
    assert found.status_code == 200
    assert "基层治理实时指挥屏" in found.text
    assert not re.findall(r"""(?:src|href)=["'](?!/[^/])""", found.text)


def test_everything_the_page_names_is_there(client: FlaskClient) -> None:
    text = client.get("/").text
    scripts = [part.split('"')[0] for part in text.split('src="')[1:]]
    styles = [part.split('"')[0] for part in text.split('href="')[1:]]
    assert scripts
    for path in {*scripts, *styles}:
        assert path.startswith("/"), path
        found = client.get(path)
        assert found.status_code == 200, path
        found.close()
    assert client.get("/_dash-layout").status_code == 200
    assert client.get("/_dash-dependencies").status_code == 200


def test_a_drill_down_is_answered_with_the_whole_scene(client: FlaskClient, store: Store, program: Program) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    payload = enter(client, "?area=s1&window=7d")
    assert payload["search"] == "?area=s1&window=7d"
    assert payload["view"] == "area=s1&window=7d"
    assert payload["version"] == store.version().version
    assert payload["zone"] == "Asia/Shanghai"
    assert payload["build"] == app.build_id()
    assert payload["errors"] == {}
    assert {"kpis-body", "ticker-rows", "areas-rows"} <= payload["props"].keys()
    assert program.hub.open_streams == 0


@pytest.mark.parametrize("search", ["?area=nowhere", "?window=x", "?bogus=1", "?as_of=now", "?lang=fr"])
def test_a_view_that_cannot_be_shown_says_why(client: FlaskClient, search: str) -> None:
    payload = enter(client, search)
    assert payload["search"] == search
    assert "props" not in payload
    assert "expected" in json.dumps(payload)


def test_before_areas_are_loaded_the_page_says_so() -> None:
    with world(prepared=False) as store:
        client = create_app(Settings(database_url=store.url), store).server.test_client()
        assert "gridscope load areas" in json.dumps(enter(client, ""))


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/panels/kpis/x", "/api/v1", "/api", "/api/v2/events", "/api/v1/events/1"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_page_does_not_swallow_the_interface(client: FlaskClient, path: str, method: str) -> None:
    found = client.open(path, method=method)
    assert found.status_code == 404
    assert found.mimetype == "application/json"
    assert (found.json or {})["error"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/events", "POST"),
        ("PUT", "/api/v1/events", "POST"),
        ("DELETE", "/api/v1/events", "POST"),
        ("POST", "/api/v1/measures", "GET"),
        ("POST", "/api/v1/panels", "GET"),
        ("POST", "/api/v1/panels/kpis", "GET"),
    ],
)
def test_a_method_that_is_not_allowed(client: FlaskClient, method: str, path: str, allowed: str) -> None:
    found = client.open(path, method=method)
    assert found.status_code == 405
    assert allowed in found.headers["Allow"]
    assert found.mimetype == "application/json"
    assert (found.json or {})["error"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/live"])
def test_what_is_for_reading_is_not_written_to(client: FlaskClient, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/static/x"])
def test_files_beside_the_assets_are_not_served(client: FlaskClient, path: str) -> None:
    found = client.get(path)
    assert "[project]" not in found.text


def test_a_fault_of_ours_is_told_in_json(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    caplog.set_level("CRITICAL")
    monkeypatch.setattr("dashboard.api.numbers.measure_rows", fail)
    found = client.get("/api/v1/measures")
    assert found.status_code == 500
    assert found.mimetype == "application/json"
    assert "secret detail" not in found.text


def test_the_build_follows_what_the_browser_runs(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets").mkdir()
    script = tmp_path / "assets" / "a.js"
    script.write_text("1")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    first = build.build_id()
    assert first == build.build_id()
    script.write_text("2")
    assert build.build_id() != first
    (tmp_path / "assets" / "notes.txt").write_text("not the browser's")
    script.write_text("1")
    assert build.build_id() == first


def test_a_program_starts_no_thread(program: Program) -> None:
    assert program.hub._threads == []
    assert program.server.config["MAX_CONTENT_LENGTH"] == 16_000_000
