import pytest

from data_access.handovers import Case, Step, counting_steps, path, pushes


def case(department: str, *steps: tuple[int, str, str, str | None], closed: int | None = None) -> Case:
    """Dispatched at 10; steps as (at, kind, department, previous)."""
    return Case(department, 10, closed, tuple(Step(*step) for step in steps))


def handed(at: int, one: str, other: str) -> tuple[int, str, str, str | None]:
    return at, "handover", other, one


def returned(at: int, department: str) -> tuple[int, str, str, str | None]:
    return at, "returned", department, department


def test_a_case_that_nobody_pushed_is_received_once() -> None:
    found = pushes({"a": 3, "b": 1}, [])
    assert dict(found.received) == {"a": 3, "b": 1}
    assert not found.pushed
    assert not found.pairs


def test_there_and_back_is_received_twice_by_the_first() -> None:
    found = pushes(
        {"a": 1}, [case("a", returned(11, "a"), handed(12, "a", "b"), returned(13, "b"), handed(14, "b", "a"))]
    )
    assert dict(found.received) == {"a": 2, "b": 1}
    assert dict(found.pushed) == {"a": 1, "b": 1}
    assert dict(found.returned) == {"a": 1, "b": 1}
    assert dict(found.pairs) == {("a", "b"): 1, ("b", "a"): 1}


def test_a_return_without_a_handover_is_a_push_too_and_counts_once() -> None:
    found = pushes({"a": 1}, [case("a", returned(11, "a"), returned(12, "a"))])
    assert (found.received["a"], found.pushed["a"], found.returned["a"], found.handed_on["a"]) == (1, 1, 2, 0)


def test_what_came_before_the_dispatch_is_no_push() -> None:
    found = pushes({"b": 1}, [case("b", handed(9, "a", "b"), handed(10, "c", "b"))])
    assert {name: count for name, count in found.received.items() if count} == {"b": 1}
    assert not found.pushed


def test_what_came_after_closing_is_no_push_and_is_received_by_who_had_it() -> None:
    found = pushes({"centre": 1}, [case("centre", handed(50, "a", "centre"), closed=40)])
    assert {name: count for name, count in found.received.items() if count} == {"a": 1}
    assert not found.pushed
    assert path(case("centre", handed(50, "a", "centre"), closed=40)) == []


def test_a_case_that_was_opened_again_counts_to_the_end() -> None:
    again = case("c", handed(20, "a", "b"), handed(60, "b", "c"), closed=None)
    assert path(again) == ["a", "b", "c"]
    assert [step.at for step in counting_steps(again)] == [20, 60]


def test_nobody_pushes_more_than_was_received() -> None:
    cases = [
        case(
            "a", returned(11, "a"), handed(12, "a", "b"), handed(13, "b", "c"), returned(14, "c"), handed(15, "c", "a")
        ),
        case("b", handed(11, "a", "b"), returned(12, "b")),
        case("c", returned(12, "c")),
    ]
    found = pushes({"a": 5, "b": 2, "c": 1}, cases)
    assert sum(found.received.values()) == 8 + sum(found.handed_on.values())
    for department in found.received:
        assert 0 <= found.pushed[department] <= found.received[department]


@pytest.mark.parametrize("department", [None, "a"])
def test_a_case_without_a_department_is_received_by_nobody(department: str | None) -> None:
    found = pushes({}, [Case(department, 10, None, ())])
    assert {name for name, count in found.received.items() if count < 0} == set()
