from typing import Any

import pytest

from data_access.cases.listing import AMOUNT, COLUMNS, MOST, Page, every, listed
from data_access.cases.narrowing import Held
from data_access.cases.selecting import select_cases
from data_access.clock import MINUTE
from data_access.explain.naming import Asked
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import accept, moment, reading, said


def rows(store: Store, measure: str = "reported", *narrow: Held, **page: Any) -> list[dict[str, Any]]:
    with reading(store) as reader:
        chosen = select_cases(reader, View(), Asked(measure))
        return listed(reader, chosen, Page(narrow=narrow, **page)).rows


def names(store: Store, measure: str = "reported", *narrow: Held, **page: Any) -> list[str]:
    return [row["event_id"] for row in rows(store, measure, *narrow, **page)]


def three(store: Store) -> None:
    accept(
        store,
        [
            said("a", "collected", "22 09:00", title="乙", severity=3, due_at="22 10:00"),
            said("b", "collected", "22 10:00", title="甲", due_at="23 10:00"),
            said("b", "dispatched", "22 10:10", department="chengguan"),
            said("b", "accepted", "22 10:20"),
            said("c", "collected", "22 11:00", severity=1, source="app"),
            said("c", "dispatched", "22 11:05", source="app", department="chengguan"),
            said("c", "handled", "22 11:30", source="app"),
        ],
    )


def test_the_newest_first_and_pages_without_gap_or_overlap(store: Store) -> None:
    three(store)
    assert names(store) == ["c", "b", "a"]
    assert names(store, count=2) + names(store, start=2, count=2) == ["c", "b", "a"]
    assert names(store, start=3) == []
    with reading(store) as reader:
        chosen = select_cases(reader, View(), Asked("reported"))
        assert [row["event_id"] for row in every(reader, chosen, Page(), 2, step=1)] == ["c", "b"]
        assert listed(reader, chosen, Page(count=1)).total == 3
        assert listed(reader, chosen, Page(count=1), counted=False).total is None


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("collected_at", "cba"),
        ("severity", "acb"),
        ("due_at", "bac"),
        ("title", "bac"),
        ("stage", "cba"),
        ("source", "bac"),
    ],
)
def test_a_column_sorts_and_what_it_does_not_know_stands_last(store: Store, sort: str, order: str) -> None:
    three(store)
    assert "".join(names(store, sort=sort)) == order


def test_stages_sort_in_the_order_of_their_flow(store: Store) -> None:
    three(store)
    assert names(store, sort="stage", descending=False) == ["a", "b", "c"]


def test_what_a_case_adds_to_the_number(store: Store) -> None:
    three(store)
    found = rows(store, "response_p90", sort=AMOUNT)
    assert [(row["event_id"], row[AMOUNT]) for row in found] == [("c", 25 * MINUTE), ("b", 10 * MINUTE)]
    assert [row[AMOUNT] for row in rows(store)] == [None] * 3


def test_a_row_has_its_columns_and_how_it_stands(store: Store) -> None:
    three(store)
    assert [set(row) >= {*COLUMNS, "status", AMOUNT} for row in rows(store)] == [True] * 3
    assert [row["status"] for row in rows(store)] == ["closed", "open", "overdue"]


def test_as_of_the_past_a_row_is_as_it_was(store: Store) -> None:
    three(store)
    with reading(store) as reader:
        view = View(as_of=moment("22 11:10"))
        found = listed(reader, select_cases(reader, view, Asked("reported")), Page()).rows
    assert [(row["event_id"], row["stage"], row["status"]) for row in found] == [
        ("c", "dispatched", "open"),
        ("b", "accepted", "open"),
        ("a", "collected", "overdue"),
    ]


def test_numbers_in_titles_are_masked_and_their_digits_order_nothing(store: Store) -> None:
    tails = {"a": "9", "b": "1", "c": "5"}
    # The masked digits differ, what is shown does not.
    accept(store, [said(name, "collected", "22 09:00", title=f"电话 138{tail}3455678") for name, tail in tails.items()])
    assert {row["title"] for row in rows(store)} == {"电话 138****5678"}
    by_row = names(store)
    assert names(store, sort="title") == by_row
    assert names(store, sort="title", descending=False) == by_row


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"count": MOST + 1}, f"count {MOST + 1} is out of range; expected 1 to {MOST}"),
        ({"count": 0}, "count 0 is out of range"),
        ({"start": -1}, "start -1 is out of range; expected 0 or more"),
        ({"sort": "note"}, "sort 'note' is not known; expected one of event_id"),
    ],
)
def test_a_page_that_cannot_be_given_is_refused(store: Store, page: dict[str, Any], reason: str) -> None:
    with pytest.raises(ViewError, match=reason):
        rows(store, **page)
