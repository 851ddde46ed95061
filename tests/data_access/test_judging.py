"""Verdicts: sure and large differences only, those tested together held to one rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.briefing.comparing import Spread
from data_access.briefing.figures import Share
from data_access.judging import Pair, judge, median_of
from data_access.tally import Durations

COUNTS = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("pair", "verdict"),
    [
        (None, "unjudged"),
        (Pair("count", 9, 3), "few"),
        (Pair("count", 400, 390), "alike"),
        (Pair("count", 400, 200), "different"),
        (Pair("count", 400, 200, 1), "worse"),
        (Pair("count", 200, 400, 1), "better"),
        # Sure, and too small to matter.
        (Pair("count", 1_040_000, 1_000_000), "alike"),
        # Days that differ by a third anyway.
        (Pair("count", 400, 300, spread=Spread(0.09, 7)), "alike"),
        (Pair("count", 400, 200, sizes=(2.0, 1.0)), "alike"),
        (Pair("count", 200, 200, 1, sizes=(3.0, 1.0)), "better"),
        (Pair("share", Share(900, 1000), Share(990, 1000), -1), "worse"),
        (Pair("share", Share(20, 25), Share(2, 25), -1), "few"),
        (Pair("share", Share(990, 1000), Share(985, 1000), -1), "alike"),
    ],
)
def test_a_difference_is_judged_when_it_is_sure_and_large(pair: Pair | None, verdict: str) -> None:
    assert judge([pair])[0].verdict == verdict


def test_many_chances_make_none_of_them_sure() -> None:
    close = Pair("count", 560, 490)
    assert judge([close])[0].verdict == "different"
    assert judge([close, *[Pair("count", 500, 500)] * 9])[0].verdict == "alike"


def test_medians_need_cases_and_distance() -> None:
    rng = np.random.default_rng(1)
    slow, fast, few = (
        median_of(Durations(exact=(scale * rng.exponential(3.6e9, size)).astype(int).tolist()))
        for scale, size in ((3, 400), (1, 400), (1, 5))
    )
    assert judge([Pair("median", slow, fast, 1)])[0].verdict == "worse"
    assert judge([Pair("median", fast, slow, 1)])[0].verdict == "better"
    assert judge([Pair("median", fast, few, 1)])[0].verdict == "few"


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=8))
def test_who_is_compared_with_whom_does_not_matter(counts: list[tuple[int, int]]) -> None:
    there = judge([Pair("count", one, other) for one, other in counts])
    back = judge([Pair("count", other, one) for one, other in counts])
    assert [one.p for one in there] == pytest.approx([one.p for one in back], nan_ok=True)
    assert all(one.verdict in ("different", "alike", "few") for one in there)
