"""GET /api/v1/events/<source>/<event_id>."""

import json
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from data_access.store.store import Store
from tests.data_access.worlds import accept, said

NAME = "SJ/1 甲?&#%\"'"


@pytest.fixture(autouse=True)
def filled(store: Store) -> None:
    accept(store, [said(NAME, "collected", "22 09:00"), said(NAME, "handled", "22 10:00", department="gongan")])


def ask(client: FlaskClient, query: str = "", *, name: str = NAME, source: str = "hotline") -> Any:
    return client.get(f"/api/v1/events/{quote(source, safe='')}/{quote(name, safe='')}{query}")


def test_the_record_comes_as_a_file_with_its_name(client: FlaskClient) -> None:
    found = ask(client, "?as_of=2026-11-22T12:00:00%2B08:00")
    assert (found.status_code, found.mimetype) == (200, "application/json")
    body = json.loads(found.text)
    assert body["content"]["event"]["event_id"] == NAME
    assert body["exported"]["by"] == "本机"
    assert found.headers["X-Gridscope-As-Of"] == "2026-11-22T04:00:00Z"
    assert found.headers["X-Gridscope-Version"] == str(body["version"])
    told = found.headers["Content-Disposition"]
    assert unquote(told.split("filename*=UTF-8''")[1]).startswith("过程台账_SJ-1-甲")
    assert told.isascii()
    english = json.loads(ask(client, "?lang=en&format=json").text)
    assert english["content"]["event"]["department_label"] == "Police"


@pytest.mark.parametrize(
    ("query", "name", "status", "reason"),
    [
        ("", "nothing", 404, "event 'nothing' of source 'hotline' is not known as of"),
        ("?as_of=2026-11-22T00:00:00Z", NAME, 404, "expected as_of from 2026-11-22T01:00:00Z on"),
        ("?as_of=yesterday", NAME, 400, "as_of"),
        ("?format=docx", NAME, 400, "format 'docx' is not offered; expected one of json, pdf"),
        ("?area=d", NAME, 400, "parameter 'area' is not known; expected one of as_of, lang, format"),
        ("?lang=fr", NAME, 400, "language 'fr'"),
    ],
)
def test_what_cannot_be_answered_says_why(client: FlaskClient, query: str, name: str, status: int, reason: str) -> None:
    found = ask(client, query, name=name)
    assert found.status_code == status
    assert reason in json.loads(found.text)["error"]


def test_without_a_browser_only_the_pdf_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = ask(client, "?format=pdf")
    assert found.status_code == 501
    assert "chromium" in json.loads(found.text)["error"]
    assert ask(client).status_code == 200
