"""Histograms: within one per cent of the truth, merged by writing one after the other."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import DAY, SECOND
from data_access.rollups.histogram import bin_of, decode, encode, percentiles, values_of

DURATIONS = st.integers(0, 4_000 * DAY) | st.integers(0, 100) | st.integers(0, DAY)
QUANTILES = (0.0, 0.1, 0.5, 0.9, 0.99, 1.0)
# One per cent, and what floating point adds at the very edge of a bin.
WITHIN = 0.01 + 1e-9


def text_of(durations: list[int]) -> str:
    return encode(Counter(map(bin_of, durations)))


def read(*texts: str) -> list[float | None]:
    bins, counts = decode(texts)
    return percentiles(values_of(bins), counts, QUANTILES)


@given(st.integers(1, 4_000 * DAY))
def test_a_bin_is_within_one_per_cent_of_what_is_in_it(duration: int) -> None:
    (value,) = values_of(np.array([bin_of(duration)]))
    assert value == pytest.approx(duration / SECOND, rel=WITHIN)
    assert bin_of(-duration) == -bin_of(duration)
    assert values_of(np.array([bin_of(-duration)]))[0] == -value


@given(st.lists(DURATIONS, min_size=1, max_size=60))
def test_percentiles_are_within_one_per_cent_of_the_exact_ones(durations: list[int]) -> None:
    exact = np.quantile(np.array(durations) / SECOND, QUANTILES)
    assert read(text_of(durations)) == pytest.approx(exact.tolist(), rel=WITHIN, abs=1e-12)


@given(st.lists(st.integers(-30 * DAY, 30 * DAY), min_size=1, max_size=40))
def test_negative_durations_keep_their_place(durations: list[int]) -> None:
    ordered = sorted(durations)
    found = read(text_of(durations))
    for quantile, value in zip(QUANTILES, found, strict=True):
        position = (len(ordered) - 1) * quantile
        around = ordered[int(position)], ordered[min(int(position) + 1, len(ordered) - 1)]
        error = WITHIN * max(map(abs, around)) / SECOND
        assert value == pytest.approx(np.quantile(np.array(ordered) / SECOND, quantile), abs=error + 1e-12)


@given(st.lists(st.lists(st.integers(-DAY, DAY), max_size=12), max_size=6), st.randoms(use_true_random=False))
def test_writing_one_after_the_other_merges(parts: list[list[int]], rng: Random) -> None:
    texts = [text_of(part) for part in parts]
    whole = text_of([duration for part in parts for duration in part])
    rng.shuffle(texts)
    for found in (decode(texts), decode(["".join(texts)])):
        assert [one.tolist() for one in found] == [one.tolist() for one in decode([whole])]


@given(st.lists(st.integers(-DAY, DAY), max_size=12), st.lists(st.integers(-DAY, DAY), max_size=12))
def test_taking_away_undoes_adding(kept: list[int], gone: list[int]) -> None:
    minus = encode({index: -count for index, count in Counter(map(bin_of, gone)).items()})
    found = decode([text_of(kept + gone), minus])
    assert [one.tolist() for one in found] == [one.tolist() for one in decode([text_of(kept)])]


@given(st.dictionaries(st.integers(-4049, 4049), st.integers(-3, 3), max_size=20))
def test_text_is_printable_ascii_of_three_characters_an_entry(counts: dict[int, int]) -> None:
    text = encode(counts)
    assert len(text) == 3 * sum(map(abs, counts.values()))
    assert all("!" <= character <= "~" for character in text)
    bins, numbers = decode([text])
    assert dict(zip(bins.tolist(), numbers.tolist(), strict=True)) == {i: n for i, n in counts.items() if n}


def test_nothing_has_no_percentiles() -> None:
    assert read() == read("") == [None] * len(QUANTILES)
    assert encode({}) == encode({5: 0}) == ""


def test_zero_is_exactly_zero() -> None:
    assert read(text_of([0, 0, 0])) == [0.0] * len(QUANTILES)


def test_the_longest_and_the_shortest_fit() -> None:
    ages = [1, 9_999 * 366 * DAY, -9_999 * 366 * DAY]
    assert read(text_of(ages))[0] == pytest.approx(ages[2] / SECOND, rel=WITHIN)
    assert read(text_of(ages))[-1] == pytest.approx(ages[1] / SECOND, rel=WITHIN)
