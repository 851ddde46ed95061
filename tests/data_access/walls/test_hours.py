"""Hours of the week by the clock on the wall, over midnight and over changes of the clock."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR, MINUTE, SECOND, Micros, parse_instant
from data_access.walls.hours import Hours, minutes_of, next_edge
from tests.data_access.walls.playing import SHANGHAI
from tests.data_access.worlds import moment

NEW_YORK = ZoneInfo("America/New_York")
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "UTC")

hours = st.builds(
    Hours,
    st.integers(0, 24 * 60),
    st.integers(0, 24 * 60),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@pytest.mark.parametrize(("clock", "minutes"), [("00:00", 0), ("07:30", 450), ("23:59", 1439), ("24:00", 1440)])
def test_a_time_of_day(clock: str, minutes: int) -> None:
    assert minutes_of(clock) == minutes


@pytest.mark.parametrize("clock", ["", "7:30", "24:01", "12:60", "25:00", "07:30:00", " 07:30", "-1:00", "1２:00x"])
def test_what_is_none(clock: str) -> None:
    with pytest.raises(ValueError, match="is no time of day; expected 00:00 to 24:00"):
        minutes_of(clock)


def test_from_and_to_of_a_day() -> None:
    office = Hours(minutes_of("08:30"), minutes_of("17:30"), frozenset(range(5)))
    # The 20th is a Friday.
    assert [office.hold(moment(at), SHANGHAI) for at in ("20 08:29:59", "20 08:30", "20 17:29:59", "20 17:30")] == [
        False,
        True,
        True,
        False,
    ]
    assert not office.hold(moment("21 12:00"), SHANGHAI)


def test_over_midnight_it_belongs_to_the_day_it_began_on() -> None:
    friday_night = Hours(minutes_of("22:00"), minutes_of("06:00"), frozenset([4]))
    inside = ("20 22:00", "20 23:59:59", "21 00:00", "21 05:59:59")
    outside = ("20 21:59:59", "21 06:00", "21 22:00", "22 03:00", "20 03:00")
    assert [friday_night.hold(moment(at), SHANGHAI) for at in inside] == [True] * 4
    assert [friday_night.hold(moment(at), SHANGHAI) for at in outside] == [False] * 5


def test_an_end_at_the_start_is_a_whole_day_later() -> None:
    shift = Hours(minutes_of("08:00"), minutes_of("08:00"), frozenset([4]))
    assert [shift.hold(moment(at), SHANGHAI) for at in ("20 07:59", "20 08:00", "21 07:59", "21 08:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_edges_follow_each_other() -> None:
    night = Hours(minutes_of("22:00"), minutes_of("06:00"))
    assert night.edge(moment("22 12:00"), SHANGHAI) == moment("22 22:00")
    assert night.edge(moment("22 22:00"), SHANGHAI) == moment("23 06:00")
    assert Hours().edge(moment("22 12:00"), SHANGHAI) is None
    assert next_edge([Hours(), night], moment("22 12:00"), SHANGHAI) == moment("22 22:00")
    assert next_edge([Hours()], moment("22 12:00"), SHANGHAI) is None
    assert next_edge([], moment("22 12:00"), SHANGHAI) is None


def test_an_hour_that_comes_twice_is_played_twice() -> None:
    """On 2 November 2025 the clock of New York goes from 02:00 back to 01:00."""
    early = Hours(minutes_of("01:15"), minutes_of("01:45"))
    first = parse_instant("2025-11-02T01:15:00-04:00")
    edges = [first - 1]
    for _ in range(4):
        edge = early.edge(edges[-1], NEW_YORK)
        assert edge is not None
        edges.append(edge)
    second = parse_instant("2025-11-02T01:15:00-05:00")
    assert {first, first + 30 * MINUTE, second} <= set(edges)
    assert early.hold(first, NEW_YORK)
    assert early.hold(second, NEW_YORK)
    assert not early.hold(second - 1, NEW_YORK)


def test_what_begins_in_a_leap_of_the_clock_begins_with_it() -> None:
    """On 9 March 2025 the clock of New York goes from 02:00 to 03:00."""
    early = Hours(minutes_of("02:30"), minutes_of("04:00"))
    leap = parse_instant("2025-03-09T03:00:00-04:00")
    assert not early.hold(leap - 1, NEW_YORK)
    assert early.hold(leap, NEW_YORK)
    assert early.edge(leap - 30 * SECOND, NEW_YORK) == leap


@given(
    hours,
    st.sampled_from(ZONES),
    st.sampled_from(["2025-03-08", "2025-11-01", "2026-04-04", "2026-10-03", "2011-12-29", "2026-11-22"]),
    st.integers(0, 2 * 24 * 60),
)
@example(Hours(150, 240), "America/New_York", "2025-03-08", 1500)
@example(Hours(75, 105), "America/New_York", "2025-11-01", 1500)
@example(Hours(0, 480, frozenset([4])), "Pacific/Apia", "2011-12-29", 100)
def test_nothing_changes_between_two_edges(one: Hours, name: str, day: str, minutes: int) -> None:
    zone = ZoneInfo(name)
    at: Micros = parse_instant(f"{day}T00:00:00Z") + minutes * MINUTE
    for _ in range(3):
        edge = one.edge(at, zone)
        end = at + 2 * DAY if edge is None else edge
        assert end > at
        step = 10 * MINUTE
        moments = [*range(at, end, step), end - 1]
        assert {one.hold(when, zone) for when in moments} == {one.hold(at, zone)}
        at = end


@given(hours, st.sampled_from(ZONES), st.integers(0, 400 * 24))
def test_the_next_edge_is_never_far(one: Hours, name: str, hour: int) -> None:
    at = parse_instant("2025-01-01T00:00:00Z") + hour * HOUR
    edge = one.edge(at, ZoneInfo(name))
    assert edge is None if one.always else edge is not None and at < edge <= at + DAY + HOUR
