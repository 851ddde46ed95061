"""Every frame with an axis of time tells the moments that lie on it."""

from collections.abc import Iterator
from typing import Any

import pytest

from data_access.clock import DAY, HOUR, MINUTE, format_instant
from data_access.frames import balance, forecast, inflow, metric_panel, score_trend, surges, trend
from data_access.moments.contract import read_moment
from data_access.moments.register import add
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.frames.declared import PANELS
from tests.data_access.statistics import ground
from tests.data_access.worlds import NOW, accept, reading, said, world

AGO = {"weeks": -50 * DAY, "days": -20 * DAY, "hours": -3 * HOUR, "to come": 5 * HOUR}


@pytest.fixture(scope="module")
def told() -> Iterator[Store]:
    """Five weeks of a case an hour, and moments of weeks, days and hours ago and of later today."""
    with world() as store:
        hours = range(NOW - 35 * DAY, NOW, HOUR)
        accept(store, [said(f"m{number}", "collected", at + MINUTE) for number, at in enumerate(hours)])
        record(store)
        yield store


def record(store: Store) -> None:
    for label, ago in AGO.items():
        add(store, read_moment({"start": format_instant(NOW + ago), "kind": "policy", "zh": label}), "feed")


def labels(table: Any) -> list[str]:
    return [one["label"] for one in table.attrs["moments"]]


@pytest.mark.parametrize(
    ("frame", "window", "expected"),
    [
        (inflow.frame, "24h", ["hours"]),
        (inflow.frame, "30d", ["days", "hours", "to come"]),
        (balance.frame, "today", ["hours", "to come"]),
        (trend.frame, "24h", ["days", "hours"]),
        (surges.frame, "24h", ["hours"]),
        (forecast.frame, "7d", ["hours", "to come"]),
        (score_trend.frame, "7d", ["weeks", "days", "hours"]),
    ],
)
def test_those_on_the_axis(told: Store, frame: Any, window: str, expected: list[str]) -> None:
    with reading(told) as reader:
        assert labels(frame(reader, View(window=window))) == expected


def test_a_frozen_view_shows_what_was_known_then(told: Store) -> None:
    with reading(told) as reader:
        assert labels(balance.frame(reader, View(window="today", as_of=NOW - MINUTE))) == []
        assert labels(balance.frame(reader, View(window="today", as_of=NOW))) == ["hours", "to come"]


def test_the_trend_of_a_metric_tells_those_of_its_periods() -> None:
    with ground.site(ground.CATALOGUE + PANELS) as store:
        record(store)
        ground.accept(store, [ground.said("visit.count", "c1", 1, NOW - NOW % HOUR - back * HOUR) for back in (1, 6)])
        with reading(store) as reader:
            frames = [metric_panel.frame(reader, View(scene="video"), "video", place) for place in (4, 1)]
    assert [frame.attrs["kind"] for frame in frames] == ["trend", "table"]
    assert labels(frames[0]) == ["hours"]
    assert "moments" not in frames[1].attrs
