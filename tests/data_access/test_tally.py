"""Tallies: shares, diversity, and durations from both of their shapes."""

import math
from collections import Counter

import pytest

from data_access.clock import SECOND
from data_access.rollups.histogram import bin_of, encode
from data_access.tally import Durations, Tally, diversity, share


def text(*seconds: float, sign: int = 1) -> str:
    bins = Counter(bin_of(round(value * SECOND)) for value in seconds)
    return encode({index: sign * count for index, count in bins.items()})


def test_nothing_out_of_nothing_has_no_value() -> None:
    assert share(0, 0) == {"value": None, "numerator": 0, "denominator": 0}
    assert share(0, 4) == {"value": 0.0, "numerator": 0, "denominator": 4}
    assert share(3, 4) == {"value": 0.75, "numerator": 3, "denominator": 4}


def test_diversity_is_the_effective_number_of_kinds() -> None:
    assert diversity([]) is None
    assert diversity([0, 0]) is None
    assert diversity([7]) == 1.0
    assert diversity([7, 0]) == 1.0
    assert diversity([5, 5, 5, 5]) == pytest.approx(4.0)
    assert diversity([3, 1]) == pytest.approx(math.exp(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25))))


def test_an_empty_tally_says_nothing() -> None:
    found = Tally().as_json()
    assert not Tally().any
    assert [found[name] for name in ("reported", "closed", "open", "overdue", "due")] == [0] * 5
    assert found["source_diversity"] is None
    assert found["response_seconds"] == found["handling_seconds"] == {"n": 0, "p50": None, "p90": None}


@pytest.mark.parametrize("name", ["reported", "closed", "due", "scored", "open"])
def test_any_count_makes_a_tally_something(name: str) -> None:
    assert Tally(**{name: 1}).any


def test_a_duration_alone_makes_a_tally_something() -> None:
    assert Tally(response=Durations(exact=[5])).any
    assert Tally(response=Durations(texts=[text(5.0)])).any
    assert not Tally(response=Durations(texts=[text(5.0)], taken=[text(5.0)])).any


def test_exact_percentiles_are_linear_between_closest_ranks() -> None:
    found = Durations(exact=[seconds * SECOND for seconds in (40, 10, 30, 20)]).as_json()
    assert found == {"n": 4, "p50": 25.0, "p90": pytest.approx(37.0)}
    assert Durations(exact=[-3 * SECOND]).as_json() == {"n": 1, "p50": -3.0, "p90": -3.0}
    assert Durations(exact=[0]).as_json() == {"n": 1, "p50": 0.0, "p90": 0.0}


def test_exact_and_binned_durations_are_one_set() -> None:
    found = Durations(exact=[10 * SECOND], texts=[text(20.0), text(30.0)]).as_json()
    assert found["n"] == 3
    assert found["p50"] == pytest.approx(20.0, rel=0.01)


def test_what_is_taken_away_is_gone() -> None:
    whole, part = text(1.0, 1.0, 5.0, 90.0), text(1.0, 90.0)
    assert Durations(texts=[whole], taken=[part]).as_json()["n"] == 2
    assert Durations(texts=[whole], taken=[part, text(1.0, 5.0)]).as_json() == {"n": 0, "p50": None, "p90": None}
    # A row of the store may itself hold a subtraction.
    assert Durations(texts=[whole + text(5.0, sign=-1)], taken=[part]).as_json()["n"] == 1


def test_rates_come_from_their_own_counts() -> None:
    tally = Tally(
        reported=10,
        self_handled=4,
        closed=8,
        reworked=2,
        due=5,
        on_time=3,
        scored=4,
        satisfied=1,
        sources=Counter(a=9),
    )
    found = tally.as_json()
    assert found["self_handled_share"]["value"] == 0.4
    assert found["rework_rate"]["value"] == 0.25
    assert found["on_time_rate"]["value"] == 0.6
    assert found["satisfaction"]["value"] == 0.25
    assert found["source_diversity"] == 1.0
