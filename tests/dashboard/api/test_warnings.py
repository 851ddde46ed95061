"""GET /api/v1/warnings and the acknowledgement of one."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings
from data_access.alerts.evaluation import CLEARED, Change
from data_access.clock import DAY, MINUTE
from data_access.store.schema import warning
from data_access.store.store import Store
from tests.dashboard.conftest import TOKENS
from tests.data_access.alerts.boards import raise_all, rows, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, accept, said, world

GOOD = {"by": "值班长", "note": "已派人"}


def ask(client: FlaskClient, query: str = "", status: int = 200) -> Any:
    found = client.get(f"/api/v1/warnings?{query}")
    assert found.status_code == status, found.text[:300]
    assert found.mimetype == "application/json"

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(found.text, parse_constant=refuse)


def say(client: FlaskClient, number: object = 1, body: object = GOOD, **headers: str) -> tuple[int, Any]:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    given = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    found = client.post(f"/api/v1/warnings/{number}/acknowledge", data=data, headers=given)
    return found.status_code, found.json


def test_before_the_first_evaluation(client: FlaskClient) -> None:
    found = ask(client)
    assert (found["basis"], found["rows"], found["evaluated_at"]) == ("not_yet", [], None)
    assert found["counts"] == {"crit": 0, "warn": 0, "note": 0}


def test_what_stands(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", title="占道 <b>")])
    evidence = {"source": "hotline", "event_id": "1", "due_at": NOW - 5, "since": NOW - 5, "count": None}
    late = finding("late", kind="deadline_passed", subject="event:hotline/1", area="g1", evidence=evidence)
    raise_all(store, finding(severity="crit", area="s2"), late)
    found = ask(client)
    assert (found["area"], found["state"], found["basis"], found["as_of"]) == (
        "d",
        "standing",
        "kept",
        "2026-11-22T04:34:56Z",
    )
    assert [row["severity"] for row in found["rows"]] == ["crit", "warn"]
    row = found["rows"][1]
    assert (row["id"], row["title"], row["area_path"]) == (2, "占道 <b>", "名s1 · 名c1")
    assert row["raised_at"] == found["evaluated_at"] == "2026-11-22T04:34:56Z"
    assert row["evidence"]["due_at"] == row["due_at"] == "2026-11-22T04:34:55.999995Z"
    assert [row["id"] for row in ask(client, "area=s1")["rows"]] == [2]
    assert ask(client, "area=s1&lang=en")["rows"][0]["area_path"] == "Name c1 · Name g1"


def test_by_state_and_as_of(client: FlaskClient, store: Store) -> None:
    at = NOW - DAY
    (number,) = raise_all(store, finding(), at=at)
    write(store, [Change(CLEARED, at + MINUTE, number)], at=at + MINUTE)
    accept(store, [said("1", "collected", "22 09:00")])
    assert ask(client)["rows"] == []
    assert [row["state"] for row in ask(client, "state=cleared")["rows"]] == ["cleared"]
    assert len(ask(client, "state=all")["rows"]) == 1
    then = ask(client, "as_of=2026-11-21T12:35:00%2B08:00")
    assert [row["state"] for row in then["rows"]] == ["raised"]
    assert ask(client, "as_of=2026-11-20T00:00:00Z")["basis"] == "replayed"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("state=gone", 400, "state 'gone' is not known; expected one of standing, raised"),
        ("foo=1", 400, "parameter 'foo' is not known"),
        ("window=7d", 400, "parameter 'window' is not known; expected one of area, department"),
        ("area=nowhere", 400, "area 'nowhere' is not in the area tree"),
        ("as_of=yesterday", 400, "as_of"),
        ("lang=fr", 400, "language 'fr' is not known"),
    ],
)
def test_questions_that_are_none(client: FlaskClient, query: str, status: int, words: str) -> None:
    assert words in ask(client, query, status)["error"]


def test_acknowledging(client: FlaskClient, store: Store) -> None:
    raise_all(store, finding())
    status, told = say(client)
    assert (status, told) == (200, {"id": 1, "state": "acknowledged", "severity": "warn", **GOOD})
    row = ask(client)["rows"][0]
    assert (row["state"], row["acknowledged_by"], row["acknowledged_note"]) == ("acknowledged", "值班长", "已派人")
    status, told = say(client, body={"by": "另一人"})
    assert (status, told) == (409, {"error": "warning 1 was acknowledged already, by 值班长"})
    assert ask(client)["rows"][0]["acknowledged_by"] == "值班长"


def test_what_has_cleared_is_a_conflict(client: FlaskClient, store: Store) -> None:
    raise_all(store, finding())
    write(store, [Change(CLEARED, NOW, 1)])
    assert say(client)[0] == 409


@pytest.mark.parametrize("number", [2, 0, 10**18, 2**63, 10**40])
def test_one_that_is_not_known(client: FlaskClient, store: Store, number: int) -> None:
    raise_all(store, finding())
    status, told = say(client, number)
    assert status == 404
    assert "is not known" in told["error"]


@pytest.mark.parametrize("number", ["x", "-1", "1.5", ""])
def test_one_that_is_no_number(client: FlaskClient, number: str) -> None:
    assert say(client, number)[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        "", "x", b"\xff\xfe", "[" * 100_000, "null", "[]", "7", "{}", '{"by": ""}', '{"by": " \\n "}', '{"by": null}',
        '{"by": 7}', '{"by": {"a": 1}}', '{"by": "a", "note": 7}', '{"by": "a\\u0000"}', '{"by": "\\ud800"}',
        '{"by": "a", "extra": 1}', json.dumps({"by": "x" * 41}), json.dumps({"by": "a", "note": "x" * 201}),
        '{"by": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_bodies_that_are_refused(client: FlaskClient, store: Store, body: str | bytes) -> None:
    raise_all(store, finding())
    status, told = say(client, body=body)
    assert status == 422, told
    assert 'expected {"by": "...", "note": "..."}' in told["error"] or "expected" in told["error"]
    assert rows(store, warning)[0]["state"] == "raised"


def test_awkward_names_are_kept_as_they_are(client: FlaskClient, store: Store) -> None:
    raise_all(store, finding())
    said_by = "'); DROP TABLE warning;-- <b>😀"
    assert say(client, body={"by": said_by})[0] == 200
    assert rows(store, warning)[0]["acknowledged_by"] == said_by


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": f"Bearer {TOKENS['app']}"}, 200),
        (
            {"Authorization": f"Bearer {TOKENS['app']}", "Content_Type": "text/plain", "Origin": "http://evil.example"},
            200,
        ),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic abc"}, 401),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_who_may(client: FlaskClient, store: Store, headers: dict[str, str], status: int) -> None:
    """Our own page and whoever has a token; not a foreign page in somebody's browser."""
    raise_all(store, finding())
    found, told = say(client, **headers)
    assert found == status, told
    assert rows(store, warning)[0]["state"] == ("acknowledged" if status == 200 else "raised")


def test_a_browser_that_asks_leave_for_a_foreign_page_gets_none(client: FlaskClient) -> None:
    asking = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    found = client.options("/api/v1/warnings/1/acknowledge", headers=asking)
    assert not [name for name, _ in found.headers if name.startswith("Access-Control")]


def test_other_methods(client: FlaskClient) -> None:
    assert client.get("/api/v1/warnings/1/acknowledge").status_code == 405
    assert client.post("/api/v1/warnings").status_code == 405


def test_before_areas_are_loaded() -> None:

    with world(prepared=False) as bare:
        client = create_app(Settings(database_url=bare.url), bare).server.test_client()
        assert ask(client, status=503)["error"].startswith("no areas are loaded")
