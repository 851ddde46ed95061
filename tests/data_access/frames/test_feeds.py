"""How the feeds are: late by the newest case, a lag that histories do not spoil, what is usual, what is held."""

import pytest

from data_access.clock import DAY, HOUR, MINUTE, SECOND, Micros
from data_access.frames.feeds import Feed, Feeds, feeds, own_lag, samples, status_of
from data_access.ingest.quarantine import replay
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, accept, moment, reading, said, take, world


def told(store: Store, **view: object) -> Feeds:
    with reading(store) as reader:
        return feeds(reader, View(**view))


def one(store: Store, source: str, **view: object) -> Feed:
    return next(feed for feed in told(store, **view).sources if feed.source == source)


@pytest.mark.parametrize(
    ("age", "status"),
    [(0, "n"), (2 * HOUR, "n"), (2 * HOUR + 1, "late"), (5 * HOUR, "late"), (5 * HOUR + 1, "stopped")],
)
def test_late_beyond_twice_the_cadence_and_stopped_beyond_five_times(age: Micros, status: str) -> None:
    assert status_of(NOW, NOW - age, HOUR) == status
    assert status_of(NOW, NOW - age, None) == "n"
    assert status_of(NOW, None, HOUR) == "n"


def test_the_newest_case_counts_and_the_worst_come_first(store: Store) -> None:
    accept(store, [said("w", "collected", "22 12:30", source="worker"), said("a", "collected", "22 10:00")])
    # A later stage of an old case shows that somebody is there, but no new case came.
    accept(store, [said("a", "handled", "22 12:34")])
    found = told(store)
    assert [(feed.source, feed.status) for feed in found.sources] == [
        ("hotline", "late"),
        ("app", "never"),
        ("worker", "n"),
    ]
    hotline = found.sources[0]
    assert (hotline.case_at, hotline.received_at, hotline.cadence) == (moment("22 10:00"), NOW, HOUR)
    assert (found.sources[1].case_at, found.sources[1].rate) == (None, None)
    assert found.statistics is None


def test_the_lag_is_the_median_and_a_history_says_nothing_of_it() -> None:
    live = [(NOW, "a", NOW - seconds * SECOND) for seconds in (1, 3, 20)]
    history = [(NOW - 5, "a", NOW - hours * HOUR) for hours in range(30)]
    assert own_lag([*live, *history, (NOW - 9, "b", NOW - 9 + SECOND)]) == {"a": 3.0, "b": 0.0}
    assert own_lag(history) == {}


def test_the_lag_of_what_came_in_during_the_last_hour() -> None:
    clock = Clock(NOW - 2 * HOUR)
    with world(clock=clock) as store:
        accept(store, [said("old", "collected", NOW - 3 * HOUR)])
        clock.now = NOW
        assert one(store, "hotline").lag is None
        accept(store, [said("new", "collected", NOW - 90 * SECOND)])
        assert one(store, "hotline").lag == 90.0


def test_the_rate_beside_that_of_the_same_hour_on_the_days_before(store: Store) -> None:
    accept(store, [said(f"{day}-{n}", "collected", NOW - day * DAY - 5 * MINUTE) for day in (1, 2) for n in range(4)])
    accept(store, [said("first", "collected", NOW - 2 * DAY - 2 * HOUR)])
    accept(store, [said(f"now{n}", "collected", NOW - 10 * MINUTE) for n in range(3)])
    hotline = one(store, "hotline")
    assert hotline.rate == 3
    # Four of the present hour of each day, of which 35 minutes are over.
    assert hotline.usual == pytest.approx(4 * (34 + 56 / 60) / 60, abs=0.01)


def test_nothing_is_usual_before_there_is_a_day_of_history(store: Store) -> None:
    accept(store, [said("1", "collected", NOW - 10 * MINUTE)])
    assert one(store, "hotline").usual is None


def test_what_waits_in_quarantine_and_whose_it_is() -> None:
    clock = Clock(NOW - DAY)
    with world(clock=clock) as store:
        take(store, [{"source": "hotline"}])
        clock.now = NOW
        take(store, [{"source": "worker", "event_id": "x"}, {"event_id": "y"}])
        found = told(store)
        assert (found.held_today, found.held) == (2, 3)
        assert {feed.source: feed.held for feed in found.sources} == {"hotline": 0, "worker": 1, "app": 0}
        before = told(store, as_of=NOW - HOUR)
        assert (before.held_today, before.held) == (0, 1)
        replay(store)
        assert told(store).held == 3, "what still breaks the contract waits again"


def test_of_a_past_instant_the_cases_are_known(store: Store) -> None:
    accept(store, [said("1", "collected", "22 01:00"), said("2", "collected", "22 12:00")])
    hotline = one(store, "hotline", as_of=moment("22 07:00"))
    assert (hotline.status, hotline.case_at) == ("stopped", moment("22 01:00"))
    assert (hotline.received_at, hotline.lag, hotline.usual) == (None, None, None)
    assert not told(store, as_of=moment("22 07:00")).live


def test_samples_are_named_as_long_as_the_view_counts_them(store: Store) -> None:
    store.declare([Term("source", "hotline", "热线", "Hotline", {"sample": True})])

    def named(**view: object) -> list[str]:
        with reading(store) as reader:
            return samples(reader, View(**view))

    assert named() == [], "declared, but nothing of it is counted"
    accept(store, [said("1", "collected", "22 12:00"), said("2", "collected", "22 12:00", source="worker")])
    assert named(language="en") == ["Hotline"]
    assert named(source="hotline") == ["热线"]
    assert named(source="worker") == []
    assert [feed.source for feed in told(store).samples] == ["hotline"]
