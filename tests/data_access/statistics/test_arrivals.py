"""How the reports come in: the newest, how late, how many an hour, and which metrics fell behind."""

from collections.abc import Iterator

import pytest

from data_access.clock import HOUR, MINUTE
from data_access.statistics.arrivals import Arrivals, arrivals
from data_access.store.store import Store
from tests.data_access.statistics.ground import TOTAL, accept, asking, said, site
from tests.data_access.worlds import NOW, Clock


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def told(store: Store) -> Arrivals | None:
    with asking(store) as (reader, question):
        return arrivals(reader, question)


def at(store: Store, now: int) -> None:
    clock = store.clock
    assert isinstance(clock, Clock)
    clock.now = now


def test_nothing_was_ever_reported(store: Store) -> None:
    assert told(store) is None


def test_what_came_in_the_last_hour_is_counted_and_its_lag_told(store: Store) -> None:
    at(store, NOW - 2 * HOUR)
    accept(store, [said(TOTAL, "c1", 5, "22 08:00")])
    for minutes in (30, 20, 10):
        at(store, NOW - minutes * MINUTE)
        accept(store, [said(TOTAL, "c1", minutes, "22 09:00", at=NOW - 2 * minutes * MINUTE)])
    at(store, NOW)
    assert told(store) == Arrivals(NOW - 10 * MINUTE, 20 * 60.0, 3, 1, 0, 0)


def test_a_history_in_one_batch_has_no_lag(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 5, f"22 0{hour}:00") for hour in range(6)])
    found = told(store)
    assert found is not None
    assert (found.lag, found.rate) == (None, 6)


@pytest.mark.parametrize(("hours", "late", "stopped"), [(1.9, 0, 0), (2.1, 1, 0), (5.1, 0, 1)])
def test_a_metric_falls_behind_by_the_delay_it_declares(store: Store, hours: float, late: int, stopped: int) -> None:
    accept(store, [said(TOTAL, "c1", 5, "22 01:00", at=NOW - round(hours * HOUR))])
    found = told(store)
    assert found is not None
    assert (found.metrics, found.late, found.stopped) == (1, late, stopped)


def test_of_a_past_instant_nothing_is_said(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 5)])
    with asking(store, as_of=NOW - HOUR) as (reader, question):
        assert arrivals(reader, question) is None or question.live
