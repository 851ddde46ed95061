"""The arithmetic of the roll-up by itself: coverage, weights, and what comes of parts of different ages."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.areas.tree import Area, AreaTree
from data_access.clock import HOUR
from data_access.statistics.entries import Metric
from data_access.statistics.rolling import Coverage, Own, Rolling

NOW = 1_000 * HOUR
LEAVES = tuple(f"c{number}" for number in range(6))
TREE = AreaTree(
    [
        Area("d", "d", "district", None),
        Area("s0", "s0", "street", "d"),
        Area("s1", "s1", "street", "d"),
        *(Area(code, code, "community", f"s{number % 2}") for number, code in enumerate(LEAVES)),
    ]
)
SUM = Metric(id="m", zh="m", en="m", unit="u", level="community", fresh=HOUR)
MEAN = Metric(id="m", zh="m", en="m", unit="u", level="community", fresh=HOUR, rollup="mean", weight="w")
COMMUNITIES = Coverage.of_level(TREE, "community")

VALUES = st.dictionaries(st.sampled_from(LEAVES), st.floats(-1e6, 1e6))


def own(value: float, hours: float = 0, periods: int = 0) -> Own:
    """A report of the hour that ends now, or some periods before; told some hours ago."""
    end = NOW - periods * HOUR
    return Own(value, end - HOUR, end, NOW - int(hours * HOUR))


def test_coverage_counts_a_level_the_root_or_the_lowest_that_report() -> None:
    assert [COMMUNITIES.count(code) for code in ("d", "s0", "c0")] == [6, 3, 1]
    root = Coverage.of_level(TREE, "")
    assert (root.count("d"), root.count("s0"), "d" in root, "s0" in root) == (1, 0, True, False)
    assert Coverage.of_level(TREE, "village").count("d") == 0
    lowest = Coverage.of_reporters(TREE, ["d", "s0", "c0", "c1"])
    assert (lowest.count("d"), lowest.count("s0"), "s0" in lowest, "c1" in lowest) == (2, 1, False, True)


@given(VALUES)
def test_a_sum_is_that_of_all_leaves_however_the_tree_lies_between(values: dict[str, float]) -> None:
    rolling = Rolling(TREE, SUM, {code: own(value) for code, value in values.items()}, COMMUNITIES, NOW)
    node = rolling.node("d")
    if not values:
        assert node.value is None
        return
    assert node.value == pytest.approx(math.fsum(values.values()), rel=1e-12, abs=1e-6)
    assert (node.reported, node.expected) == (len(values), len(LEAVES))
    streets = [rolling.node(code) for code in ("s0", "s1")]
    assert node.value == pytest.approx(math.fsum(one.value or 0 for one in streets), rel=1e-12, abs=1e-6)


@given(VALUES, st.dictionaries(st.sampled_from(LEAVES), st.floats(0, 1e3)))
def test_a_mean_is_that_of_all_leaves_by_weight(values: dict[str, float], weights: dict[str, float]) -> None:
    rows = {code: own(value) for code, value in values.items()}
    node = Rolling(TREE, MEAN, rows, COMMUNITIES, NOW, weight=weights.get).node("d")
    counted = [(values[code], weights[code]) for code in values if weights.get(code, 0) > 0]
    total = math.fsum(weight for _, weight in counted)
    if not counted or total == 0:
        assert node.value is None
        return
    right = math.fsum(value * weight for value, weight in counted) / total
    assert node.value == pytest.approx(right, rel=1e-6, abs=1e-3)
    assert (node.reported, node.weight) == (len(counted), pytest.approx(total))
    least, most = min(value for value, _ in counted), max(value for value, _ in counted)
    assert least - 1e-3 <= (node.value or 0) <= most + 1e-3


def test_a_street_without_fresh_parts_is_left_out_of_the_whole() -> None:
    rows = {"c0": own(1, hours=6), "c2": own(2, hours=6), "c1": own(4), "c3": own(8)}
    rolling = Rolling(TREE, SUM, rows, COMMUNITIES, NOW)
    assert (rolling.node("s0").value, rolling.node("s0").reported) == (3, 0)
    assert rolling.node("s0").flags == {"stale", "late", "partial"}
    assert (rolling.node("d").value, rolling.node("d").reported, rolling.node("d").at) == (12, 2, NOW)


def test_amounts_of_a_window_are_not_left_out_for_their_age() -> None:
    rows = {"c0": own(1, hours=60), "c1": own(4)}
    assert Rolling(TREE, SUM, rows, COMMUNITIES, NOW, aging=False).node("d").value == 5


def test_a_stale_own_report_gives_way_to_newer_parts() -> None:
    rows = {"s0": own(9, hours=6, periods=6), "c0": own(1)}
    node = Rolling(TREE, SUM, rows, COMMUNITIES, NOW).node("s0")
    assert (node.value, node.own, node.flags) == (1, False, {"partial"})


def test_periods_of_parts_that_differ_say_from_when_to_when() -> None:
    rows = {"c0": own(1, periods=3), "c2": own(2)}
    node = Rolling(TREE, SUM, rows, COMMUNITIES, NOW).node("s0")
    assert (node.start, node.first, node.end) == (NOW - 4 * HOUR, NOW - 3 * HOUR, NOW)


def test_holes_between_periods_make_a_figure_partial() -> None:
    rows = {code: own(1) for code in LEAVES} | {"c0": Own(1, NOW - 5 * HOUR, NOW, NOW, holes=True)}
    rolling = Rolling(TREE, SUM, rows, COMMUNITIES, NOW)
    assert (rolling.node("d").reported, rolling.node("d").flags) == (6, {"partial"})
    assert rolling.node("s1").flags == set()
