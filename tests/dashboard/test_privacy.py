"""No number that reaches or identifies a person leaves the program, whatever a feed writes into a title or a note."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard.alerts.watcher import Watcher
from data_access.alerts.rules import load_rules
from data_access.store.store import Store
from data_access.view import View
from layouts.scenes import SCENES
from tests.data_access.worlds import accept, said

MOBILE = "13912345678"
IDENTITY = "110101199003071233"
TITLE = f"来电 {MOBILE} 反映，身份证 {IDENTITY}"
MASKED = "139****5678"


@pytest.fixture(autouse=True)
def told(store: Store) -> None:
    """Cases of every kind that a list shows: open, late and severe, of two sources at one spot, handed to and fro."""
    for number, source in enumerate(("hotline", "worker"), start=1):
        more = {"source": source, "title": TITLE, "severity": 5, "category": "city", "lon": 117.1, "lat": 34.2}
        steps = [
            said(str(number), "dispatched", f"22 09:{minute:02}", source=source, department=department, note=TITLE)
            for minute, department in ((5, "chengguan"), (10, "gongan"), (15, "chengguan"), (20, "gongan"))
        ]
        accept(store, [said(str(number), "collected", "22 09:00", due_at="22 10:00", **more), *steps])
    Watcher(store, load_rules(None), period=15).turn()


@pytest.mark.parametrize("focus", ["", "event:hotline/1", "why:open"])
def test_none_is_on_the_page(client: FlaskClient, focus: str) -> None:
    lists = []
    for scene in SCENES:
        search = quote("?" + View(scene=scene.id, focus=focus).to_query())
        text = client.get(f"/live/scene?patience=10&search={search}").text
        assert MOBILE not in text, scene.id
        assert IDENTITY not in text, scene.id
        lists += [scene.id] if MASKED in text else []
    assert {"overview", "flow", "response"} <= set(lists), "they are shown, masked"


def test_none_is_in_an_export(client: FlaskClient) -> None:
    shown = set()
    for panel in client.get("/api/v1/panels").json["panels"]:
        for form in ("json", "csv"):
            text = client.get(f"/api/v1/panels/{panel['id']}?format={form}&focus=event:hotline/1").text
            assert MOBILE not in text, panel["id"]
            assert IDENTITY not in text, panel["id"]
            shown |= {panel["id"]} if MASKED in text else set()
    assert {"ticker", "overdue", "twins", "handovers", "warnings", "event"} <= shown
    assert MASKED in client.get("/api/v1/cases?measure=open&format=csv").text
