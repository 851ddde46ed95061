"""Kept answers: how long one holds, for whom, and that it is worked out once."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from data_access.clock import DAY, HOUR, MINUTE, SECOND
from data_access.kept import kept
from data_access.reader import Reader
from data_access.store.keeper import Keeper
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, accept, areas, moment, reading, said, world
from tests.waiting import wait_until

PAST = moment("22 09:05")
NEWEST = moment("22 12:00")
"""The newest event when a test begins."""


class Counter:
    """A computation that counts how often it ran; each time it gives another value."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> int:
        self.runs += 1
        return self.runs


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    with world(clock=clock) as found:
        accept(found, [said("1", "collected", "22 09:00"), said("2", "collected", NEWEST)])
        yield found


def ask(store: Store, compute: Any, name: str = "sum", view: View | None = None, scope: str = "", **more: Any) -> Any:
    """What is kept for a view, asked by a reader of its own as each picture does."""
    with reading(store, scope) as reader:
        return kept(reader, reader.question(view or View()), name, compute, **more)


def test_a_live_answer_holds_for_a_tick(store: Store, clock: Clock) -> None:
    compute = Counter()
    found = []
    for seconds in (0, 30, 59.999999, 60, 119, 120):
        clock.now = NOW + round(seconds * SECOND)
        found.append(ask(store, compute))
    assert found == [1, 1, 1, 2, 2, 3]


def test_the_tick_is_the_caller_s(store: Store, clock: Clock) -> None:
    compute = Counter()
    found = []
    for minutes in (0, 59, 60):
        clock.now = NOW + minutes * MINUTE
        found.append(ask(store, compute, tick=HOUR))
    assert found == [1, 1, 2]


def test_new_events_within_the_tick_do_not_void_a_live_answer(store: Store, clock: Clock) -> None:
    compute = Counter()
    assert ask(store, compute) == 1
    clock.now = NOW + 20 * SECOND
    accept(store, [said("3", "collected", NEWEST + MINUTE), said("4", "collected", "10 09:00")])
    assert ask(store, compute) == 1
    clock.now = NOW + MINUTE
    assert ask(store, compute) == 2


def test_nothing_new_does_not_make_a_live_answer_hold_longer(store: Store, clock: Clock) -> None:
    """Windows slide: the same data are another answer a tick later."""
    compute = Counter()
    assert ask(store, compute) == 1
    clock.now = NOW + DAY
    assert ask(store, compute) == 2


@pytest.mark.parametrize(("leap", "expected"), [(2 * MINUTE - 1, 1), (2 * MINUTE, 2), (30 * MINUTE, 2)])
def test_a_history_that_is_being_loaded_voids_what_was_said_before(
    store: Store, clock: Clock, leap: int, expected: int
) -> None:
    """Weeks run through in seconds: the newest event leaps, though the clock has hardly moved."""
    compute = Counter()
    assert ask(store, compute) == 1
    clock.now = NOW + SECOND
    accept(store, [said("3", "collected", NEWEST + leap)])
    assert ask(store, compute) == expected


def test_the_first_events_void_what_was_said_of_none(clock: Clock) -> None:
    with world(clock=clock) as empty:
        compute = Counter()
        assert ask(empty, compute) == 1
        accept(empty, [said("1", "collected", "22 09:00")])
        assert ask(empty, compute) == 2


def test_a_clock_that_goes_back_gets_no_answer_of_the_future(store: Store, clock: Clock) -> None:
    compute = Counter()
    clock.now = NOW + 30 * SECOND
    assert ask(store, compute) == 1
    clock.now = NOW
    assert ask(store, compute) == 2


def test_an_answer_about_the_past_holds_until_the_data_change(store: Store, clock: Clock) -> None:
    compute = Counter()
    view = View(as_of=PAST)
    assert ask(store, compute, view=view) == 1
    clock.now = NOW + 7 * DAY
    assert ask(store, compute, view=view) == 1
    accept(store, [said("late", "collected", "22 08:00")])
    assert ask(store, compute, view=view) == 2
    assert ask(store, compute, view=view) == 2


def test_of_the_past_each_instant_has_its_own_answer(store: Store) -> None:
    compute = Counter()
    views = [View(as_of=PAST), View(as_of=PAST + 1), View(), View(as_of=PAST)]
    assert [ask(store, compute, view=view) for view in views] == [1, 2, 3, 1]


def test_a_view_frozen_after_the_newest_event_is_exact_too(store: Store, clock: Clock) -> None:
    """The present states answer it, but its T stands still: what comes late would never be seen."""
    compute = Counter()
    view = View(as_of=NEWEST + MINUTE)
    assert [ask(store, compute, view=one) for one in (view, view, View(as_of=NEWEST + 2 * MINUTE))] == [1, 1, 2]
    clock.now = NOW + DAY
    assert ask(store, compute, view=view) == 1
    accept(store, [said("late", "collected", "22 08:00")])
    assert ask(store, compute, view=view) == 3


