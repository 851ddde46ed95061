"""What panels ask: a figure for an area, its children, a breakdown, a history; and how it is marked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from data_access.clock import DAY, HOUR, MINUTE
from data_access.statistics.entries import Metric
from data_access.statistics.figures import (
    FLAGS,
    Figure,
    figure,
    figures_by_child,
    figures_by_key,
    figures_of,
    history,
    status_of,
)
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.statistics.ground import TOTAL, accept, asking, said, site
from tests.data_access.worlds import NOW, Clock, moment, reading

ONLINE, RATE, VISITS = "camera.online", "camera.rate", "visit.count"


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def one(store: Store, metric: str = TOTAL, key: str = "", dimension: str = "", **view: Any) -> Figure:
    with asking(store, **view) as (reader, question):
        found = figure(reader, question, metric, key, dimension)
        assert found.flags <= set(FLAGS)
        return found


def full(store: Store, metric: str = TOTAL, begin: str = "22 11:00", values: tuple[float, ...] = (10, 20, 30)) -> None:
    """Reports of all three communities."""
    accept(store, [said(metric, area, value, begin) for area, value in zip(("c1", "c2", "c3"), values, strict=True)])


def test_without_a_report_nothing_is_known(store: Store) -> None:
    found = one(store)
    assert found == Figure(TOTAL, "d", expected=3, flags=frozenset({"missing"}))
    assert found.value is None


def test_a_report_stands_for_its_area(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 12)])
    found = one(store, area="c1")
    assert (found.value, found.own, found.reported, found.expected) == (12, True, 1, 1)
    assert (found.start, found.end, found.at) == (moment("22 11:00"), moment("22 12:00"), moment("22 12:00"))
    assert found.flags == set()


def test_parents_are_the_sums_of_their_children(store: Store) -> None:
    full(store)
    assert (one(store).value, one(store, area="s1").value, one(store, area="s2").value) == (60, 30, 30)
    found = one(store)
    assert (found.own, found.reported, found.expected, found.flags) == (False, 3, 3, frozenset())


def test_what_has_not_reported_is_named_by_the_coverage(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10), said(TOTAL, "c3", 30)])
    found = one(store)
    assert (found.value, found.reported, found.expected, found.flags) == (40, 2, 3, {"partial"})
    with asking(store) as (reader, question):
        children = figures_by_child(reader, question, TOTAL)
    assert [(child.area, child.value, child.reported, child.expected) for child in children] == [
        ("s1", 10, 1, 2),
        ("s2", 30, 1, 1),
        ("s3", None, 0, 0),
    ]
    assert children[2].flags == {"missing"}


def test_a_report_counts_as_of_its_own_time(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 09:00"), said(TOTAL, "c1", 12, "22 10:00", at="22 11:30")])
    assert one(store, area="c1").value == 12
    # The period had begun, but nobody had told yet.
    assert one(store, area="c1", as_of=moment("22 11:29")).value == 10
    assert one(store, area="c1", as_of=moment("22 11:30")).value == 12
    assert one(store, area="c1", as_of=moment("22 09:59")).value is None


def test_a_correction_counts_from_when_it_was_made(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 09:00"), said(TOTAL, "c1", 15, "22 09:00", at="22 12:00")])
    assert one(store, area="c1", as_of=moment("22 11:59")).value == 10
    assert one(store, area="c1").value == 15


def test_a_period_that_has_not_begun_is_no_state_yet(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 11:00"), said(TOTAL, "c1", 99, "22 13:00", at="22 12:30")])
    assert one(store, area="c1").value == 10
    store.clock.now = moment("22 13:00")  # type: ignore[attr-defined]
    assert one(store, area="c1").value == 99


def test_own_and_roll_up_that_agree(store: Store) -> None:
    full(store)
    accept(store, [said(TOTAL, "d", 60)])
    found = one(store)
    assert (found.value, found.own, found.other, found.flags) == (60, True, None, frozenset())
    assert (found.reported, found.expected) == (3, 3)


def test_own_and_roll_up_that_differ(store: Store) -> None:
    full(store)
    accept(store, [said(TOTAL, "d", 65)])
    found = one(store)
    assert (found.value, found.own, found.other) == (65, True, 60)
    assert found.flags == {"unreconciled"}


def test_a_rounding_is_no_difference(store: Store) -> None:
    full(store, values=(0.1, 0.2, 0.3))
    accept(store, [said(TOTAL, "d", 0.6)])
    assert one(store).flags == set()


def test_a_total_without_all_its_parts_is_pending(store: Store) -> None:
    accept(store, [said(TOTAL, "d", 65), said(TOTAL, "c1", 10)])
    found = one(store)
    assert (found.value, found.other, found.flags) == (65, None, {"pending"})
    accept(store, [said(TOTAL, "c2", 20), said(TOTAL, "c3", 30)])
    assert one(store).flags == {"unreconciled"}


def test_a_total_of_an_earlier_period_gives_way_to_complete_parts(store: Store) -> None:
    accept(store, [said(TOTAL, "d", 65, "22 10:00"), said(TOTAL, "c1", 10), said(TOTAL, "c2", 20)])
    found = one(store)
    assert (found.value, found.own, found.flags) == (65, True, {"pending"}), "two of three parts are no better figure"
    accept(store, [said(TOTAL, "c3", 30)])
    found = one(store)
    assert (found.value, found.own, found.other, found.flags) == (60, False, None, frozenset())


def test_a_total_alone_is_no_open_question(store: Store) -> None:
    accept(store, [said(TOTAL, "d", 65)])
    assert one(store).flags == set()


def test_a_street_may_report_for_its_communities(store: Store) -> None:
    accept(store, [said(TOTAL, "s1", 31), said(TOTAL, "c3", 30)])
    found = one(store)
    assert (found.value, found.reported, found.expected, found.flags) == (61, 3, 3, frozenset())


def test_grids_add_up_to_a_community_that_says_nothing_itself(store: Store) -> None:
    accept(store, [said(TOTAL, "g1", 4), said(TOTAL, "g2", 5)])
    assert (one(store, area="g1").reported, one(store, area="g1").expected) == (1, 1)
    found = one(store, area="s1")
    assert (found.value, found.reported, found.expected) == (9, 1, 2)


@pytest.mark.parametrize(
    ("hours", "flags"), [(0, set()), (2, set()), (2.01, {"late"}), (5, {"late"}), (5.01, {"late", "stale"})]
)
def test_age_is_marked_by_the_expected_delay(store: Store, hours: float, flags: set[str]) -> None:
    accept(store, [said(TOTAL, "c1", 12, "22 03:00", at=NOW - int(hours * HOUR))])
    found = one(store, area="c1")
    assert (found.value, found.flags) == (12, flags)


def test_parts_that_went_stale_are_left_out_and_named(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 05:00"), said(TOTAL, "c2", 20), said(TOTAL, "c3", 30)])
    found = one(store)
    assert (found.value, found.reported, found.expected, found.flags) == (50, 2, 3, {"partial"})
    assert one(store, area="c1").value == 10


def test_the_last_figures_stay_when_all_parts_are_stale(store: Store) -> None:
    full(store, begin="22 04:00")
    found = one(store)
    assert (found.value, found.reported, found.expected) == (60, 0, 3)
    assert found.flags == {"stale", "late", "partial"}


def test_the_age_is_that_of_the_oldest_report(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 09:00"), said(TOTAL, "c2", 20), said(TOTAL, "c3", 30)])
    found = one(store)
    assert found.at == moment("22 10:00")
    assert (found.start, found.end) == (moment("22 09:00"), moment("22 12:00"))
    assert found.flags == {"late"}


def test_a_rate_is_that_of_the_sums(store: Store) -> None:
    full(store, TOTAL, values=(10, 20, 70))
    full(store, ONLINE, values=(10, 10, 70))
    found = one(store, RATE)
    assert (found.value, found.numerator, found.denominator) == (0.9, 90, 100)
    assert (found.reported, found.expected, found.target) == (3, 3, 0.98)
    assert one(store, RATE, area="c2").value == 0.5


def test_a_rate_of_nothing_is_unknown_and_not_nought(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 0), said(ONLINE, "c1", 0)])
    found = one(store, RATE, area="c1")
    assert (found.value, found.numerator, found.denominator, found.flags) == (None, 0, 0, frozenset())
    assert "missing" in one(store, RATE, area="c2").flags


def test_a_rate_has_the_worse_coverage_of_its_two(store: Store) -> None:
    full(store, TOTAL)
    accept(store, [said(ONLINE, "c1", 10)])
    found = one(store, RATE)
    assert (found.reported, found.expected, found.flags) == (1, 3, {"partial"})


def test_a_mean_is_weighted(store: Store) -> None:
    full(store, TOTAL, values=(10, 30, 60))
    full(store, "mood.score", values=(0.5, 0.9, 1.0))
    assert one(store, "mood.score").value == pytest.approx((5 + 27 + 60) / 100)
    assert one(store, "mood.score", area="s1").value == pytest.approx(32 / 40)


def test_a_mean_counts_only_what_has_a_weight(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10), said(TOTAL, "c2", 0), said("mood.score", "c1", 0.5)])
    accept(store, [said("mood.score", "c2", 0.9), said("mood.score", "c3", 0.1)])
    found = one(store, "mood.score")
    assert (found.value, found.reported, found.expected) == (0.5, 1, 3)


def test_a_last_is_never_added_up(store: Store) -> None:
    accept(store, [said("centre.open", "s1", 1), said("centre.open", "s2", 1)])
    found = one(store, "centre.open")
    assert (found.value, found.reported, found.expected) == (None, 0, 1)
    accept(store, [said("centre.open", "d", 2)])
    found = one(store, "centre.open")
    assert (found.value, found.reported, found.expected, found.flags) == (2, 1, 1, frozenset())


def test_a_breakdown_shows_all_that_is_declared(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 7, dimensions={"sector": "road"})])
    accept(store, [said(TOTAL, "c3", 5, dimensions={"sector": "road"})])
    with asking(store) as (reader, question):
        found = figures_by_key(reader, question, TOTAL, "sector")
    assert [(one.key, one.value, one.reported, one.expected) for one in found] == [
        ("road", 12, 2, 2),
        ("school", None, 0, 0),
    ]
    assert one(store, TOTAL, "road", "sector", area="c1").value == 7


def test_of_a_breakdown_only_who_ever_had_the_value_is_expected(store: Store) -> None:
    accept(store, [said(TOTAL, area, 7, "22 05:00", dimensions={"sector": "road"}) for area in ("c1", "c3")])
    accept(store, [said(TOTAL, "c3", 8, dimensions={"sector": "road"})])
    found = one(store, TOTAL, "road", "sector")
    assert (found.value, found.reported, found.expected, found.flags) == (8, 1, 2, {"partial"})


def test_an_open_breakdown_shows_what_was_reported(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 7, dimensions={"operator": who}) for who in ("王", "李")])
    accept(store, [said(TOTAL, "c1", 3, dimensions={"operator": "赵", "sector": "road"})])
    with asking(store) as (reader, question):
        found = figures_by_key(reader, question, TOTAL, "operator")
    assert sorted((one.key, one.value) for one in found) == [("李", 7), ("王", 7)]


def test_a_breakdown_by_points_shows_those_of_the_area(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 7, dimensions={"point": "p1"})])
    with asking(store) as (reader, question):
        assert [one.key for one in figures_by_key(reader, question, TOTAL, "point")] == ["hall", "p1", "p3"]
    with asking(store, area="s1") as (reader, question):
        assert [(one.key, one.value) for one in figures_by_key(reader, question, TOTAL, "point")] == [("p1", 7)]


def test_a_rate_is_broken_down_too(store: Store) -> None:
    for metric, value in ((TOTAL, 10), (ONLINE, 9)):
        accept(store, [said(metric, "c1", value, dimensions={"sector": "road"})])
    with asking(store) as (reader, question):
        assert [one.value for one in figures_by_key(reader, question, RATE, "sector")] == [0.9, None]


def test_a_flow_adds_up_over_the_window(store: Store) -> None:
    accept(store, [said(VISITS, "c1", value, f"22 {hour:02}:00") for hour, value in ((8, 1), (9, 2), (10, 4), (11, 8))])
    accept(store, [said(VISITS, "c1", 100, "21 11:00")])
    found = one(store, VISITS, window="today")
    assert (found.value, found.start, found.end) == (15, moment("22 08:00"), moment("22 12:00"))
    assert one(store, VISITS, window="24h").value == 15, "what ended before the window began is not in it"
    assert one(store, VISITS, window="7d").value == 115
    assert "partial" in one(store, VISITS, window="7d").flags, "hours between are missing"


def test_a_period_over_the_edge_counts_where_it_ends(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "22 09:00"), said(VISITS, "c1", 2, "22 10:00")])
    window = "2026-11-22T09:30:00+08:00/2026-11-22T10:30:00+08:00"
    assert one(store, VISITS, window=window).value == 1


def test_of_a_window_shorter_than_a_period_the_newest_is_shown(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "22 09:00"), said(VISITS, "c1", 2, "22 10:00")])
    found = one(store, VISITS, window="2026-11-22T11:10:00+08:00/2026-11-22T11:40:00+08:00")
    assert (found.value, found.start, found.end) == (2, moment("22 10:00"), moment("22 11:00"))


def test_a_flow_without_a_period_in_the_window_is_unknown(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "20 09:00")])
    found = one(store, VISITS)
    assert (found.value, found.flags) == (None, {"missing"})


def test_a_corrected_period_counts_once(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "22 09:00"), said(VISITS, "c1", 5, "22 09:00", at="22 11:00")])
    assert one(store, VISITS).value == 5
    assert one(store, VISITS, as_of=moment("22 10:30")).value == 1


def test_amounts_of_a_window_do_not_go_stale(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "22 01:00"), said(VISITS, "c3", 2, "22 11:00")])
    assert one(store, VISITS).value == 3


def test_a_history_is_the_roll_up_period_by_period(store: Store) -> None:
    for hour in (8, 9, 10, 11):
        full(store, begin=f"22 {hour:02}:00", values=(hour, 20, 30))
    with asking(store) as (reader, question):
        found = history(reader, question, TOTAL)
        assert [(one.value, one.end) for one in found] == [
            (58, moment("22 09:00")),
            (59, moment("22 10:00")),
            (60, moment("22 11:00")),
            (61, moment("22 12:00")),
        ]
        assert [one.value for one in history(reader, question, TOTAL, count=2)] == [60, 61]
        assert {one.flags for one in found} == {frozenset()}


def test_a_history_ends_with_the_present_figure(store: Store) -> None:
    full(store, begin="22 10:00")
    accept(store, [said(TOTAL, "c1", 12, "22 11:00")])
    with asking(store) as (reader, question):
        assert history(reader, question, TOTAL)[-1].value == figure(reader, question, TOTAL).value == 62


def test_a_history_of_a_flow_is_what_each_period_brought(store: Store) -> None:
    accept(store, [said(VISITS, "c1", 1, "22 09:00"), said(VISITS, "c3", 2, "22 09:00")])
    accept(store, [said(VISITS, "c1", 4, "22 10:00")])
    with asking(store, window="today") as (reader, question):
        found = history(reader, question, VISITS)
    assert [(one.value, one.reported, one.expected) for one in found] == [(3, 2, 3), (4, 1, 3)]


def test_a_history_of_a_rate_takes_what_stood_then(store: Store) -> None:
    full(store, TOTAL, "22 08:00", (10, 20, 70))
    for hour, online in ((9, 60), (10, 70)):
        full(store, ONLINE, f"22 {hour:02}:00", (10, 10, online))
    with asking(store) as (reader, question):
        assert [one.value for one in history(reader, question, RATE)] == [0.8, 0.9]


def test_a_history_of_nothing_is_empty(store: Store) -> None:
    with asking(store) as (reader, question):
        assert history(reader, question, TOTAL) == []


def test_above_its_whole(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10), said(ONLINE, "c1", 11), said(TOTAL, "c2", 10), said(ONLINE, "c2", 10)])
    assert one(store, ONLINE, area="c1").flags == {"above"}
    assert one(store, ONLINE, area="c2").flags == set()


def test_above_the_whole_of_another_period_is_none(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 10, "22 10:00"), said(ONLINE, "c1", 11)])
    assert one(store, ONLINE, area="c1").flags == set()


def test_the_same_number_again_and_again(store: Store) -> None:
    for hour in (9, 10, 11):
        accept(store, [said(ONLINE, "c1", 7, f"22 {hour:02}:00"), said(ONLINE, "c2", hour, f"22 {hour:02}:00")])
        accept(store, [said(TOTAL, "c1", 7, f"22 {hour:02}:00")])
    assert one(store, ONLINE, area="c1").flags == {"repeated"}
    assert one(store, ONLINE, area="c2").flags == set()
    assert one(store, TOTAL, area="c1").flags == set(), "only where the catalogue asks for it"
    assert one(store, ONLINE, area="c1", as_of=moment("22 11:30")).flags == set()
    accept(store, [said(ONLINE, "c1", 8, "22 12:00", at="22 12:30")])
    assert one(store, ONLINE, area="c1").flags == set()


def test_small_counts_are_not_told(store: Store) -> None:
    full(store, "alone.elderly", values=(4, 0, 30))
    for area in ("c1", "c2", "s1"):
        small = one(store, "alone.elderly", area=area)
        assert (small.value, small.flags) == (None, {"suppressed"})
    assert one(store, "alone.elderly").value == 34, "sums are of the true numbers"


def test_beside_a_single_small_count_the_next_is_kept_back(store: Store) -> None:
    """Or the total of the street, less the other community, would tell it."""
    full(store, "alone.elderly", values=(4, 5, 30))
    assert one(store, "alone.elderly", area="c1").flags == {"suppressed"}
    cover = one(store, "alone.elderly", area="c2")
    assert (cover.value, cover.flags) == (None, {"suppressed", "withheld"})
    assert one(store, "alone.elderly", area="s1").value == 9
    assert one(store, "alone.elderly", area="c3").value == 30, "alone below its street"
    with asking(store, area="s1") as (reader, question):
        assert [one.value for one in figures_by_child(reader, question, "alone.elderly")] == [None, None]
    # Who does not see the street's total cannot work anything out.
    with reading(store, "c2") as reader:
        assert figure(reader, reader.question(View()), "alone.elderly").value == 5


def test_beside_a_single_small_part_the_next_is_kept_back(store: Store) -> None:
    for sector, value in (("road", 3), ("school", 20)):
        accept(store, [said("alone.elderly", "c3", value, dimensions={"sector": sector})])
    with asking(store, area="c3") as (reader, question):
        found = figures_by_key(reader, question, "alone.elderly", "sector")
    assert [(one.value, "withheld" in one.flags) for one in found] == [(None, False), (None, True)]


def test_two_small_counts_cover_each_other(store: Store) -> None:
    full(store, "alone.elderly", values=(1, 2, 30))
    accept(store, [said("alone.elderly", "s3", 6)])
    with asking(store) as (reader, question):
        found = [
            (one.area, one.value, "withheld" in one.flags)
            for one in figures_by_child(reader, question, "alone.elderly")
        ]
    assert found == [("s1", None, False), ("s2", 30, False), ("s3", None, True)]


def test_a_small_count_is_not_told_by_the_figure_beside_it(store: Store) -> None:
    accept(store, [said("alone.elderly", "c1", 3), said("alone.elderly", "c2", 1), said("alone.elderly", "s1", 9)])
    found = one(store, "alone.elderly", area="s1")
    assert (found.value, found.other, found.flags) == (9, None, {"unreconciled"})


def test_a_target_may_be_another_figure(store: Store) -> None:
    full(store, VISITS, values=(1, 2, 3))
    full(store, "visit.plan", values=(2, 2, 4))
    found = one(store, VISITS)
    assert (found.value, found.target) == (6, 8)
    with asking(store) as (reader, _):
        metric = reader.metrics.metrics[VISITS]
    assert status_of(metric, found) == "warn"
    assert status_of(metric, replace(found, value=3.9)) == "crit"
    assert status_of(metric, replace(found, value=8)) == "ok"
    assert status_of(metric, replace(found, target=None)) == "n"


@pytest.mark.parametrize(
    ("direction", "target", "amber", "value", "status"),
    [
        ("up", 0.98, 0.95, 0.98, "ok"),
        ("up", 0.98, 0.95, 0.97, "warn"),
        ("up", 0.98, 0.95, 0.95, "warn"),
        ("up", 0.98, 0.95, 0.94, "crit"),
        ("up", 0.98, None, 0.1, "warn"),
        ("up", 0.98, 0.95, None, "n"),
        ("up", None, None, 0.5, "n"),
        ("down", 3.0, 5.0, 3.0, "ok"),
        ("down", 3.0, 5.0, 5.0, "warn"),
        ("down", 3.0, 5.0, 5.1, "crit"),
        ("none", 3.0, None, 5.1, "n"),
    ],
)
def test_status(direction: Any, target: float | None, amber: float | None, value: float | None, status: str) -> None:
    metric = Metric(id="m", zh="m", en="m", unit="u", direction=direction, target=target, amber=amber)
    assert status_of(metric, Figure("m", "d", value=value, target=target)) == status


def test_many_areas_are_asked_at_once(store: Store) -> None:
    full(store)
    with asking(store) as (reader, question):
        assert [one.value for one in figures_of(reader, question, TOTAL, ["c3", "d", "s1"])] == [30, 60, 30]


def test_a_metric_that_is_not_there_is_a_key_error(store: Store) -> None:
    with asking(store) as (reader, question), pytest.raises(KeyError):
        figure(reader, question, "moon.phase")


def test_who_sees_a_part_sees_its_figures(store: Store) -> None:
    full(store)
    with reading(store, "s1") as reader:
        question = reader.question(View())
        assert figure(reader, question, TOTAL).value == 30
        assert [one.area for one in figures_by_child(reader, question, TOTAL)] == ["c1", "c2"]


def test_a_daily_figure_of_today_stands_while_the_day_lasts() -> None:
    with site(now=NOW) as store:
        store.clock = Clock(NOW)
        begin = moment("22 00:00")
        accept(store, [said(TOTAL, "c1", 5, begin, length="P1D", at=NOW - MINUTE)])
        accept(store, [said(TOTAL, "c1", 4, begin - DAY, length="P1D", at=NOW - DAY)])
        assert one(store, area="c1").value == 5
