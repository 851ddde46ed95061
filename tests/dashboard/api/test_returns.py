"""GET /api/v1/returns: the same rows as the panel's, as JSON and as a file for a spreadsheet."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from dashboard.api.csv_text import MARK, csv_text
from data_access.store.store import Store
from tests.data_access.worlds import accept, said


def test_json_has_the_counts_and_the_rows(client: FlaskClient, store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00"), said("1", "handled", "22 09:30")])
    found = client.get("/api/v1/returns?area=c1&window=24h&lang=en").get_json()

    assert found["view"]["area"] == "c1"
    assert found["expected"] == sum(row["group"] == "given" for row in found["rows"])
    (closed,) = [row for row in found["rows"] if row["key"] == "closed"]
    assert (closed["label"], closed["value"]) == ("closed", 1)
    (satisfied,) = [row for row in found["rows"] if row["key"] == "satisfaction"]
    assert satisfied["value"] is None


def test_csv_is_a_file_of_the_same_rows(client: FlaskClient, store: Store) -> None:
    found = client.get("/api/v1/returns?area=c1&format=csv")

    assert found.mimetype == "text/csv"
    assert found.headers["Content-Disposition"] == 'attachment; filename="returns-c1.csv"'
    assert found.text.startswith(MARK + "group,key,label,area,value,")
    rows = list(csv.DictReader(io.StringIO(found.text.removeprefix(MARK))))
    told = client.get("/api/v1/returns?area=c1").get_json()["rows"]
    assert [row["key"] for row in rows] == [row["key"] for row in told]
    assert {row["label"] for row in rows} >= {"办结", "按期办结率", "满意率"}


def test_above_the_communities_it_is_a_row_an_area(client: FlaskClient) -> None:
    rows = client.get("/api/v1/returns").get_json()["rows"]

    assert [(row["group"], row["key"]) for row in rows] == [("area", "s1"), ("area", "s2"), ("area", "s3")]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("format=xlsx", "format 'xlsx' is not offered; expected one of json, csv"),
        ("scene=flow", "parameter 'scene' is not known; expected one of area, window, as_of, lang, format"),
        ("area=nowhere", "area 'nowhere' is not in the area tree; expected the code of a loaded area"),
    ],
)
def test_what_cannot_be_answered_is_named(client: FlaskClient, query: str, said: str) -> None:
    found = client.get(f"/api/v1/returns?{query}")

    assert (found.status_code, found.get_json()["error"]) == (400, said)


def test_text_that_a_spreadsheet_would_run_is_text() -> None:
    values = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "plain", "a=b", ""]
    written = csv_text(["a"], [{"a": value} for value in values])
    read = [row[0] for row in csv.reader(io.StringIO(written.removeprefix(MARK), newline="")) if row][1:]

    assert read == ["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", "plain", "a=b", ""]


def test_numbers_stay_numbers_unknown_is_empty_and_lists_are_joined() -> None:
    written = csv_text(["a", "b", "c"], [{"a": -1.5, "b": None, "c": ["=x", "y"]}])

    assert written == f"{MARK}a,b,c\r\n-1.5,,'=x; y\r\n"
