"""Figures that should agree: what is compared, what waits, what differs, and since when."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import HOUR
from data_access.statistics.reconciling import Compared, Reconciliation, reconcile
from data_access.store.store import Store
from tests.data_access import worlds
from tests.data_access.statistics.ground import CATALOGUE, TOTAL, accept, asking, said, site
from tests.data_access.worlds import moment

CHECKS = """
[metric."order.sent"]
zh = "派单"
en = "Orders sent"
unit = "device"
kind = "flow"
rollup = "last"
period = "PT1H"

[check.parts]
zh = "在线 + 目标 = 总数"
en = "Online and planned make the total"
total = "camera.total"
parts = ["camera.online", "visit.plan"]

[check.orders]
zh = "派单 = 事件"
en = "Orders are events"
total = "order.sent"
parts = ["measure:reported"]
source = "hotline"
tolerance = 0.1
"""


@pytest.fixture
def store() -> Iterator[Store]:
    with site(CATALOGUE + CHECKS) as found:
        yield found


def shown(store: Store, **view: object) -> Reconciliation:
    with asking(store, **view) as (reader, question):
        return reconcile(reader, question)


def brief(found: Reconciliation) -> list[tuple[str, str, str, float, float, bool]]:
    return [(one.kind, one.name, one.area, one.total, one.parts, one.agrees) for one in found.compared]


def communities(**values: float) -> list[dict[str, object]]:
    return [said(TOTAL, code, value) for code, value in values.items()]


def test_an_own_total_is_compared_with_its_children(store: Store) -> None:
    accept(store, [*communities(c1=4, c2=6), said(TOTAL, "s1", 12)])

    found = shown(store, area="s1")
    assert brief(found) == [("children", "", "s1", 12, 10, False)]
    assert found.compared[0].difference == 2
    assert found.compared[0].share == pytest.approx(2 / 12)
    assert (found.compared[0].start, found.compared[0].end) == (moment("22 11:00"), moment("22 12:00"))


def test_one_that_agrees_is_counted_too(store: Store) -> None:
    accept(store, [*communities(c1=4, c2=6), said(TOTAL, "s1", 10)])

    assert brief(shown(store, area="s1")) == [("children", "", "s1", 10, 10, True)]


def test_nothing_is_said_while_a_child_is_missing_or_of_another_period(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 4), said(TOTAL, "s1", 12)])
    assert shown(store, area="s1") == Reconciliation((), 1)

    accept(store, [said(TOTAL, "c2", 4, "22 10:00")])
    assert shown(store, area="s1") == Reconciliation((), 1)


def test_a_total_is_compared_with_each_breakdown(store: Store) -> None:
    accept(
        store,
        [
            said(TOTAL, "c1", 10),
            said(TOTAL, "c1", 6, dimensions={"sector": "road"}),
            said(TOTAL, "c1", 3, dimensions={"sector": "school"}),
            said(TOTAL, "c1", 4, dimensions={"operator": "one"}),
            said(TOTAL, "c1", 6, dimensions={"operator": "two"}),
        ],
    )

    assert brief(shown(store)) == [
        ("breakdown", "sector", "c1", 10, 9, False),
        ("breakdown", "operator", "c1", 10, 10, True),
    ]


def test_a_closed_breakdown_waits_for_all_its_values(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10), said(TOTAL, "c1", 6, dimensions={"sector": "road"})])

    assert shown(store) == Reconciliation((), 1)


def test_a_check_adds_up_metrics_of_one_period(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10), said("camera.online", "c1", 7), said("visit.plan", "c1", 2, "22 10:00")])
    assert shown(store) == Reconciliation((), 1)

    accept(store, [said("visit.plan", "c1", 2)])
    assert brief(shown(store)) == [("check", "parts", "c1", 10, 9, False)]


def test_a_check_compares_with_the_events_of_the_period_within_its_tolerance(store: Store) -> None:
    first = [worlds.said(f"e{n}", "collected", "22 10:30") for n in range(9)]
    other = [worlds.said("o", "collected", "22 10:30", source="worker")]
    worlds.accept(store, [*first, *other, worlds.said("late", "collected", "22 11:10")])
    accept(store, [said("order.sent", "d", 12, "22 10:00")])
    assert brief(shown(store)) == [("check", "orders", "d", 12, 9, False)]

    accept(store, [said("order.sent", "d", 10, "22 10:00", at="22 11:30")])
    assert brief(shown(store)) == [("check", "orders", "d", 10, 9, True)]


def test_events_of_a_period_that_has_not_ended_are_not_compared(store: Store) -> None:
    accept(store, [said("order.sent", "d", 12, "22 11:50", at="22 12:10")])

    assert shown(store) == Reconciliation((), 1)


def test_as_of_the_past_only_what_had_been_reported_counts(store: Store) -> None:
    accept(store, [*communities(c1=4, c2=6), said(TOTAL, "s1", 12)])
    accept(store, [said(TOTAL, "s1", 10, at="22 12:03")])

    assert shown(store, area="s1", as_of=moment("22 12:04")).compared[0].agrees
    before = shown(store, area="s1", as_of=moment("22 12:01")).compared[0]
    assert (before.total, before.agrees, before.since) == (12, False, moment("22 12:00"))


def test_since_is_when_the_later_of_the_two_was_reported(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 4), said(TOTAL, "c2", 6, at="22 12:02"), said(TOTAL, "s1", 12)])

    assert shown(store, as_of=moment("22 12:04")).compared[0].since == moment("22 12:02")


def test_small_counts_that_must_not_be_shown_are_not_compared(store: Store) -> None:
    accept(store, [said("alone.elderly", "c1", 1), said("alone.elderly", "c2", 2), said("alone.elderly", "s1", 9)])

    assert shown(store, area="s1").compared == ()


def test_the_largest_share_comes_first_and_what_agrees_last(store: Store) -> None:
    sectors = {"road": 5, "school": 4}
    accept(store, [*communities(c1=4, c2=6), said(TOTAL, "s1", 100), said(TOTAL, "c3", 10)])
    accept(store, [said(TOTAL, "c3", value, dimensions={"sector": key}) for key, value in sectors.items()])
    accept(store, [said(TOTAL, "s2", 10)])

    assert [(one.area, one.agrees) for one in shown(store).compared] == [("s1", False), ("c3", False), ("s2", True)]


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=2), st.integers(0, 2000))
def test_figures_agree_exactly_where_they_are_equal(parts: list[int], total: int) -> None:
    one = Compared("children", "", TOTAL, "s1", float(total), float(sum(parts)), 0, HOUR, HOUR)

    assert one.agrees == (total == sum(parts))
    assert 0 <= one.share <= 1
    assert (one.share == 0) == (one.difference == 0)
