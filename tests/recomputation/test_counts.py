"""The counts behind measures and scores against the recomputation: by rollups, by states, and as of any T."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from data_access.ingest.rebuild import verify
from data_access.measures import measure
from data_access.reader import Reader, Scope, open_reader
from data_access.tally import Tally
from tests.data_access.worlds import STORED
from tests.recomputation.cases import cases_at, parts, transitions
from tests.recomputation.oracle import counts_of
from tests.recomputation.stories import Question, Story, question, small_stories, story
from tests.recomputation.telling import Loaded, cases_of, loaded, view_of

COUNTS = tuple(name for name, value in asdict(Tally()).items() if isinstance(value, int))


def found_by(reader: Reader, asked: Question, *, live: bool) -> dict[str, dict[str, int]]:
    """The product's counts by key; not `live` takes them from the versions although the present states would do."""
    plain = reader.question(view_of(asked))
    tallies = measure(reader, plain if live else replace(plain, live=False), asked.by)
    return {key: {name: getattr(tally, name) for name in COUNTS} for key, tally in tallies.items()}


def expected_of(known: Loaded, asked: Question) -> dict[str, dict[str, int]]:
    found = {}
    for key, part in parts(cases_of(known, asked), known.story.areas, asked.area, asked.by):
        found["" if asked.by == "none" else key] = counts_of(part, start=asked.start, end=asked.end, as_of=asked.as_of)
    return found


def differences(known: Loaded, asked: Question) -> Iterator[str]:
    nothing = dict.fromkeys(COUNTS, 0)
    expected = expected_of(known, asked)
    with open_reader(known.store, Scope()) as reader:
        for live in (True, False):
            found = found_by(reader, asked, live=live)
            for key in found.keys() | expected.keys():
                one, other = expected.get(key, nothing), found.get(key, nothing)
                # By stage what is open and closed is counted where it is; the rest is not asked of it.
                names = ("open", "closed") if asked.by == "stage" else COUNTS
                yield from (
                    f"{key}.{name}, live {live}: {one[name]} expected, {other[name]} found"
                    for name in names
                    if one[name] != other[name]
                )


def test_the_recomputation_counts_everything_that_a_tally_counts() -> None:
    rng = Random(1)
    told = story(rng, events=3)
    with loaded(told, rng) as known:
        (counts,) = expected_of(known, replace(question(rng, told, live=True), by="none")).values()
    assert set(counts) == set(COUNTS)


@settings(STORED, max_examples=25)
@given(small_stories())
def test_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        for number in range(4):
            asked = question(rng, told, live=number < 2)
            assert list(differences(known, asked)) == [], asked


@pytest.mark.parametrize("seed", range(4))
def test_long_stories(seed: int) -> None:
    rng = Random(seed + 50)
    told = story(rng, events=150)
    with loaded(told, rng) as known:
        for number in range(24):
            asked = question(rng, told, live=number % 2 == 0)
            assert list(differences(known, asked)) == [], asked
        assert verify(known.store) == []


def test_every_count_is_put_to_the_test() -> None:
    told = story(Random(50), events=300)
    end = max(told.times) + 1
    counts = counts_of(cases_at(transitions(told.messages, told.locate), end), start=0, end=end, as_of=end)
    assert all(counts.values()), counts


def test_a_case_without_a_severity_weighs_one() -> None:
    told = story(Random(7), events=80)
    bare = replace(told, messages=tuple({**one, "severity": None} for one in told.messages))
    asked: Any = replace(question(Random(1), told, live=True), by="none", department=None, source=None, category=None)
    with loaded(bare, Random(2)) as known:
        assert list(differences(known, asked)) == []
        (counts,) = expected_of(known, asked).values()
        assert counts["severity"] == counts["reported"]
