from dashboard.demo.incidents import HOT_SPOT_PEAK, Script
from dashboard.demo.rhythm import DAY, HOUR, MINUTE

NOW = 1_795_419_600


def _script(seed: int = 7) -> Script:
    return Script(seed=seed, now=NOW, communities=("a", "b", "c"), neighbours=(("s", "t"), ("t", "u")))


def test_the_hot_spot_grows_for_six_days_and_fades() -> None:
    script = _script()
    hot = script.hot_spot(NOW - 3 * DAY)
    assert hot == script.hot_spot(NOW - 1)
    levels = [hot.per_day(NOW - days * DAY) for days in range(6, -1, -1)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == HOT_SPOT_PEAK
    assert hot.per_day(hot.end) == 0
    assert script.hot_spot(hot.end).start == hot.end


def test_it_rains_now_and_some_days_ago() -> None:
    script = _script()
    rain = script.burst(NOW)
    assert rain is not None
    assert rain.start <= NOW < rain.end
    assert rain.per_hour(rain.start) == 0
    assert rain.per_hour(NOW) > 40
    assert script.burst(NOW - 9 * DAY - 2 * HOUR) is not None
    assert script.burst(NOW - 3 * HOUR) is None


def test_a_source_is_silent_on_a_past_day_and_now() -> None:
    script = _script()
    quiet = [hour for hour in range(24) if script.is_silent("hotline_12345", NOW - 3 * DAY + (hour - 12) * HOUR)]
    assert len(quiet) == 9
    assert script.is_silent("video_patrol", NOW - 5 * HOUR)
    assert not script.is_silent("video_patrol", NOW + HOUR)
    assert not script.is_silent("grid_worker", NOW)


def test_later_days_have_incidents_of_their_own() -> None:
    script = _script()
    moments = range(NOW + 2 * DAY, NOW + 62 * DAY, 30 * MINUTE)
    assert 2 <= len({script.burst(moment) for moment in moments} - {None}) <= 20
    gaps = {gap for moment in moments for gap in script.silences(moment)}
    assert 4 <= len(gaps) <= 30


def test_incidents_depend_on_seed_and_moment_only() -> None:
    one, two = _script(), _script()
    two.hot_spot(NOW + 100 * DAY)
    moments = range(NOW, NOW + 30 * DAY, 6 * HOUR)
    assert [one.hot_spot(m) for m in moments] == [two.hot_spot(m) for m in moments]
    assert [one.silences(m) for m in moments] == [two.silences(m) for m in moments]
    assert [one.silences(m) for m in moments] != [_script(8).silences(m) for m in moments]
