"""When feeds report: one history whatever the time, and then what falls due."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.demo.rhythm import DAY, HOUR, LOCAL_OFFSET, MINUTE
from dashboard.demo.statistics.feeds import LENGTHS, NIGHT, Due, Feed
from dashboard.demo.statistics.report import Place, Report
from dashboard.demo.statistics.simulator import FEEDS

NOW = 1_795_419_600
PLACE = Place("990101001001", "community", "990101001000", 8000, 0.01, 9)


def _nothing(_: Report) -> None:
    return


HOURLY = Feed("hourly", "community", HOUR, 10 * MINUTE, _nothing, dense=3, step=5, days=2)
DAILY = Feed("daily", "community", DAY, 2 * HOUR, _nothing, flow=True, dense=14)


def test_feeds_have_names_of_their_own_and_lengths_that_messages_can_write() -> None:
    assert len({feed.name for feed in FEEDS}) == len(FEEDS)
    assert {feed.period for feed in FEEDS} <= set(LENGTHS)
    assert all(feed.every <= feed.period for feed in FEEDS if feed.phase is None)


@given(st.integers(NOW - 40 * DAY, NOW + 40 * DAY))
def test_due_times_follow_one_another(second: int) -> None:
    last, following = HOURLY.last_due(PLACE, NOW, second), HOURLY.next_due(PLACE, NOW, second)
    assert last < second <= following
    assert following - last == HOURLY.every
    assert HOURLY.start_of(second) <= second < HOURLY.start_of(second) + HOUR
    assert (DAILY.start_of(second) + LOCAL_OFFSET) % DAY == 0


def test_areas_report_at_times_of_their_own_unless_a_feed_has_one_time() -> None:
    other = replace(PLACE, code="990101001002")
    assert HOURLY.last_due(PLACE, NOW, NOW) != HOURLY.last_due(other, NOW, NOW)
    late = replace(HOURLY, phase=45 * MINUTE, every=HOUR)
    assert late.last_due(PLACE, NOW, NOW) == late.last_due(other, NOW, NOW) == NOW - 45 * MINUTE


@pytest.mark.parametrize("feed", [HOURLY, DAILY], ids=["hourly", "daily"])
def test_a_history_tells_each_period_once_and_nothing_of_the_future(feed: Feed) -> None:
    kept = list(feed.kept(PLACE, NOW, NOW - 30 * DAY, NOW))
    starts = [due.start for due, _ in kept]
    assert starts == sorted(set(starts), reverse=True)
    assert all(due.start <= due.at < NOW for due, _ in kept)
    assert starts[0] == feed.start_of(NOW - 1)
    assert starts[-1] >= NOW - feed.days * DAY
    assert [detail for _, detail in kept] == [True, True, *[False] * (len(kept) - 2)]


def test_a_history_thins_out() -> None:
    ages = [(HOURLY.start_of(NOW - 1) - due.start) // HOUR for due, _ in HOURLY.kept(PLACE, NOW, NOW - DAY, NOW)]
    assert ages == [0, 1, 2, 3, 8, 13, 18, 23]


def test_the_final_figures_of_a_flow_follow_its_period() -> None:
    (running, _), *ended = DAILY.kept(PLACE, NOW, NOW - 5 * DAY, NOW)
    assert running.start <= running.at < running.start + DAY
    assert all(DAY <= due.at - due.start < DAY + DAILY.every for due, _ in ended)


@given(st.integers(0, 20))
def test_what_falls_due_tells_the_ended_period_of_a_flow_once(days: int) -> None:
    begin = DAILY.next_due(PLACE, NOW, NOW + days * DAY)
    told = [due for second in range(begin, begin + 3 * DAY, DAILY.every) for due in DAILY.due_at(second)]
    finals = [due for due in told if due.at >= due.start + DAY]
    assert len(finals) == len({due.start for due in finals}) == 3
    assert all(due.at - due.start < DAY + DAILY.every for due in finals)


def test_a_level_tells_the_running_period_alone() -> None:
    second = HOURLY.next_due(PLACE, NOW, NOW)
    assert list(HOURLY.due_at(second)) == [Due(second, HOURLY.start_of(second))]


def test_what_comes_once_a_day_comes_at_night() -> None:
    nightly = replace(HOURLY, period=DAY, every=DAY)
    for number in range(20):
        at = nightly.next_due(replace(PLACE, code=str(number)), NOW, NOW)
        assert NOW <= at < NOW + DAY
        assert (at + LOCAL_OFFSET) % DAY < NIGHT
