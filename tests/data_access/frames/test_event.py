import pandas as pd

from dashboard.alerts.watcher import Watcher
from data_access.alerts.rules import load_rules
from data_access.cases.naming import event_focus
from data_access.frames import event
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import IN_G1, NOW, accept, moment, reading, said

NAME = "SJ/1 甲"


def shown(store: Store, event_id: str = NAME, scope: str = "", **view: object) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return event.frame(reader, View(focus=event_focus("hotline", event_id), **view))


def fill(store: Store) -> None:
    accept(
        store,
        [
            said(NAME, "collected", "22 09:00", due_at="22 18:00", severity=5, title="题", **IN_G1),
            said(NAME, "dispatched", "22 09:10", department="chengguan", note="速办"),
            said(NAME, "extended", "22 09:20", due_at="23 18:00"),
            said("2", "collected", "22 10:00", source="worker", **IN_G1),
        ],
    )


def test_a_row_a_step_and_all_that_is_told(store: Store) -> None:
    fill(store)
    table = shown(store)
    assert tuple(table.columns) == event.COLUMNS
    assert table["stage"].tolist() == ["collected", "dispatched", "extended"]
    assert table["department_label"].tolist() == [None, "城管局", None]
    assert table["seconds_since_previous"].tolist() == [None, 600.0, 600.0]
    assert table["changes"].tolist() == [
        [],
        [],
        [{"field": "due_at", "before": "2026-11-22T10:00:00Z", "after": "2026-11-23T10:00:00Z"}],
    ]
    told = table.attrs["told"]
    assert table.attrs["missing"] is None
    assert [name for _, name in told.path] == ["名d", "名s1", "名c1", "名g1"]
    assert [one.event_id for one in told.same] == ["2"]
    assert told.ground is not None
    assert {one.kind for one in told.ground.outlines} == {"own", "beside", "above"}
    x, y = told.ground.place(IN_G1["lon"], IN_G1["lat"])
    assert 0 < x < 1
    assert 0 < y < 1


def test_the_view_decides_neither_place_nor_filter_only_t_and_language(store: Store) -> None:
    fill(store)
    elsewhere = shown(store, area="s2", window="today", department="gongan", source="app", language="en")
    assert len(elsewhere) == 3
    assert elsewhere.attrs["told"].label("department", "chengguan") == "Urban management"
    assert len(shown(store, as_of=moment("22 09:10"))) == 2


def test_warnings_about_it_and_no_other(store: Store) -> None:
    fill(store)
    accept(store, [said("other", "collected", "22 09:00", severity=5)])
    Watcher(store, load_rules()).turn()
    found = shown(store).attrs["told"].warnings
    assert "severe_case" in {row["kind"] for row in found}
    assert {row["subject"] for row in found} == {f"event:hotline/{NAME}"}
    assert {row["title"] for row in found} == {"题"}
    assert shown(store, as_of=NOW - 1).attrs["told"].warnings == ()


def test_why_there_is_no_story(store: Store) -> None:
    fill(store)
    unknown = shown(store, "3")
    assert (len(unknown), unknown.attrs["told"], unknown.attrs["missing"]) == (0, None, "unknown")
    assert unknown.attrs["asked"] == ("hotline", "3")
    assert shown(store, scope="s2").attrs == {**unknown.attrs, "asked": ("hotline", NAME)}
    early = shown(store, as_of=moment("22 08:00"))
    assert (early.attrs["missing"], early.attrs["first_at"]) == ("not_yet", moment("22 09:00"))
    with reading(store) as reader:
        assert event.frame(reader, View()).attrs["missing"] == "nothing"


def test_a_case_in_no_area_and_one_in_an_area_without_outline(store: Store) -> None:
    accept(store, [said("out", "collected", "22 09:00", lon=119.0, lat=34.2), said("in", "collected", "22 09:00")])
    out, inside = shown(store, "out").attrs["told"], shown(store, "in").attrs["told"]
    assert (out.path, out.story.state.area) == ((), None)
    assert out.ground is not None
    assert inside.ground is not None
    assert inside.near == ()
