"""/healthz, /readyz and /metrics."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from dashboard.app import create_app
from dashboard.settings import Settings
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import Clock, accept, said, take, world

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (NaN|[+-]?Inf|[+-]?[0-9.]+(?:e[+-]?[0-9]+)?)")
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)")


def samples(text: str) -> dict[str, float]:
    """The samples of a Prometheus text (0.0.4); every line must follow its grammar, each name has one block."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    declared: list[str] = []
    for line in text.splitlines():
        if match := TYPE.fullmatch(line):
            assert match[1] not in declared
            declared.append(match[1])
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        assert sample[1] == declared[-1]
        name = sample[1] + (f"{{{sample[2]}}}" if sample[2] else "")
        assert name not in found
        found[name] = float(sample[3])
    return found


def fail(_store: Store) -> Any:
    raise OperationalError("SELECT 1", {}, Exception("connection refused"))


def test_alive_whatever_the_database_does(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "reading", fail)
    found = client.get("/healthz")
    assert (found.status_code, found.json) == (200, {"status": "ok"})


def test_ready_when_areas_are_loaded(client: FlaskClient, store: Store) -> None:
    found = client.get("/readyz")
    assert found.status_code == 200
    assert found.json == {"status": "ready", "areas": 11, "version": store.version().version}


def test_not_ready_before() -> None:
    with world(prepared=False) as store:
        client = create_app(Settings(database_url=store.url), store).server.test_client()
        found = client.get("/readyz")
        assert found.status_code == 503
        assert "no areas are loaded" in (found.json or {})["error"]
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 200
        assert client.get("/").status_code == 200
        assert client.get("/api/v1/measures").status_code == 503
        assert client.get("/api/v1/panels/kpis").status_code == 503


def test_not_ready_without_a_database(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "reading", fail)
    found = client.get("/readyz")
    assert found.status_code == 503
    assert "OperationalError" in (found.json or {})["error"]


def test_metrics_count(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00"), said("1", "handled", "22 09:30")])
    accept(store, [said("2", "collected", "22 09:00", source="worker")])
    take(store, [{"event_id": "x"}])
    clock = store.clock
    assert isinstance(clock, Clock)
    clock.now += 90_000_000
    found = client.get("/metrics")
    assert found.status_code == 200
    assert found.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert samples(found.text) == {
        "gridscope_data_version": float(store.version().version),
        "gridscope_streams": 0.0,
        "gridscope_quarantine": 1.0,
        'gridscope_source_messages_total{source="hotline"}': 2.0,
        'gridscope_source_messages_total{source="worker"}': 1.0,
        'gridscope_source_age_seconds{source="hotline"}': 90.0,
        'gridscope_source_age_seconds{source="worker"}': 90.0,
    }


def test_metrics_of_a_store_with_nothing_in_it(client: FlaskClient) -> None:
    assert samples(client.get("/metrics").text)["gridscope_quarantine"] == 0


@pytest.mark.parametrize("source", ['say "hi"', "back\\slash", "two\nlines", "热线"])
def test_a_source_may_be_called_anything(client: FlaskClient, store: Store, source: str) -> None:
    store.declare([Term("source", source, "x", "x")])
    accept(store, [said("1", "collected", "22 09:00", source=source)])
    assert len(samples(client.get("/metrics").text)) == 5
