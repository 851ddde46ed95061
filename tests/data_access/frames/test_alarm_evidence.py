from typing import Any

import pandas as pd

from data_access.clock import DAY, HOUR, MINUTE, hour_of
from data_access.frames.alarm_evidence import COLUMNS, HOURS, PERIODS
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.frames.alarms import DUE, emergency, evidence
from tests.data_access.statistics import ground as statistics
from tests.data_access.worlds import NOW, accept, moment, said


def told(store: Store, **given: Any) -> pd.DataFrame:
    return evidence(store, raise_all(store, finding(**given))[0])


def test_a_case_is_its_stays_against_its_limits(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("1", "urged", "22 12:33")])
    table = evidence(store, number)
    assert tuple(table.columns) == COLUMNS
    assert table.attrs["picture"] == "stages"
    assert table[["part", "label", "start_at", "end_at", "status"]].values.tolist() == [
        ["stage", "collected", moment("22 12:00"), moment("22 12:01"), "n"],
        ["stage", "dispatched", moment("22 12:01"), moment("22 12:32"), "n"],
        ["stage", "accepted", moment("22 12:32"), None, "n"],
        ["mark", "urged", moment("22 12:33"), None, "n"],
        ["limit", "accept", moment("22 12:31"), None, "crit"],
        ["limit", "due", DUE, None, "n"],
    ]


def test_a_case_that_is_over_lasts_no_longer(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("1", "handled", "22 12:33"), said("1", "archived", "22 12:34")])
    stays = evidence(store, number).query("part == 'stage'")
    assert stays["end_at"].tolist()[-2:] == [moment("22 12:34")] * 2
    earlier = evidence(store, number, as_of=moment("22 12:20")).query("part == 'stage'")
    assert earlier["label"].tolist() == ["collected", "dispatched"]


def test_a_surge_is_the_hours_of_a_day_against_the_usual(store: Store) -> None:
    hour = hour_of(NOW)
    now = [said(f"n{n}", "collected", hour + n * MINUTE) for n in range(6)]
    # Of two weeks the same hour had two and four; the history reaches no farther.
    past = [said(f"a{n}", "collected", hour - 7 * DAY + n * MINUTE) for n in range(2)]
    past += [said(f"b{n}", "collected", hour - 14 * DAY + n * MINUTE) for n in range(4)]
    accept(store, [*now, *past, said("0", "collected", hour - 15 * DAY), said("e", "collected", hour, area="g4")])
    table = told(store, evidence={"start": NOW - HOUR, "hours": 1})
    assert table.attrs["picture"] == "hours"
    assert len(table) == HOURS
    last = table.iloc[-1]
    assert (last["start_at"], last["value"], last["usual"], last["status"]) == (hour, 6, 3.0, "warn")
    assert table["status"].tolist()[-3:] == ["n", "warn", "warn"]
    assert table["value"].tolist()[:-1] == [0] * (HOURS - 1)


def test_without_a_past_nothing_is_usual(store: Store) -> None:
    accept(store, [said("1", "collected", NOW - MINUTE)])
    assert set(told(store, evidence={})["usual"]) == {None}


def test_a_silent_source_is_its_arrivals(store: Store) -> None:
    accept(store, [said("1", "collected", NOW - 3 * HOUR), said("2", "collected", NOW - 3 * HOUR, source="worker")])
    table = told(store, kind="silent_source", source="hotline", area=None, evidence={"last_at": NOW - 3 * HOUR})
    assert (table.attrs["picture"], table.attrs["last_at"]) == ("arrivals", NOW - 3 * HOUR)
    assert table["value"].tolist()[-4:] == [1, 0, 0, 0]
    assert sum(table["value"]) == 1


def reported() -> list[dict[str, Any]]:
    hours = ("22 09:00", "22 10:00", "22 11:00")
    told_at = [(hour, online) for hour, online in zip(hours, (99, 98, 60), strict=True)]
    totals = [statistics.said("camera.total", "c1", 100, hour) for hour in hours]
    return [*totals, *(statistics.said("camera.online", "c1", online, hour) for hour, online in told_at)]


def test_a_metric_is_its_course_and_its_limit() -> None:
    with statistics.site() as store:
        statistics.accept(store, reported())
        given = {"metric": "camera.rate", "limit": 0.95}
        table = told(store, kind="metric", area="c1", evidence=given)
        assert (table.attrs["picture"], table.attrs["percent"], table.attrs["zh"]) == ("course", True, "在线率")
        assert len(table) <= PERIODS
        assert table["value"].tolist()[-3:] == [0.99, 0.98, 0.6]
        assert set(table["limit"]) == {0.95}
        # One that the catalogue does not know any more is told by its figures.
        gone = told(store, key="other", kind="metric", evidence={"metric": "gone", "limit": 0.95, "value": 0.9})
        assert gone.attrs["picture"] == "table"
        assert gone[["label", "value"]].values.tolist() == [["limit", 0.95], ["metric", "gone"], ["value", 0.9]]


def test_devices_offline_are_those_on_line_and_how_many_must_be() -> None:
    with statistics.site() as store:
        statistics.accept(store, reported())
        given = {"sort": "camera", "limit_share": 0.3, "offline": 40}
        table = told(store, kind="offline_cluster", area="c1", evidence=given)
        assert (table.attrs["picture"], table.attrs["percent"]) == ("course", False)
        assert table[["value", "limit"]].values.tolist()[-1] == [60.0, 70.0]


def test_many_cases_are_named(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", title="路灯不亮", due_at="22 10:00")])
    named = [{"source": "hotline", "event_id": "1"}, {"source": "hotline", "event_id": "gone"}]
    given = {"count": 12, "cases": named}
    table = told(store, kind="deadline_passed", subject="department:chengguan", evidence=given)
    assert (table.attrs["picture"], table.attrs["count"]) == ("cases", 12)
    assert table[["label", "value", "start_at"]].values.tolist() == [["路灯不亮", "1", moment("22 10:00")]]


def test_others_are_the_figures_of_their_evidence(store: Store) -> None:
    given = {"open": 214, "overdue_share": 0.37, "days": None, "past": [1, 2], "by": "days"}
    table = told(store, kind="department_backlog", evidence=given)
    assert table.attrs["picture"] == "table"
    assert table[["label", "value"]].values.tolist() == [["by", "days"], ["open", 214], ["overdue_share", 0.37]]


def test_nothing_without_a_warning(store: Store) -> None:
    assert len(evidence(store, "99")) == 0
