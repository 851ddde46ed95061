import pytest

from data_access.cases.listing import count_of
from data_access.cases.selecting import RULES, rule_of, select_cases
from data_access.explain.naming import Asked, read_cut
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import accept, reading, said


def counted(store: Store, name: str, part: str = "", **view: str) -> int:
    measure, _, cut = name.partition("/")
    with reading(store) as reader:
        return count_of(reader, select_cases(reader, View(**view), read_cut(measure, cut), part))


def test_a_rule_names_its_lists_and_one_that_does_not_exist_is_named() -> None:
    assert rule_of("open").parts == ("all",)
    assert rule_of("on_time_rate").parts == ("denominator", "numerator")
    with pytest.raises(ViewError, match="measure 'nonsense' is not known; expected one of reported"):
        rule_of("nonsense")


def test_what_pushes_and_is_pushed_to(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    accept(store, [said("1", "dispatched", f"22 09:1{n}", department=who) for n, who in enumerate("aba")])
    accept(store, [said("2", "collected", "22 09:00"), said("2", "dispatched", "22 09:05", department="a")])
    accept(store, [said("2", "returned", "22 09:30", department="a")])
    accept(store, [said("3", "collected", "22 09:00"), said("3", "dispatched", "22 09:05", department="b")])
    # Case 1 was given to a twice and pushed on once, case 2 was returned.
    assert [counted(store, f"received/department:{who}") for who in "abc"] == [2, 2, 0]
    assert [counted(store, f"pushed/department:{who}") for who in "abc"] == [2, 1, 0]
    assert counted(store, "pushed_share/department:b", "denominator") == 2
    assert counted(store, "pushed_share/department:b", "numerator") == 1
    # The filter by department must not choose among the cases: who has one now is not who pushed it.
    assert counted(store, "pushed/department:b", department="a") == 1
    assert counted(store, "returned/department:a", department="b") == 0


def test_the_denominator_of_a_share_of_all_is_not_cut(store: Store) -> None:
    accept(store, [said(str(n), "collected", "22 09:00", source=source) for n, source in enumerate(("app", "hotline"))])
    assert counted(store, "reported_share/source:app", "numerator") == 1
    assert counted(store, "reported_share/source:app", "denominator") == 2


def test_accepted_counts_as_dispatched_on_the_wall(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00"), said("1", "dispatched", "22 09:05", department="a")])
    accept(store, [said("1", "accepted", "22 09:10")])
    assert counted(store, "stock/stage:dispatched") == 1
    assert counted(store, "reported/stage:dispatched") == 1
    assert counted(store, "reported/stage:accepted") == 1


def test_no_more_parts_than_a_rule_has(store: Store) -> None:
    with reading(store) as reader, pytest.raises(ViewError, match="part 'numerator' of 'open' is not known"):
        select_cases(reader, View(), Asked("open"), "numerator")


def test_every_rule_can_be_asked_of_an_empty_store(store: Store) -> None:
    with reading(store) as reader:
        for measure, rule in RULES.items():
            cut = {"stage": "verified", "department": "a"}
            number = Asked(measure, tuple((name, cut[name]) for name in ("department", "stage") if name in rule.needs))
            assert [count_of(reader, select_cases(reader, View(), number, part)) for part in rule.parts] == [0] * len(
                rule.parts
            )