def test_frozen_and_live_views_do_not_push_each_other_out(store: Store) -> None:
    compute = Counter()
    views = (View(), View(as_of=NEWEST + MINUTE))
    assert [ask(store, compute, view=view) for view in views * 3] == [1, 2] * 3


def test_a_view_that_was_made_definite_is_live_all_the_same(store: Store, clock: Clock) -> None:
    """A picture is asked as of one instant, which its reader calls now."""
    compute = Counter()
    found = []
    for _ in range(3):
        clock.now += 25 * SECOND
        with reading(store) as reader:
            question = reader.question(View(as_of=reader.now))
            found.append(kept(reader, question, "sum", compute))
    assert found == [1, 1, 1]


def test_another_area_tree_voids_every_answer(store: Store) -> None:
    compute = Counter()
    views = (View(), View(as_of=PAST))
    assert [ask(store, compute, view=view) for view in views] == [1, 2]
    store.replace_areas(areas(drawn=False))
    assert [ask(store, compute, view=view) for view in views] == [3, 4]
    assert [ask(store, compute, view=view) for view in views] == [3, 4]


def test_questions_names_and_extras_are_told_apart(store: Store) -> None:
    compute = Counter()
    asked: list[dict[str, Any]] = [
        {},
        {"name": "other"},
        {"extra": (1, "x")},
        {"extra": (2, "x")},
        {"view": View(area="s1")},
        {"view": View(window="7d")},
        {"view": View(department="chengguan")},
        {"view": View(source="hotline")},
        {"view": View(category="city")},
        {"view": View(language="en")},
    ]
    expected = list(range(1, len(asked) + 1))
    for _ in range(2):
        assert [ask(store, compute, **one) for one in asked] == expected


def test_filters_of_another_kind_with_the_same_code_are_told_apart(store: Store) -> None:
    compute = Counter()
    assert [ask(store, compute, view=View(**{kind: "x"})) for kind in ("department", "source", "category")] == [1, 2, 3]


def test_scene_and_focus_share_an_answer(store: Store) -> None:
    """The same question, whichever panel of whichever scene asks it."""
    compute = Counter()
    views = [View(), View(scene="scores"), View(focus="department:chengguan/on_time")]
    assert [ask(store, compute, view=view) for view in views] == [1, 1, 1]


def test_a_scope_sees_answers_of_its_own_area_only(store: Store) -> None:
    """Without an area the question is the whole of what the viewer may see: not the same for everyone."""
    compute = Counter()
    assert ask(store, compute) == 1
    assert ask(store, compute, scope="s1") == 2
    assert ask(store, compute, view=View(area="s1")) == 2
    assert ask(store, compute, scope="s2") == 3


def test_what_fails_is_not_kept(store: Store) -> None:
    def fail() -> int:
        raise ZeroDivisionError("nothing to divide")

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(store, fail)
    assert ask(store, Counter()) == 1


def test_nothing_is_an_answer_too(store: Store) -> None:
    runs: list[None] = []
    for _ in range(2):
        assert ask(store, lambda: runs.append(None)) is None
    assert len(runs) == 1


def test_stores_do_not_share_answers(store: Store) -> None:
    compute = Counter()
    with world() as other:
        assert [ask(one, compute) for one in (store, other, store)] == [1, 2, 1]


def test_two_who_ask_at_once_let_it_be_worked_out_once(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()
    compute = Counter()

    def slowly() -> int:
        begun.set()
        go_on.wait(20)
        return compute()

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(ask(store, slowly))) for _ in range(5)]
    for thread in threads:
        thread.start()
    wait_until(begun.is_set, "one has begun")
    # Another question does not wait for it.
    assert ask(store, Counter(), "other") == 1
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert found == [1] * 5
    assert compute.runs == 1


def test_one_that_fails_lets_the_next_try(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()
    outcomes: list[Any] = []

    def fail() -> int:
        begun.set()
        go_on.wait(20)
        raise ZeroDivisionError("nothing to divide")

    def first() -> None:
        with pytest.raises(ZeroDivisionError):
            ask(store, fail)

    threads = [threading.Thread(target=first)]
    threads[0].start()
    wait_until(begun.is_set, "the first has begun")
    threads.append(threading.Thread(target=lambda: outcomes.append(ask(store, Counter()))))
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert outcomes == [1]


def test_an_answer_may_ask_for_another(store: Store) -> None:
    """A panel's answer that stands on a shared one."""

    def outer(reader: Reader) -> int:
        return kept(reader, reader.question(View()), "inner", lambda: 20) + 1

    with reading(store) as reader:
        question = reader.question(View())
        assert kept(reader, question, "outer", lambda: outer(reader)) == 21
        assert kept(reader, question, "inner", lambda: 0) == 20


def test_the_oldest_answers_go_first(store: Store) -> None:
    store.kept = Keeper(3)
    compute = Counter()
    assert [ask(store, compute, extra=number) for number in (1, 2, 3, 1, 4)] == [1, 2, 3, 1, 4]
    assert ask(store, compute, extra=1) == 1
    assert ask(store, compute, extra=2) == 5
