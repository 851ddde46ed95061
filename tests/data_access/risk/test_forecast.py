"""Forecasts: what repeats is told exactly, levels are followed half-way, intervals hold what they claim."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from data_access.clock import DAY, HOUR, to_micros
from data_access.risk.baseline import DayTypes, History
from data_access.risk.forecast import forecast, naive, quantile, score

ZONE = ZoneInfo("Asia/Shanghai")
PLAIN = DayTypes(ZONE, country=None)
MONDAY = to_micros(datetime(2026, 6, 1, tzinfo=ZONE))
SHAPE = np.random.default_rng(1).integers(5, 50, 168)


def history(counts: object) -> History:
    values = np.asarray(counts, dtype=float)
    return History(values, MONDAY + HOUR * np.arange(len(values)), PLAIN)


def random(weeks: int, seed: int, *, excess: float = 0.0, level: float = 1.0) -> History:
    """Counts around SHAPE, the last ten days at another level, overdispersed by a gamma factor of each hour."""
    rng = np.random.default_rng(seed)
    means = np.tile(SHAPE, weeks) * np.where(np.arange(weeks * 168) >= weeks * 168 - 240, level, 1.0)
    factor = rng.gamma(1 / excess, excess, len(means)) if excess else 1.0
    return history(rng.poisson(means * factor))


def test_what_repeats_is_expected_to() -> None:
    told = forecast(history(np.tile(SHAPE, 6)))
    assert told is not None
    assert told.starts.tolist() == (MONDAY + 42 * DAY + HOUR * np.arange(24)).tolist()
    assert told.expected == pytest.approx(SHAPE[:24])
    # It never strays from what is usual, so the interval is that of chance alone.
    assert told.low.tolist() == poisson.ppf(0.1, SHAPE[:24]).tolist()
    assert told.high.tolist() == poisson.ppf(0.9, SHAPE[:24]).tolist()


def test_an_origin_within_the_history_sees_nothing_after_it() -> None:
    whole = random(9, 4)
    origin = MONDAY + 8 * 7 * DAY + 5 * HOUR
    cut = History(whole.counts[: 8 * 168 + 5], whole.starts[: 8 * 168 + 5], PLAIN)
    one, other = forecast(whole, origin=origin, ahead=30), forecast(cut, ahead=30)
    assert one is not None
    assert other is not None
    for name in ("starts", "expected", "low", "high"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert naive(whole, origin=origin) == naive(cut)


def test_a_new_level_is_followed_by_its_root() -> None:
    counts = np.tile(SHAPE, 8)
    counts[-168:] *= 4
    told = forecast(history(counts))
    assert told is not None
    usual = history(counts).expected(told.starts)
    total = SHAPE.sum()
    assert told.expected / usual == pytest.approx(np.full(24, math.sqrt((4 * total + 10) / (total + 10))))


def test_naive_is_the_week_before() -> None:
    assert naive(history(range(200)), ahead=3) == [32, 33, 34]
    gappy = History([5, 7], [MONDAY, MONDAY + 2 * HOUR], PLAIN)
    assert naive(gappy, origin=MONDAY + 7 * DAY, ahead=4) == [5, None, 7, None]
    assert naive(history([]), ahead=2) == [None, None]


@pytest.mark.parametrize("excess", [0.0, 0.3])
def test_intervals_hold_what_they_claim_and_the_model_wins(excess: float) -> None:
    found = [score(random(10, seed, excess=excess)) for seed in range(8)]
    assert all(one is not None and one.n == 14 * 24 for one in found)
    coverage = np.mean([one.coverage for one in found if one])
    # 8 x 336 hours: whole counts make the interval hold a little more than 0.8.
    assert 0.79 < coverage < 0.90
    for one in found:
        assert one is not None
        assert one.mae_model < one.mae_naive
        assert one.winner == "model"


def test_the_week_before_wins_where_every_second_week_repeats_it() -> None:
    rng = np.random.default_rng(2)
    # A level that no mean of eight weeks can follow: quiet for seven weeks, then another shape altogether.
    counts = np.concatenate([np.tile(SHAPE, 7), np.tile(SHAPE[::-1] * 6, 3)])
    found = score(history(rng.poisson(counts)), origins=7)
    assert found is not None
    assert found.winner == "naive"
    assert found.mae_naive < found.mae_model


def test_neither_wins_where_both_are_right() -> None:
    found = score(history(np.tile(SHAPE, 10)))
    assert found is not None
    assert (found.mae_model, found.mae_naive) == (pytest.approx(0, abs=1e-9), 0)
    assert (found.coverage, found.n, found.winner) == (1.0, 336, "even")
    # Two days are too few to call.
    short = score(random(9, 1), origins=2)
    assert short is not None
    assert (short.n, short.winner) == (48, "even")


def test_the_score_forecasts_from_whole_local_days() -> None:
    counts = np.tile(SHAPE, 3).astype(float)
    # Ends at 09:00 of a Monday: the last day with all its hours known is the Sunday.
    found = score(history([*counts, *SHAPE[:9]]), origins=1)
    assert found is not None
    assert found.n == 24
    gone = np.ones(len(counts), bool)
    gone[-5:] = False
    some = score(History(counts[gone], (MONDAY + HOUR * np.arange(len(counts)))[gone], PLAIN), origins=1)
    # The Sunday is not whole any more, so the day before is told.
    assert some is not None
    assert some.n == 24


def test_hours_not_observed_are_not_compared() -> None:
    counts = np.tile(SHAPE, 4).astype(float)
    starts = MONDAY + HOUR * np.arange(len(counts))
    kept = np.ones(len(counts), bool)
    kept[-20:-10] = False
    found = score(History(counts[kept], starts[kept], PLAIN), origins=1)
    assert found is not None
    assert found.n == 14


def test_too_little_is_told_of_too_little() -> None:
    for count in (0, 1, 24, 167):
        assert forecast(history(SHAPE[:count])) is None
        assert score(history(SHAPE[:count])) is None
    assert forecast(history(SHAPE)) is not None
    # A week of which only the nights were observed says nothing about noon.
    nights = [place for place in range(400) if place % 24 < 6]
    assert forecast(History([1.0] * len(nights), MONDAY + HOUR * np.array(nights), PLAIN)) is None


@given(st.lists(st.integers(0, 60), min_size=168, max_size=500), st.integers(1, 48))
def test_every_forecast_is_of_numbers_in_order(counts: list[int], ahead: int) -> None:
    told = forecast(history(counts), ahead=ahead)
    assert told is not None
    assert len(told.starts) == ahead
    for part in (told.expected, told.low, told.high):
        assert np.isfinite(part).all()
        assert (part >= 0).all()
    assert (told.low <= told.high).all()
    wider = forecast(history(counts), ahead=ahead, within=0.95)
    assert wider is not None
    assert (wider.low <= told.low).all()
    assert (wider.high >= told.high).all()


@given(st.lists(st.floats(0, 5_000), min_size=1, max_size=20), st.floats(0.001, 3), st.floats(0.01, 0.99))
def test_quantiles_are_those_of_scipy(means: list[float], excess: float, tail: float) -> None:
    mean = np.array(means)
    ours, theirs = quantile(mean, excess, tail), nbinom.ppf(tail, 1 / excess, 1 / (1 + excess * mean))
    assert ours == pytest.approx(np.maximum(theirs, 0), abs=1)
    # Within a rounding of the tail the next number would do as well.
    reached = nbinom.cdf(ours, 1 / excess, 1 / (1 + excess * mean))
    assert (reached >= tail - 1e-9).all()
    assert quantile(mean, 0.0, tail) == pytest.approx(poisson.ppf(tail, mean), abs=1)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="ahead is 0; expected at least 1 hour"):
        forecast(history(SHAPE), ahead=0)
    with pytest.raises(ValueError, match=r"within is 1\.5; expected a number between 0 and 1"):
        forecast(history(SHAPE), within=1.5)
