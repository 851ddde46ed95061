"""Warnings that rest on the statistics: metrics beyond a limit, metrics that went silent, devices offline."""

from collections.abc import Iterator
from typing import Any

import pytest

from data_access.alerts import figures, metric_limits, silent_metrics
from data_access.alerts.device_fleets import device_fleets
from data_access.alerts.evaluation import RAISED, Known, evaluate
from data_access.alerts.finding import Finding
from data_access.alerts.rules import RuleError, load_rules
from data_access.clock import HOUR, MINUTE
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule, rules
from tests.data_access.statistics.ground import TOTAL, accept, said, site
from tests.data_access.worlds import NOW, moment

ONLINE, VISITS = "camera.online", "visit.count"


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def cameras(store: Store, online: dict[str, int], begin: str = "22 11:00", total: int = 100) -> None:
    for area, count in online.items():
        accept(store, [said(TOTAL, area, total, begin), said(ONLINE, area, count, begin)])


def judged(store: Store, when: str | None = None, **given: Any) -> list[Finding] | None:
    one = rule("metric", **{"level": "community", **given})
    with ground(store, None if when is None else moment(when)) as here:
        found = metric_limits.gather(here, one)
    return None if found is None else metric_limits.judge(found, one)


def places(found: list[Finding] | None) -> list[str | None]:
    assert found is not None
    return [one.area for one in found]


def test_areas_below_a_limit(store: Store) -> None:
    cameras(store, {"c1": 94, "c2": 95, "c3": 80})
    found = judged(store, worse_below=0.9)
    assert found is not None
    assert [(one.key, one.severity) for one in found] == [
        ("metric|area:c1|camera.rate", "warn"),
        ("metric|area:c3|camera.rate", "crit"),
    ]
    assert found[0].evidence == {
        "metric": "camera.rate",
        "zh": "在线率",
        "en": "Online rate",
        "unit": "percent",
        "value": 0.94,
        "limit": 0.95,
        "side": "below",
        "start": moment("22 11:00"),
        "end": moment("22 12:00"),
        "at": moment("22 12:00"),
        "periods": 1,
    }


def test_areas_above_a_limit_at_a_level(store: Store) -> None:
    cameras(store, {"c1": 60, "c2": 60, "c3": 100})
    above = {"metric": ONLINE, "below": None, "above": 110.0, "level": 1}
    assert places(judged(store, **above)) == ["s1"]
    assert places(judged(store, **{**above, "above": 120.0})) == []


def test_the_limit_may_be_another_figure(store: Store) -> None:
    cameras(store, {"c1": 100, "c2": 99})
    assert places(judged(store, metric=ONLINE, below=TOTAL)) == ["c2"]


def test_for_some_periods_in_a_row(store: Store) -> None:
    cameras(store, {"c1": 90, "c2": 90}, "22 09:00")
    cameras(store, {"c1": 90, "c2": 99}, "22 10:00")
    cameras(store, {"c1": 90, "c2": 90, "c3": 90}, "22 11:00")
    assert places(judged(store)) == ["c1", "c2", "c3"]
    assert places(judged(store, periods=3)) == ["c1"]
    assert places(judged(store, periods=4)) == []


def test_what_is_not_known_is_judged_neither_way(store: Store) -> None:
    assert judged(store) is None
    cameras(store, {"c1": 90}, "22 05:00")
    assert judged(store) is None, "stale"
    cameras(store, {"c2": 90})
    one = rules({"kind": "metric", "level": "community"})
    stands = Known(7, "metric|area:c1|camera.rate", "metric", "warn")
    gone = Known(8, "metric|area:c2|camera.rate", "metric", "warn")
    with ground(store) as here:
        found = evaluate(figures.gather(here, one), [stands, gone], one)
    assert [(change.change, change.warning) for change in found] == [("seen", 8)]


