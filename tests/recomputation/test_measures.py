"""The product's measures against the recomputation, for random stories and random views of them."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from data_access.ingest.rebuild import rebuild, verify
from data_access.measures import measure_rows
from data_access.reader import Scope, open_reader
from tests.recomputation.cases import cases_at
from tests.recomputation.oracle import rows_of
from tests.recomputation.stories import Question, Story, question, small_stories, story
from tests.recomputation.telling import Loaded, filters_of, loaded, view_of

COUNTS = ("reported", "closed", "open", "overdue", "due")
RATES = ("on_time_rate", "rework_rate", "satisfaction", "self_handled_share")
SPREADS = ("response_seconds", "handling_seconds")
# What the design allows a percentile that is read from a logarithmic histogram.
RELATIVE, ABSOLUTE = 0.01, 1e-6


def differences(known: Loaded, asked: Question) -> list[str]:
    """Where the product's answer is not the recomputed one; empty if they agree."""
    with open_reader(known.store, Scope()) as reader:
        found = measure_rows(reader, view_of(asked), by=asked.by)
    where = {"area": asked.area, "start": asked.start, "end": asked.end, "as_of": asked.as_of, "by": asked.by}
    expected = rows_of(cases_at(known.happened, asked.as_of), known.story.areas, **where, **filters_of(asked))
    return list(_differences(asked.by, expected, found))


def _differences(by: str, expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[str]:
    keys, found_keys = [row["key"] for row in expected], [row["key"] for row in found]
    if by == "none":
        if len(found) != 1:
            yield f"one row expected, {len(found)} found"
            return
    elif sorted(found_keys) != sorted(keys) or ("unlocated" in keys and found_keys[-1] != "unlocated"):
        yield f"keys {keys} expected, {found_keys} found"
        return
    by_key = {row["key"]: row for row in found}
    for row in expected:
        other = found[0] if by == "none" else by_key[row["key"]]
        for name in ("open", "closed") if by == "stage" else [*COUNTS, *RATES, *SPREADS, "source_diversity"]:
            if not _agree(name, row[name], other[name], row["sizes"].get(name)):
                yield f"{row['key']}.{name}: {row[name]} expected, {other[name]} found"


def _agree(name: str, expected: Any, found: Any, sizes: dict[str, float] | None) -> bool:
    if name in COUNTS or name in RATES:
        return bool(expected == found)
    if sizes is not None:
        near = (_near(expected[name], found[name], size) for name, size in sizes.items())
        return expected["n"] == found["n"] and all(near)
    return bool(found == (expected if expected is None else pytest.approx(expected, rel=1e-9)))


def _near(expected: float | None, found: float | None, size: float) -> bool:
    if expected is None or found is None:
        return expected is found
    return abs(expected - found) <= RELATIVE * size + ABSOLUTE


@settings(max_examples=25)
@given(small_stories())
def test_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        for number in range(4):
            asked = question(rng, told, live=number == 0)
            assert differences(known, asked) == [], asked


@pytest.mark.parametrize("seed", range(6))
def test_long_stories(seed: int) -> None:
    rng = Random(seed)
    told = story(rng, events=150)
    with loaded(told, rng) as known:
        for number in range(32):
            asked = question(rng, told, live=number % 4 == 0)
            assert differences(known, asked) == [], asked
        assert verify(known.store) == []


def test_a_rebuilt_store_answers_the_same() -> None:
    rng = Random(20)
    told = story(rng, events=60)
    with loaded(told, rng) as known:
        rebuild(known.store)
        for number in range(20):
            asked = question(rng, told, live=number % 4 == 0)
            assert differences(known, asked) == [], asked
