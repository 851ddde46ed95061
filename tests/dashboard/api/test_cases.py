"""GET /api/v1/cases."""

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from data_access.store.store import Store
from tests.data_access.worlds import accept, said

PHONE = "13812345678"
LONG = "3" + " x" * 60
"""Too long for an address."""


@pytest.fixture(autouse=True)
def filled(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "22 09:00", title=f"占道 电话{PHONE}", due_at="22 10:00", severity=3),
            said("1", "dispatched", "22 09:10", department="chengguan"),
            said("1", "accepted", "22 09:20"),
            said("2", "collected", "22 10:00", title="积水", due_at="22 12:00", lon=119.0, lat=34.0),
            said("2", "handled", "22 11:00"),
            said(LONG, "collected", "22 11:00", title="=SUM(A1)"),
        ],
    )


def ask(client: FlaskClient, **query: Any) -> Any:
    return client.get(f"/api/v1/cases?{urlencode(query, doseq=True)}")


def names(client: FlaskClient, **query: Any) -> list[str]:
    return [row["event_id"] for row in ask(client, measure="reported", **query).json["rows"]]


def test_a_page_of_rows_with_their_words_and_the_way_to_each_event(client: FlaskClient) -> None:
    found = ask(client, measure="reported", count=2, start=1, lang="en").json
    assert (found["measure"], found["total"], found["start"], found["amount"]) == ("reported", 3, 1, None)
    assert found["view"]["area"] == "d"
    second, first = found["rows"]
    assert (second["event_id"], first["event_id"]) == ("2", "1")
    assert first["title"] == "占道 电话138****5678"
    assert first["collected_at"] == "2026-11-22T01:00:00Z"
    assert (first["stage"], first["stage_label"], first["status_label"]) == ("accepted", "Accepted", "▲ overdue")
    assert first["area_label"] == "Name s1 / Name c1 / Name g1"
    assert first["focus"] == "event:hotline/1"
    assert (second["area_label"], second["department_label"]) == ("Unlocated", "no department")


def test_an_event_that_no_address_can_hold_has_no_way(client: FlaskClient) -> None:
    assert ask(client, measure="reported").json["rows"][0]["focus"] is None


def test_the_parts_of_a_rate_and_what_each_case_adds(client: FlaskClient) -> None:
    assert ask(client, measure="on_time_rate", part="denominator").json["total"] == 2
    assert [row["event_id"] for row in ask(client, measure="on_time_rate", part="numerator").json["rows"]] == ["2"]
    found = ask(client, measure="response_p90", cut="department:chengguan").json
    assert found["amount"] == "response"
    assert [(row["amount"], row["amount_label"]) for row in found["rows"]] == [(600.0, "10 分")]


def test_sorting_filtering_and_not_counting(client: FlaskClient) -> None:
    assert names(client, sort="due_at", order="asc") == ["1", "2", LONG]
    assert names(client, where="status:办") == [LONG, "2"]
    assert names(client, where="stage:签收") == ["1"]
    assert names(client, where=["title:积", "status:closed"]) == ["2"]
    assert names(client, where="department:未") == [LONG, "2"]
    assert names(client, where="area:不明") == ["2"]
    assert names(client, where="status:nothing") == []
    assert names(client, text="2") == ["2"]
    assert ask(client, measure="reported", total="no").json["total"] is None


def test_what_is_masked_is_not_found_by_any_way(client: FlaskClient) -> None:
    for sought in (PHONE, "8123", "1381", "2345"):
        assert names(client, where=f"title:{sought}") == []
        assert names(client, text=sought) == []
    assert names(client, where="title:5678") == ["1"]
    told = ask(client, measure="reported").text + ask(client, measure="reported", format="csv").text
    assert PHONE not in told


def test_all_rows_as_a_file_a_spreadsheet_opens(client: FlaskClient) -> None:
    found = ask(client, measure="response_p50", format="csv", lang="en")
    assert found.mimetype == "text/csv"
    assert found.headers["Content-Disposition"] == 'attachment; filename="response_p50.csv"'
    assert found.headers["X-Row-Limit"] == "100000"
    (row,) = csv.DictReader(io.StringIO(found.text.removeprefix("\ufeff")))
    assert row["Number"] == "1"
    assert row["Response (s)"] == "600.0"
    assert row["Area"] == "Name s1 / Name c1 / Name g1"
    rows = csv.DictReader(io.StringIO(ask(client, measure="reported", format="csv").text.removeprefix("\ufeff")))
    # Text that a spreadsheet would run is told as text.
    assert next(rows)["标题"] == "'=SUM(A1)"


def test_an_export_keeps_filter_and_order(client: FlaskClient) -> None:
    found = ask(client, measure="reported", format="csv", where="status:办", sort="due_at", order="asc").text
    assert [row["编号"] for row in csv.DictReader(io.StringIO(found.removeprefix("\ufeff")))] == ["2", LONG]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({}, "measure '' is not known; expected one of reported"),
        ({"measure": "nonsense"}, "measure 'nonsense' is not known"),
        ({"measure": "open", "cut": "colour:red"}, "cut 'colour:red' is not known"),
        ({"measure": "open", "part": "numerator"}, "part 'numerator' of 'open' is not known; expected one of all"),
        ({"measure": "open", "count": "501"}, "count 501 is out of range; expected 1 to 500"),
        ({"measure": "open", "count": "many"}, "count 'many' is not a number"),
        ({"measure": "open", "start": "-1"}, "start '-1' is not a number"),
        ({"measure": "open", "sort": "note"}, "sort 'note' is not known"),
        ({"measure": "open", "order": "up"}, "order 'up' is not known; expected asc or desc"),
        ({"measure": "open", "where": "title"}, "where 'title' is not known; expected column:text"),
        ({"measure": "open", "where": "note:x"}, "column 'note' cannot be filtered"),
        ({"measure": "open", "format": "xml"}, "format 'xml' is not offered; expected one of json, csv"),
        ({"measure": "open", "area": "nowhere"}, "area 'nowhere' is not in the area tree"),
        ({"measure": "open", "window": "ever"}, "window 'ever' is not known"),
        ({"measure": "open", "colour": "red"}, "parameter 'colour' is not known"),
        ({"measure": "nonsense", "format": "csv"}, "measure 'nonsense' is not known"),
        ({"measure": "open", "format": "csv", "sort": "note"}, "sort 'note' is not known"),
    ],
)
def test_what_is_asked_wrongly_is_refused(client: FlaskClient, query: dict[str, str], reason: str) -> None:
    found = ask(client, **query)
    assert found.status_code == 400
    assert json.loads(found.text)["error"].startswith(reason)
