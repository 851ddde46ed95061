"""GET and POST /api/v1/moments, DELETE of one."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from data_access.store.store import Store
from tests.dashboard.conftest import TOKENS
from tests.data_access.worlds import every_table

RAIN = {"start": "2026-11-21T15:00:00+08:00", "kind": "weather", "zh": "暴雨", "area": "s1"}
WELCOME = {"Authorization": f"Bearer {TOKENS['hotline']}"}


def send(client: FlaskClient, body: object, headers: dict[str, str] = WELCOME) -> tuple[int, Any]:
    found = client.post("/api/v1/moments", data=body if isinstance(body, str) else json.dumps(body), headers=headers)
    return found.status_code, found.json


def rows(client: FlaskClient, query: str = "") -> list[str]:
    found = client.get(f"/api/v1/moments?{query}")
    assert found.status_code == 200, found.text
    return [row["zh"] for row in found.json["rows"]]


def test_recorded_listed_and_removed(client: FlaskClient) -> None:
    status, made = send(client, RAIN)
    assert (status, made["id"], made["recorded_by"], made["start"]) == (201, 1, "hotline", "2026-11-21T07:00:00Z")
    assert send(client, RAIN) == (200, made)
    listed = client.get("/api/v1/moments").json
    assert listed["rows"] == [made]
    assert (listed["area"], listed["as_of"]) == ("d", "2026-11-22T04:34:56Z")
    assert rows(client, "area=g1") == ["暴雨"]
    assert rows(client, "area=s2") == rows(client, "as_of=2026-11-22T00:00:00Z") == []
    assert client.delete("/api/v1/moments/1", headers=WELCOME).status_code == 204
    assert rows(client) == []
    again = client.delete("/api/v1/moments/1", headers=WELCOME)
    assert (again.status_code, again.json["error"]) == (
        404,
        "moment 1 was removed at 2026-11-22T04:34:56Z; expected a number of the list",
    )


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic open-sesame"}])
def test_nobody_but_a_feed_may_change_them(client: FlaskClient, store: Store, headers: dict[str, str]) -> None:
    before = every_table(store)
    assert send(client, RAIN, headers)[0] == 401
    found = client.delete("/api/v1/moments/1", headers=headers)
    assert (found.status_code, found.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert every_table(store) == before


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("{", 400, "not JSON"),
        ("[" * 100_000, 400, "not JSON"),
        ([RAIN], 422, "is not a JSON object; expected start"),
        ({**RAIN, "kind": "party"}, 422, "kind: 'party': expected one of policy"),
        ({**RAIN, "area": "s9"}, 422, "area 's9' is not in the area tree"),
        ({**RAIN, "colour": "red"}, 422, "field 'colour' is not known"),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing(
    client: FlaskClient, store: Store, body: object, status: int, words: str
) -> None:
    before = every_table(store)
    found, answer = send(client, body)
    assert (found, words in answer["error"]) == (status, True), answer
    assert every_table(store) == before


def test_a_question_that_cannot_be_answered_is_refused(client: FlaskClient) -> None:
    assert "window" in client.get("/api/v1/moments?window=7d").json["error"]
    assert client.get("/api/v1/moments?area=s9").status_code == 400
    assert client.delete("/api/v1/moments/99999999999999999999", headers=WELCOME).status_code == 404