def test_a_warning_of_a_metric_clears_when_its_cause_is_gone(store: Store) -> None:
    cameras(store, {"c1": 90}, "22 10:00")
    one = rules({"kind": "metric", "level": "community"})
    with ground(store, moment("22 11:30")) as here:
        (change,) = evaluate(figures.gather(here, one), [], one)
    assert change.change == RAISED
    cameras(store, {"c1": 99}, "22 11:00")
    with ground(store) as here:
        found = evaluate(figures.gather(here, one), [Known(7, "metric|area:c1|camera.rate", "metric", "warn")], one)
    assert [(change.change, change.warning) for change in found] == [("cleared", 7)]


def test_a_metric_that_is_not_in_the_catalogue_has_no_figures(store: Store) -> None:
    assert judged(store, metric="moon.phase") is None
    cameras(store, {"c1": 90})
    assert judged(store, metric=ONLINE, below="moon.phase") is None


@pytest.mark.parametrize("limits", ["", "below = 1.0\nabove = 2.0\n"])
def test_a_rule_has_one_limit(tmp_path: Any, limits: str) -> None:
    path = tmp_path / "rules.toml"
    rule = '[[rule]]\nid = "a"\nkind = "metric"\nseverity = "warn"\nmetric = "camera.rate"\n'
    path.write_text(f'version = "1"\n{rule}{limits}', "utf-8")
    with pytest.raises(RuleError, match=r"rule 1 'a': below, above: expected exactly one of them"):
        load_rules(path)


def silent(store: Store, when: int, **given: Any) -> list[Finding]:
    one = rule("silent_metric", **given)
    with ground(store, when) as here:
        return silent_metrics.judge(silent_metrics.gather(here, one), one, here.moment)


def test_systems_that_went_silent(store: Store) -> None:
    cameras(store, {"c1": 90, "c2": 90}, "22 05:00")
    accept(store, [said(TOTAL, "c3", 90, "22 06:00"), said(VISITS, "c1", 3, "22 11:00")])
    at = moment("22 06:00")
    assert silent(store, at + 5 * HOUR) == []
    (found,) = silent(store, at + 5 * HOUR + MINUTE)
    assert (found.key, found.severity, found.area) == ("silent-metric|system:3", "warn", "d")
    assert found.evidence == {
        "system": 3,
        "metric": ONLINE,
        "zh": "在线摄像机",
        "en": "Cameras online",
        "others": 0,
        "since": at,
        "minutes": 60,
        "limit_times": 5.0,
    }
    (found,) = silent(store, at + 6 * HOUR + MINUTE, worse_times=6.0)
    assert (found.severity, found.evidence["others"]) == ("crit", 1)


def test_as_of_the_past_only_what_was_known_counts(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 90, "22 01:00"), said(TOTAL, "c1", 90, "22 11:00")])
    assert silent(store, NOW) == []
    (found,) = silent(store, moment("22 11:30"))
    assert found.evidence["since"] == moment("22 02:00")
    assert silent(store, moment("22 01:30")) == []


def test_devices_are_counted_from_the_statistics(store: Store) -> None:
    with ground(store) as here:
        assert device_fleets(here.reader, NOW, ["c1", "c2"]) is None
    cameras(store, {"c1": 60, "c2": 100})
    with ground(store) as here:
        found = device_fleets(here.reader, NOW, ["c1", "c2", "c3", "s1"])
        before = device_fleets(here.reader, moment("22 11:30"), ["c1"])
    assert found is not None
    assert [(one.area, one.sort, one.total, one.offline) for one in found] == [
        ("c1", "camera", 100, 40),
        ("c2", "camera", 100, 0),
        ("s1", "camera", 200, 40),
    ]
    assert (found[0].since, found[1].since) == (moment("22 11:00"), None)
    assert before is None


def test_a_cluster_of_devices_offline_raises_a_warning(store: Store) -> None:
    cameras(store, {"c1": 60, "c2": 100})
    one = rules({"kind": "offline_cluster", "level": "community", "share": 0.3})
    with ground(store) as here:
        (change,) = evaluate(figures.gather(here, one, device_fleets), [], one)
    assert change.finding is not None
    assert (change.finding.area, change.finding.evidence["offline"]) == ("c1", 40)
