"""The catalogue that comes with the program: every system has its panels, every metric its place and labels."""

import re

import pytest

from data_access.alerts.rules import load_rules
from data_access.statistics.catalogue import SCENES, SLOTS, Metric, MetricPanel, shipped

CHINESE = re.compile("[\u4e00-\u9fff]")
OF_THE_PROGRAM = {2, 8, 27}
"""Rows of the systems table that panels of the program's own show."""

CATALOGUE = shipped()
every_metric = pytest.mark.parametrize("metric", CATALOGUE.metrics.values(), ids=lambda metric: metric.id)
every_panel = pytest.mark.parametrize("panel", CATALOGUE.panels.values(), ids=lambda panel: panel.id)


def _used() -> set[str]:
    """The metrics that are in a panel or a check, and those that these rest on."""
    found = {name for panel in CATALOGUE.panels.values() for name in panel.metrics}
    found |= {name for check in CATALOGUE.checks.values() for name in (check.total, *check.parts)}
    found = {name for name in found if name in CATALOGUE.metrics}
    for name in list(found):
        found |= set(CATALOGUE.parts_of(name))
    for name in list(found):
        metric = CATALOGUE.metrics[name]
        found |= {other for other in (metric.of, metric.target) if isinstance(other, str)}
    return found


def test_every_row_of_the_systems_table_has_a_panel() -> None:
    shown = {number for panel in CATALOGUE.panels.values() for number in panel.systems}
    assert shown | OF_THE_PROGRAM == set(range(1, 31))


def test_every_metric_is_in_a_panel_or_a_check() -> None:
    assert set(CATALOGUE.metrics) - _used() == set()


def test_every_kind_of_panel_and_every_way_to_add_up_is_used() -> None:
    assert {panel.kind for panel in CATALOGUE.panels.values()} == {
        "number", "bars", "trend", "progress", "table", "gauge", "map",
    }  # fmt: skip
    reported = [metric for metric in CATALOGUE.metrics.values() if not metric.derived]
    assert {metric.rollup for metric in reported} == {"sum", "mean", "last", "none"}
    assert {metric.kind for metric in reported} == {"level", "flow"}
    assert any(metric.repeats for metric in reported)
    assert any(metric.returned for metric in reported)
    assert any(metric.suppress for metric in reported)


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_filled(scene: str) -> None:
    panels = CATALOGUE.of_scene(scene)
    assert 6 <= len(panels) <= SLOTS
    assert len({panel.order for panel in panels}) == len(panels)


@every_metric
def test_a_metric_is_labelled_and_belongs_to_a_row(metric: Metric) -> None:
    assert CHINESE.search(metric.zh)
    assert metric.en.isascii()
    assert not CHINESE.search(metric.en_note)
    assert bool(metric.zh_note) == bool(metric.en_note)
    assert 1 <= metric.system <= 30
    assert metric.unit in CATALOGUE.units
    assert all(name in CATALOGUE.dimensions for name in metric.dimensions)


@every_metric
def test_a_report_is_expected_within_its_period_or_sooner(metric: Metric) -> None:
    if not metric.derived:
        assert metric.fresh <= metric.period


@every_panel
def test_a_panel_is_labelled_and_shows_metrics_of_its_rows(panel: MetricPanel) -> None:
    assert CHINESE.search(panel.zh)
    assert panel.en.isascii()
    assert len(panel.metrics) <= 6
    assert {CATALOGUE.metrics[name].system for name in panel.metrics} <= {1, *panel.systems}


def test_names_of_a_list_of_values_are_told_apart() -> None:
    for dimension in CATALOGUE.dimensions.values():
        for names in ([value.zh for value in dimension.values], [value.en for value in dimension.values]):
            assert len(set(names)) == len(names), dimension.id
        assert all(value.en.isascii() for value in dimension.values)


def test_panels_name_warnings_that_there_are() -> None:
    rules = load_rules().enabled()
    assert {panel.warning for panel in CATALOGUE.panels.values() if panel.warning} <= set(rules)


def test_the_checks_of_the_field() -> None:
    types = CATALOGUE.checks["ledger-types"]
    assert len(CATALOGUE.dimensions["case_type"].values) == 31
    assert (types.total, types.parts, types.tolerance) == ("ledger.total", ("ledger.typed",), 0.0)
    hotline = CATALOGUE.checks["hotline-orders"]
    assert (hotline.parts, hotline.source) == (("measure:reported",), "hotline_12345")


def test_magnitudes_that_the_field_names_are_lists_here() -> None:
    assert len(CATALOGUE.dimensions["sector"].values) == 7
    assert len(CATALOGUE.dimensions["seat"].values) == 9
    assert len(CATALOGUE.dimensions["subsystem"].values) == 8
    assert len(CATALOGUE.dimensions["enforcement_step"].values) == 8
    assert [value.zh for value in CATALOGUE.dimensions["enforcement_step"].values] == [
        "受理", "立案", "取证", "处罚", "听证", "执行", "归档", "巡查",
    ]  # fmt: skip
    assert CATALOGUE.metrics["special.people"].suppress == 5


def test_labels_fit_a_wall() -> None:
    # A column's head has room for some eight Chinese or twenty-six Latin letters.
    long = {metric.id for metric in CATALOGUE.metrics.values() if len(metric.zh) > 8 or len(metric.en) > 26}
    assert long == set()
    assert {panel.id for panel in CATALOGUE.panels.values() if len(panel.zh) > 12 or len(panel.en) > 36} == set()
