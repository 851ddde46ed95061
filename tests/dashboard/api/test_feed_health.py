"""GET /api/v1/feeds: how each feed is."""

from flask.testing import FlaskClient

from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import accept, said, take


def test_each_source_with_what_is_known_of_it(client: FlaskClient, store: Store) -> None:
    store.declare([Term("source", "hotline", "热线", "Hotline", {"cadence_minutes": 60, "sample": True})])
    accept(store, [said("1", "collected", "22 12:30"), said("2", "collected", "22 09:00", source="worker")])
    take(store, [{"source": "hotline"}])
    found = client.get("/api/v1/feeds?lang=en").json
    assert found is not None
    assert (found["sample"], found["quarantined"]) == (True, {"today": 1, "waiting": 1})
    assert found["statistics"] is None
    by_source = {one["source"]: one for one in found["sources"]}
    assert by_source["hotline"] == {
        "source": "hotline",
        "label": "Hotline",
        "sample": True,
        "status": "live",
        "received_at": "2026-11-22T04:34:56Z",
        "newest_case_at": "2026-11-22T04:30:00Z",
        "cadence_seconds": 3600.0,
        "lag_seconds": None,
        "cases_last_hour": 1,
        "cases_usual": None,
        "quarantined_today": 1,
    }
    assert by_source["app"]["status"] == "never"


def test_a_past_instant_and_what_is_not_known(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    found = client.get("/api/v1/feeds?as_of=2026-11-22T12:00:00%2B08:00").json
    assert found is not None
    assert found["as_of"] == "2026-11-22T04:00:00Z"
    assert found["sources"][0] | {"label": ""} == found["sources"][0] | {"label": "", "status": "late"}
    refused = client.get("/api/v1/feeds?area=s1")
    assert (refused.status_code, "area" in refused.text) == (400, True)


def test_answers_say_whether_they_count_samples(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    assert client.get("/api/v1/measures").json["sample"] is False
    store.declare([Term("source", "hotline", "热线", "Hotline", {"sample": True})])
    assert client.get("/api/v1/measures").json["sample"] is True
    assert client.get("/api/v1/measures?source=worker").json["sample"] is False
