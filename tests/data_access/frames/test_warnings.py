from typing import Any

import pandas as pd

from data_access.alerts.evaluation import Change
from data_access.alerts.outbox import Wish, claim, enqueue, failed
from data_access.frames.warnings import COLUMNS, ROWS, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, accept, moment, reading, said, world


def found(store: Store, scope: str = "", **view: Any) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return frame(reader, View(**view))


def late(name: str = "1", **given: Any) -> Any:
    evidence = {"source": "hotline", "event_id": name, "due_at": NOW - 5}
    given = {"evidence": evidence, "area": "g1", "department": "unassigned", "category": "city", **given}
    return finding(f"late{name}", rule="late", kind="deadline_passed", subject=f"event:hotline/{name}", **given)


def test_an_empty_store() -> None:
    with world() as store:
        table = found(store)
        assert tuple(table.columns) == COLUMNS
        assert len(table) == 0
        assert table.attrs == {
            "counts": {"crit": 0, "warn": 0, "note": 0},
            "basis": "not_yet",
            "evaluated_at": None,
            "lost": 0,
        }


def test_labels_in_the_language_of_the_view() -> None:
    with world() as store:
        raise_all(store, finding(department="chengguan", source="hotline", category="city", area="g1"))
        (zh,) = found(store).to_dict("records")
        (en,) = found(store, language="en").to_dict("records")
    assert (zh["department_label"], zh["source_label"], zh["category_label"]) == ("城管局", "热线", "城市管理")
    assert (en["department_label"], en["source_label"], en["category_label"]) == ("Urban management", "Hotline", "City")
    assert zh["area_path"] == "名s1 · 名c1"
    assert zh["evidence"] == {"count": 9}


def test_a_case_has_the_title_it_had_then_and_its_deadline() -> None:
    with world() as store:
        accept(
            store, [said("1", "collected", "22 09:00", title="旧题"), said("1", "accepted", "22 11:00", title="新题")]
        )
        raise_all(store, late(), late("gone"), at=moment("22 10:00"))
        table = found(store).set_index("subject")
        assert table.loc["event:hotline/1", "title"] == "新题"
        assert table.loc["event:hotline/gone", "title"] is None
        assert table.loc["event:hotline/1", "due_at"] == NOW - 5
        assert table.loc["event:hotline/1", "department_label"] is None
        before = found(store, as_of=moment("22 10:30")).set_index("subject")
        assert before.loc["event:hotline/1", "title"] == "旧题"


def test_titles_of_other_areas_are_not_read() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 09:00", title="题", area="g4")])
        # The warning was raised when the case was said to be elsewhere.
        raise_all(store, late(area="g1"))
        assert found(store, "s1")["title"].tolist() == [None]
        assert found(store)["title"].tolist() == ["题"]


def test_so_many_rows_but_all_are_counted() -> None:
    with world() as store:
        raise_all(store, *(finding(f"k{number}") for number in range(ROWS + 3)))
        table = found(store)
        assert len(table) == ROWS
        assert table.attrs["counts"] == {"crit": 0, "warn": ROWS + 3, "note": 0}


def test_messages_that_were_given_up_are_told() -> None:
    wish = Wish("duty", frozenset({"raised"}), "note", 0)
    with world() as store:
        told = write(store, [Change("raised", NOW, None, finding())])
        with store.writing() as connection:
            enqueue(connection, told, [wish], NOW - 10)
            failed(connection, claim(connection, "duty", NOW - 10, 5), "no", wish.give_up, NOW - 10)
        assert found(store).attrs["lost"] == 1
