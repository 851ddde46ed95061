"""What is planted is found and what is not there is seldom called: the benchmark's runs, twenty of each. The bounds
are far from what the benchmark measures over two hundred."""

from tests.data_access.risk.planted import days, spots, surges

SEEDS = range(20)


def test_a_cluster_of_three_times_as_many_is_found() -> None:
    found = spots(SEEDS, mean=4.4, ratio=3.0)
    assert found.found >= 19
    assert found.recall > 0.45
    # The false discovery rate is at most 5 % of what is called; of 600 areas next to none is.
    assert found.false < 0.002
    assert found.disturbed <= 4


def test_a_surge_of_six_hours_is_found() -> None:
    found = surges(SEEDS, daily=340, ratio=2.0)
    assert found.found >= 19
    assert found.recall > 0.8
    assert found.false < 0.02


def test_a_day_of_six_times_as_many_is_found() -> None:
    found = days(SEEDS, daily=2.0, ratio=6.0)
    assert found.found >= 17
    assert found.false < 0.01


def test_nothing_planted_is_found_no_more_often_than_falsely() -> None:
    assert spots(SEEDS, mean=4.4, ratio=1.0).recall < 0.01
    assert surges(SEEDS, daily=340, ratio=1.0).recall < 0.1
    assert days(SEEDS, daily=2.0, ratio=1.0).recall < 0.2
