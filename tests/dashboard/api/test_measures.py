"""GET /api/v1/measures: the shape other programs rely on."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import OUTSIDE, accept, said

COUNTS = ("reported", "closed", "open", "overdue", "due")
RATES = ("on_time_rate", "rework_rate", "satisfaction", "self_handled_share")
SPREADS = ("response_seconds", "handling_seconds")
VIEW = {"scene", "area", "window", "start", "end", "department", "source", "category", "focus", "against"}
KEYS = {"key", "label", *COUNTS, *RATES, "source_diversity", *SPREADS}
MAIN = ["collected", "dispatched", "accepted", "verified", "handled", "evaluated", "archived"]


def ask(client: FlaskClient, query: str = "", status: int = 200) -> Any:
    found = client.get(f"/api/v1/measures{query}")
    assert found.status_code == status, found.text[:300]
    assert found.mimetype == "application/json"

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(found.text, parse_constant=refuse)


@pytest.fixture
def told(store: Store) -> Store:
    """Six cases; two in g1, one each in g4, s3 and nowhere, one withdrawn."""
    store.declare([Term("category", "city/street", "街面秩序", "Street order")])
    accept(
        store,
        [
            said("1", "collected", "22 09:00", due_at="22 10:00"),
            said("1", "dispatched", "22 09:10", department="chengguan"),
            said("1", "accepted", "22 09:20", department="chengguan"),
            said("2", "collected", "22 08:00", self_handled=True, due_at="22 12:00"),
            said("2", "handled", "22 08:30"),
            said("2", "evaluated", "22 08:40", satisfaction=5),
            said("3", "collected", "21 20:00", area="g4", source="worker", category="city"),
            said("4", "collected", "22 11:00", area="s3", category="cityscape"),
            said("5", "collected", "22 12:00", **OUTSIDE),
            said("6", "collected", "22 12:00"),
            said("6", "withdrawn", "22 12:10"),
        ],
    )
    return store


def by_key(body: Any) -> dict[str, Any]:
    return {row["key"]: row for row in body["rows"]}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("by", ["none", "child", "department", "source", "category", "stage"])
@pytest.mark.parametrize(
    "query", ["", "&area=s1", "&area=g1", "&as_of=2020-01-01T00:00:00Z", "&source=worker", "&lang=en"]
)
def test_the_shape_of_every_row(client: FlaskClient, by: str, query: str) -> None:
    body = ask(client, f"?by={by}{query}")
    assert body.keys() == {"view", "as_of", "version", "sample", "rows"}
    assert isinstance(body["version"], int)
    assert body["view"].keys() == VIEW
    for row in body["rows"]:
        assert row.keys() == KEYS
        assert all(isinstance(row[name], int) for name in COUNTS)
        for name in RATES:
            share = row[name]
            assert share.keys() == {"value", "numerator", "denominator"}
            assert (share["value"] is None) == (share["denominator"] == 0)
        for name in SPREADS:
            assert row[name].keys() == {"n", "p50", "p90"}
            assert (row[name]["p50"] is None) == (row[name]["n"] == 0)
        assert isinstance(row["label"], str)
        assert row["label"]


@pytest.mark.usefixtures("told")
def test_the_numbers(client: FlaskClient) -> None:
    (row,) = ask(client)["rows"]
    assert row["key"] in ("", "d")
    assert {name: row[name] for name in COUNTS} == {"reported": 5, "closed": 1, "open": 4, "overdue": 1, "due": 2}
    assert row["on_time_rate"] == {"value": 0.5, "numerator": 1, "denominator": 2}
    assert row["rework_rate"] == {"value": 0.0, "numerator": 0, "denominator": 1}
    assert row["satisfaction"] == {"value": 1.0, "numerator": 1, "denominator": 1}
    assert row["self_handled_share"] == {"value": 0.2, "numerator": 1, "denominator": 5}
    # Read from logarithmic histograms.
    assert row["response_seconds"] == {"n": 1, "p50": pytest.approx(600, rel=0.01), "p90": pytest.approx(600, rel=0.01)}
    assert row["handling_seconds"] == {
        "n": 1,
        "p50": pytest.approx(1800, rel=0.01),
        "p90": pytest.approx(1800, rel=0.01),
    }


@pytest.mark.usefixtures("told")
def test_the_head_names_the_scene_and_what_is_opened(client: FlaskClient) -> None:
    opened = ask(client, "?scene=scores&focus=department:chengguan/on_time")
    assert (opened["view"]["scene"], opened["view"]["focus"]) == ("scores", "department:chengguan/on_time")
    plain = ask(client)
    assert (plain["view"]["scene"], plain["view"]["focus"]) == ("overview", None)
    assert opened["rows"] == plain["rows"]


@pytest.mark.usefixtures("told")
def test_children_end_with_unlocated_and_add_up(client: FlaskClient) -> None:
    rows = ask(client, "?by=child")["rows"]
    assert [row["key"] for row in rows] == ["s1", "s2", "s3", "unlocated"]
    (whole,) = ask(client)["rows"]
    for name in COUNTS:
        assert sum(row[name] for row in rows) == whole[name]
    assert [row["key"] for row in ask(client, "?by=child&area=s1")["rows"]] == ["c1", "c2"]
    # What lies in a grid lies in none of its children.
    assert [row["key"] for row in ask(client, "?by=child&area=g1")["rows"]] == ["unlocated"]


def test_unlocated_is_left_out_where_there_is_none(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    assert [row["key"] for row in ask(client, "?by=child")["rows"]] == ["s1", "s2", "s3"]


@pytest.mark.usefixtures("told")
def test_by_department_source_category_and_stage(client: FlaskClient) -> None:
    assert {key: row["open"] for key, row in by_key(ask(client, "?by=department")).items()} == {
        "chengguan": 1,
        "unassigned": 3,
    }
    assert {key: row["reported"] for key, row in by_key(ask(client, "?by=source")).items()} == {
        "hotline": 4,
        "worker": 1,
    }
    assert {key: row["reported"] for key, row in by_key(ask(client, "?by=category")).items()} == {
        "city": 1,
        "city/street": 3,
        "cityscape": 1,
    }
    stages = ask(client, "?by=stage")["rows"]
    assert [row["key"] for row in stages] == MAIN
    assert sum(row["open"] for row in stages) == 4


@pytest.mark.usefixtures("told")
def test_a_category_matches_itself_and_what_is_below(client: FlaskClient) -> None:
    for category, reported in (("city", 4), ("city/street", 3), ("city/", 0), ("cit", 0), ("cityscape", 1), ("%", 0)):
        (row,) = ask(client, f"?category={category.replace('%', '%25')}")["rows"]
        assert row["reported"] == reported, category


@pytest.mark.usefixtures("told")
def test_labels_are_in_the_language_asked_for(client: FlaskClient) -> None:
    for by, key, zh, en in (
        ("none", None, "名d", "Name d"),
        ("child", "s1", "名s1", "Name s1"),
        ("department", "chengguan", "城管局", "Urban management"),
        ("source", "hotline", "热线", "Hotline"),
        ("category", "city/street", "街面秩序", "Street order"),
        ("stage", "handled", "处置", None),
        ("child", "unlocated", "归属不明", None),
        ("department", "unassigned", None, None),
    ):
        labels = {}
        for language in ("zh", "en"):
            rows = ask(client, f"?by={by}&lang={language}")["rows"]
            (row,) = [row for row in rows if key in (None, row["key"])]
            labels[language] = row["label"]
        assert labels["zh"] != labels["en"]
        assert zh in (None, labels["zh"])
        assert en in (None, labels["en"])
        assert labels["en"].isascii()
        assert not labels["zh"].isascii()


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("plus", ["%2B", "+"])
def test_as_of_and_intervals_with_a_zone_that_was_not_escaped(client: FlaskClient, plus: str) -> None:
    body = ask(client, f"?as_of=2026-11-22T09:05:00{plus}08:00")
    assert body["as_of"] == "2026-11-22T01:05:00Z"
    assert body["view"]["start"] == "2026-11-21T01:05:00Z"
    assert body["rows"][0]["reported"] == 3
    body = ask(client, f"?window=2026-11-22T08:30:00{plus}08:00/2026-11-22T11:30:00{plus}08:00")
    assert (body["view"]["start"], body["view"]["end"]) == ("2026-11-22T00:30:00Z", "2026-11-22T03:30:00Z")
    assert body["rows"][0]["reported"] == 2
    body = ask(client, f"?window=2026-11-22T08:30:00{plus}08:00/PT3H")
    assert body["rows"][0]["reported"] == 2


@pytest.mark.usefixtures("told")
def test_windows(client: FlaskClient) -> None:
    starts = {window: ask(client, f"?window={window}")["view"]["start"] for window in ("today", "24h", "7d", "30d")}
    assert starts == {
        "today": "2026-11-21T16:00:00Z",
        "24h": "2026-11-21T04:34:56Z",
        "7d": "2026-11-15T04:34:56Z",
        "30d": "2026-10-23T04:34:56Z",
    }
    assert ask(client, "?window=P1D/2026-11-22T00:00:00Z")["view"]["start"] == "2026-11-21T00:00:00Z"
    assert ask(client, "?window=2026-11-22T00:00:00Z/2027-01-01T00:00:00Z")["view"]["end"] == "2026-11-22T04:34:56Z"


@pytest.mark.usefixtures("told")
def test_an_empty_value_is_the_default(client: FlaskClient) -> None:
    assert ask(client, "?area=&window=&as_of=&by=&department=&source=&category=") == ask(client)


@pytest.mark.parametrize(
    ("query", "field", "value", "expected"),
    [
        ("area=nowhere", "area", "'nowhere'", "expected the code of a loaded area"),
        ("area=%00", "area", "", "expected the code of a loaded area"),
        ("area=unlocated", "area", "'unlocated'", "expected the code of a loaded area"),
        ("window=48h", "window", "'48h'", "expected one of today, 24h, 7d, 30d or an ISO interval"),
        ("window=2026-11-22T00:00:00/PT1H", "window", "has no zone", "expected"),
        ("window=2026-11-22T00:00:00Z/2026-11-22T00:00:00Z", "window", "ends at or before", "expected"),
        ("window=2026-11-22T00:00:00Z/P1Y", "window", "P1Y", "expected"),
        ("window=2026-11-22T00:00:00Z/PT", "window", "PT", "expected"),
        ("window=a/b/c", "window", "'a/b/c'", "expected"),
        ("window=P999999999999W/2026-11-22T00:00:00Z", "window", "P999999999999W", "expected"),
        ("as_of=yesterday", "as_of", "'yesterday'", "expected e.g. 2026-11-22"),
        ("as_of=2026-11-22T09:00:00", "as_of", "has no zone", "expected e.g. 2026-11-22"),
        ("as_of=1795322096", "as_of", "'1795322096'", "expected"),
        ("by=grid", "by", "'grid'", "expected one of none, child, department, source, category, stage"),
        ("lang=fr", "language", "'fr'", "expected one of zh, en"),
        ("scene=bogus", "scene", "'bogus'", "expected one of overview, flow, risk, response, scores"),
        ("focus=bogus", "focus", "'bogus'", "expected kind:code or kind:code/part"),
        ("bogus=1", "bogus", "", "expected one of scene, area, window"),
        ("format=csv", "format", "", "expected"),
        # Where a calendar ends.
        ("as_of=0001-01-01T00:00:00Z", "", "", ""),
        ("as_of=9999-12-31T23:59:59Z&window=today", "", "", ""),
        ("window=P200000W/2026-11-22T00:00:00Z", "window", "P200000W", "expected"),
    ],
)
def test_what_cannot_be_asked_names_field_value_and_what_was_expected(
    client: FlaskClient, query: str, field: str, value: str, expected: str
) -> None:
    body = ask(client, f"?{query}", status=400)
    assert body.keys() == {"error"}
    for words in (field, value, expected):
        assert words in body["error"]


def test_a_database_that_does_not_answer(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_store: Store) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    caplog.set_level("CRITICAL")
    monkeypatch.setattr(Store, "reading", fail)
    body = ask(client, status=503)
    assert "SELECT" not in body["error"]


@pytest.mark.usefixtures("told")
def test_as_of_is_answered_from_history(client: FlaskClient) -> None:
    (row,) = ask(client, "?as_of=2026-11-22T12:05:00%2B08:00")["rows"]
    assert row["reported"] == 6, "the withdrawn case was not yet withdrawn"
