"""POST /api/v1/statistics: the same way in as for events, into the statistics."""

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from data_access.ingest.quarantine import waiting
from data_access.statistics.figures import figure
from data_access.store.store import Store
from tests.dashboard.conftest import TOKENS
from tests.data_access.statistics.ground import TOTAL, asking, said, site

HEADERS = {"Authorization": f"Bearer {TOKENS['app']}"}


@pytest.fixture
def store() -> Iterator[Store]:
    """In place of the one of this folder: with the catalogue of the statistics' tests."""
    with site() as found:
        yield found


def value(store: Store) -> float | None:
    with asking(store) as (reader, question):
        return figure(reader, question, TOTAL).value


def test_an_array_is_answered_after_the_commit(client: FlaskClient, store: Store) -> None:
    body = json.dumps([said(TOTAL, "c1", 12), said(TOTAL, "c1", 12), said(TOTAL, "zz", 3)])
    found = client.post("/api/v1/statistics", data=body, headers=HEADERS)
    assert found.status_code == 202
    assert found.json is not None
    assert (found.json["accepted"], found.json["duplicate"]) == (1, 1)
    (refused,) = found.json["quarantined"]
    assert refused["index"] == 2
    assert refused["reason"].startswith("area: 'zz' is not in the area tree")
    assert value(store) == 12
    (held,) = waiting(store)
    assert (held.kind, held.feed) == ("statistic", "app")


def test_lines_are_taken_too(client: FlaskClient, store: Store) -> None:
    body = "\n".join(json.dumps(said(TOTAL, area, 5)) for area in ("c1", "c2")) + "\n{oops"
    found = client.post("/api/v1/statistics", data=body, headers=HEADERS)
    assert found.json is not None
    assert (found.json["accepted"], len(found.json["quarantined"])) == (2, 1)
    assert value(store) == 10


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": TOKENS["app"]}])
def test_who_is_not_known_is_sent_away(client: FlaskClient, store: Store, headers: dict[str, str]) -> None:
    found = client.post("/api/v1/statistics", data=json.dumps([said(TOTAL, "c1", 12)]), headers=headers)
    assert found.status_code == 401
    assert found.headers["WWW-Authenticate"] == "Bearer"
    assert value(store) is None


@pytest.mark.parametrize("body", ["", "[", "3", b"\xff"])
def test_a_body_of_which_nothing_can_be_taken(client: FlaskClient, body: str | bytes) -> None:
    found = client.post("/api/v1/statistics", data=body, headers=HEADERS)
    assert found.status_code == 400


def test_events_and_statistics_do_not_mix(client: FlaskClient, store: Store) -> None:
    found = client.post("/api/v1/events", data=json.dumps([said(TOTAL, "c1", 12)]), headers=HEADERS)
    assert found.json is not None
    assert found.json["accepted"] == 0
    assert [held.kind for held in waiting(store)] == ["event"]
