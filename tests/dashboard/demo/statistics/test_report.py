"""The random numbers and the arithmetic of a report."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.demo.rhythm import DAY, HOUR
from dashboard.demo.statistics.oddities import Oddities
from dashboard.demo.statistics.report import Place, Report, World, office, own_weights, split, wave

NOW = 1_795_419_600
MIDNIGHT = NOW - (NOW + 8 * HOUR) % DAY
PLACE = Place("990101001001", "community", "990101001000", 8000, 0.01, 9)
ODD = Oddities(NOW, "none", frozenset(), "none", "none", frozenset({("copy", PLACE.code)}))
WORLD = World(7, NOW, ODD, {}, "990101001000")


def report(at: int, *, feed: str = "form", start: int = MIDNIGHT, detail: bool = True) -> Report:
    return Report(WORLD, feed, PLACE, start, start + DAY, at, detail)


weights = st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0.01, 100.0), min_size=1, max_size=12)


@given(st.integers(0, 100_000), weights)
def test_a_split_adds_up_and_keeps_to_the_weights(total: int, shares: dict[str, float]) -> None:
    found = split(total, shares)
    assert sum(found.values()) == total
    whole = sum(shares.values())
    assert all(abs(found[key] - total * weight / whole) < 1.0001 for key, weight in shares.items())


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5000), min_size=1), st.floats(-0.5, 1.5))
def test_what_is_kept_is_a_part(counts: dict[str, int], share: float) -> None:
    found = report(NOW).kept(counts, share, 0.3)
    assert all(0 <= found[key] <= counts[key] for key in counts)


def test_an_amount_is_the_same_for_every_report_of_a_day_and_grows_over_it() -> None:
    told = []
    for hour in range(0, 26, 2):
        one = report(MIDNIGHT + hour * HOUR)
        told.append(one.so_far(one.amount(1000)))
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == told[-2] == report(MIDNIGHT).amount(1000)
    assert 0 < told[6] < told[-1]


def test_amounts_differ_from_day_to_day_and_are_lower_at_weekends() -> None:
    days = [report(NOW, start=MIDNIGHT + day * DAY).amount(1000, 0.02) for day in range(14)]
    assert len(set(days)) > 10
    monday = 0  # 2026-11-23 is one
    assert max(days[monday + 5], days[monday + 6]) < min(days[:5])


def test_a_copied_figure_is_the_same_every_day_from_the_morning_on() -> None:
    days = [report(MIDNIGHT + day * DAY + HOUR, feed="copy", start=MIDNIGHT + day * DAY) for day in range(4)]
    assert len({one.so_far(one.amount(1000)) for one in days}) == 1


def test_a_breakdown_brings_its_total_unless_that_stands_already() -> None:
    one = report(NOW)
    one.put_by("m", "sector", {"road": 3, "site": 4})
    one.put_by("m", "kind", {"a": 7}, total=False)
    assert one.rows == [
        ("m", {}, 7),
        ("m", {"sector": "road"}, 3),
        ("m", {"sector": "site"}, 4),
        ("m", {"kind": "a"}, 7),
    ]
    bare = report(NOW, detail=False)
    bare.put_by("m", "sector", {"road": 3, "site": 4})
    assert bare.rows == [("m", {}, 7)]


def test_the_hours_of_an_ordinary_day_make_up_about_a_day() -> None:
    hours = [office(MIDNIGHT + hour * HOUR) for hour in range(24)]
    assert sum(hours) == pytest.approx(1.0, abs=0.05)
    assert max(hours) == hours[9] or max(hours) == hours[10]
    assert min(hours) > 0


def test_waves_and_weights() -> None:
    assert wave(10.0, 10.0, 2.0) == 1.0
    assert wave(20.0, 10.0, 2.0) < 0.01
    found = own_weights({"a": 1.0, "b": 2.0}, Random(1))
    assert found.keys() == {"a", "b"}
    assert min(found.values()) > 0
