"""What leaves the program or opens a single event is written down: who, when, what, from where, how it ended."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from data_access.audit.journal import Action, Entry, Journal, Proof, Result
from data_access.cases.naming import event_focus
from data_access.store.store import Store
from data_access.view import View
from tests.dashboard.conftest import TOKENS
from tests.data_access.worlds import accept, said

FOCUS = event_focus("hotline", "SJ 1")
OPENED = View(window="7d", focus=FOCUS).to_query()


@pytest.fixture(autouse=True)
def case(store: Store) -> None:
    accept(store, [said("SJ 1", "collected", "22 09:00")])


def entries(store: Store) -> list[Entry]:
    return [line.entry for line in Journal(store).lines()]


@pytest.mark.parametrize(
    ("path", "subject", "form", "query"),
    [
        ("/api/v1/panels/areas?format=csv&area=s1", "panel areas", "csv", "area=s1"),
        ("/api/v1/panels/areas?window=7d", "panel areas", "json", "window=7d"),
        ("/api/v1/events/hotline/SJ%201?format=json", "event hotline SJ 1", "json", ""),
        ("/api/v1/cases?measure=open&format=csv", "cases behind open", "csv", "measure=open"),
        ("/api/v1/returns?format=csv", "returns", "csv", ""),
    ],
)
def test_every_export_leaves_a_line(
    client: FlaskClient, store: Store, path: str, subject: str, form: str, query: str
) -> None:
    assert client.get(path).status_code == 200
    assert entries(store) == [
        Entry("", Proof.NONE, "127.0.0.1", Action.EXPORT, subject, form, query, Result.GIVEN),
    ]


@pytest.mark.parametrize(
    ("path", "status", "result", "reason"),
    [
        ("/api/v1/panels/areas?format=csv&area=nowhere", 400, Result.REFUSED, "400: area 'nowhere' is not in the area"),
        ("/api/v1/panels/nothing?format=csv", 404, Result.REFUSED, "404: panel 'nothing' is not known"),
        ("/api/v1/scenes/flow", 501, Result.FAILED, "501: "),
        ("/api/v1/briefings/d/2026-W47-zh/a.pdf", 404, Result.REFUSED, "404: briefing file"),
    ],
)
def test_what_was_not_given_is_written_down_too(
    client: FlaskClient,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    status: int,
    result: Result,
    reason: str,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert client.get(path).status_code == status
    (entry,) = entries(store)
    assert entry.result == result
    assert entry.reason.startswith(reason)


@pytest.mark.parametrize("path", ["/live/scene?search=", "/print/scene?search=", "/live?view="])
def test_an_opened_event_leaves_a_line_however_it_is_opened(client: FlaskClient, store: Store, path: str) -> None:
    with client.get(path + quote(OPENED)) as answer:
        assert answer.status_code == 200
    (entry,) = entries(store)
    assert (entry.action, entry.subject, entry.form) == (Action.EVENT, "event hotline SJ 1", "page")
    assert entry.query == OPENED


def test_an_event_opened_on_the_page_leaves_a_line(client: FlaskClient, store: Store) -> None:
    """As the page asks for the scene of its address."""
    asked = {"search": f"?{OPENED}", "screen": "", "patience": "0.06"}
    assert client.get("/live/scene", query_string=asked).status_code == 200
    (entry,) = entries(store)
    assert (entry.action, entry.subject) == (Action.EVENT, "event hotline SJ 1")
    assert client.get("/live/scene", query_string=asked).status_code == 200
    (line,) = Journal(store).lines()
    assert line.times == 2


@pytest.mark.parametrize(
    "path", ["/api/v1/measures", "/api/v1/panels", "/api/v1/cases?measure=open", "/live/scene?search=", "/healthz"]
)
def test_what_is_only_looked_at_leaves_none(client: FlaskClient, store: Store, path: str) -> None:
    assert client.get(path).status_code == 200
    for search in ("?window=7d", "?area=nowhere"):
        assert client.get("/live/scene", query_string={"search": search}).status_code == 200
    assert entries(store) == []


@pytest.mark.parametrize(
    ("headers", "who", "proof", "origin"),
    [
        ({"Authorization": f"Bearer {TOKENS['hotline']}"}, "hotline", Proof.TOKEN, "10.0.0.7"),
        ({"Authorization": "Bearer guessed"}, "", Proof.NONE, "10.0.0.7"),
        ({"X-Gridscope-User": "duty desk"}, "duty desk", Proof.SAID, "10.0.0.7"),
        ({"Authorization": "Basic ZGVzazp4"}, "desk", Proof.SAID, "10.0.0.7"),
        ({"X-Forwarded-For": "1.1.1.1, 10.9.9.9"}, "", Proof.NONE, "10.9.9.9 via 10.0.0.7"),
    ],
)
def test_who_and_from_where(
    client: FlaskClient, store: Store, headers: dict[str, str], who: str, proof: Proof, origin: str
) -> None:
    client.get("/api/v1/panels/areas?format=csv", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.7"})
    (entry,) = entries(store)
    assert (entry.who, entry.proof, entry.origin) == (who, proof, origin)


def test_what_cannot_be_written_down_is_not_given(client: FlaskClient, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP TABLE audit"))
    for path in ("/api/v1/panels/areas?format=csv", f"/live?view={quote(OPENED)}"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "has to be written down before it is given" in answer.text
    assert client.get("/live/scene?search=").status_code == 200, "the wall itself needs no line"
