"""The product's marks, posts and stays against the recomputation, for random stories and random instants."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from sqlalchemy import select

from data_access.ingest.rebuild import rebuild
from data_access.reader import Reader, Scope, open_reader
from data_access.rollups.histogram import decode, values_of
from data_access.stays import ended_stays
from data_access.store.schema import event, mark, rollup
from data_access.store.store import Store
from tests.data_access.worlds import STORED
from tests.recomputation.cases import cases_at, transitions
from tests.recomputation.course import HANDOVER, SHOWN, marks_at, marks_of, stays
from tests.recomputation.stories import HOUR, Story, question, small_stories, story
from tests.recomputation.telling import Loaded, cases_of, loaded, view_of

RELATIVE, ABSOLUTE = 0.01, 1e-6
"""What the design allows a length that is read from a logarithmic histogram."""

NAMES = ("source", "event_id", "at", "kind", "previous", "department")
COUNTED = ("urged", "supervised", "returned", "reworked", HANDOVER)


def kept_marks(reader: Reader, as_of: int) -> list[tuple[Any, ...]]:
    """The rows of the table up to an instant, case by case in order."""
    names = names_of(reader)
    columns = (mark.c.event, mark.c.at, mark.c.kind, mark.c.previous, mark.c.department)
    chosen = select(*columns).where(mark.c.at <= as_of).order_by(mark.c.event, mark.c.place)
    return [(*names[number], *rest) for number, *rest in reader.connection.execute(chosen)]


def names_of(reader: Reader) -> dict[int, tuple[str, str]]:
    rows = reader.connection.execute(select(event.c.id, event.c.source, event.c.event_id))
    return {number: (source, event_id) for number, source, event_id in rows}


def in_order(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[tuple[Any, ...]]]:
    """By case, in the order given."""
    found: defaultdict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for source, event_id, *rest in rows:
        found[source, event_id].append(tuple(rest))
    return dict(found)


def marks_agree(known: Loaded, as_of: int) -> None:
    expected = marks_at(known.happened, as_of)[list(NAMES)].itertuples(index=False, name=None)
    with open_reader(known.store, Scope()) as reader:
        assert in_order(kept_marks(reader, as_of)) == in_order(expected)


def states_agree(known: Loaded, rng: Random) -> None:
    """What a state counts of its case, and its post, are those of the marks up to T."""
    for _ in range(3):
        asked = question(rng, known.story)
        cases = cases_of(known, asked)
        befallen = marks_of(marks_at(known.happened, asked.as_of), cases, start=-(2**62), end=2**62)
        tally = befallen.groupby(["case", "kind"]).size()
        expected = sorted(
            (case.source, case.event_id, _text(case.post), *(int(tally.get((case.case, kind), 0)) for kind in COUNTED))
            for case in cases.itertuples()
        )
        with open_reader(known.store, Scope()) as reader:
            table, conditions = reader.states(reader.question(view_of(asked)))
            c = table.c
            columns = (c.source, c.event_id, c.post, c.urged, c.supervised, c.returned, c.reworked, c.moves)
            found = sorted(
                (source, event_id, _text(post), *counts)
                for source, event_id, post, *counts in reader.connection.execute(select(*columns).where(*conditions))
            )
        assert found == expected


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@settings(STORED, max_examples=20)
@given(small_stories())
def test_marks_of_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        for moment in (*rng.sample(told.times, min(3, len(told.times))), max(told.times)):
            marks_agree(known, moment)
        states_agree(known, rng)


@pytest.mark.parametrize("seed", range(3))
def test_marks_of_long_stories(seed: int) -> None:
    rng = Random(seed + 80)
    told = story(rng, events=150)
    with loaded(told, rng) as known:
        for moment in (*rng.sample(told.times, 20), max(told.times)):
            marks_agree(known, moment)
        states_agree(known, rng)
        rebuild(known.store)
        marks_agree(known, max(told.times))


def near(found: Iterable[float], expected: Iterable[float]) -> bool:
    """Whether lengths in ascending order are the same but for what a histogram may be off."""
    one, other = np.sort(np.array(list(found))), np.sort(np.array(list(expected)))
    return len(one) == len(other) and bool(np.all(np.abs(one - other) <= RELATIVE * other + ABSOLUTE))


def rolled_stays(store: Store) -> dict[tuple[str, str, int], list[float]]:
    """Seconds by (area, stage, hour), each as often as it is counted."""
    texts: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
    chosen = select(rollup.c.area, rollup.c.dimension, rollup.c.key, rollup.c.hour, rollup.c.dwell)
    with store.reading() as connection:
        for area, dimension, key, hour, text in connection.execute(chosen.where(rollup.c.dwell != "")):
            assert dimension == "stage"
            texts[area, key, hour].append(text)
    found = {}
    for key, some in texts.items():
        bins, counts = decode(some)
        if counts.sum():
            found[key] = np.repeat(values_of(bins), counts).tolist()
    return found


def expected_stays(told: Story, happened: pd.DataFrame, depth: int) -> dict[tuple[str, str, int], list[float]]:
    """The same from the transitions: every case counts in its area and in all above it, as deep as is kept."""
    parent = dict(told.areas)
    found: defaultdict[tuple[str, str, int], list[float]] = defaultdict(list)
    for stay in stays(cases_at(happened, max(told.times) + 1)).itertuples():
        path = []
        code = stay.area if stay.area in parent else told.root
        while code is not None:
            path.insert(0, code)
            code = parent[code]
        for area in path[: depth + 1]:
            found[area, stay.stay, int(stay.left) // HOUR * HOUR].append(stay.seconds)
    return dict(found)


@pytest.mark.parametrize("seed", range(3))
def test_kept_stays_are_those_of_the_cases(seed: int) -> None:
    """Hour by hour, stage by stage, at every level that is kept; after every batch they are what they would be at
    once, since later steps take away what earlier ones had added."""
    rng = Random(seed + 90)
    told = story(rng, events=120)
    with loaded(told, rng) as known:
        found = rolled_stays(known.store)
        deepest = max(len(_path(told, area)) - 1 for area, _, _ in found)
        expected = expected_stays(told, transitions(told.messages, told.locate), deepest)
    assert found.keys() == expected.keys()
    assert {stage for _, stage, _ in expected} == set(SHOWN[:-1])
    for key, lengths in expected.items():
        assert near(found[key], lengths), key


def _path(told: Story, code: str) -> list[str]:
    parent: str | None = dict(told.areas)[code]
    return [code] if parent is None else [*_path(told, parent), code]


def ended_agree(known: Loaded, rng: Random, number: int) -> None:
    for place in range(number):
        asked = question(rng, known.story, live=place % 2 == 0)
        ended = stays(cases_of(known, asked))
        ended = ended[(ended["left"] >= asked.start) & (ended["left"] < asked.end)]
        with open_reader(known.store, Scope()) as reader:
            found = ended_stays(reader, reader.question(view_of(asked)), (asked.start, asked.end))
        for stage in SHOWN[:-1]:
            lengths = np.sort(ended[ended["stay"] == stage]["seconds"].to_numpy(dtype=float))
            assert found[stage].n == len(lengths), (asked, stage)
            for quantile, value in zip((0.5, 0.9), found[stage].percentiles(0.5, 0.9), strict=True):
                assert (value is None) == (len(lengths) == 0)
                if value is not None:
                    right = float(np.quantile(lengths, quantile))
                    assert abs(value - right) <= RELATIVE * right + 1.0, (asked, stage)


@settings(STORED, max_examples=12)
@given(small_stories())
def test_stays_that_ended_in_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        ended_agree(known, rng, 4)


def test_stays_that_ended_in_a_long_story() -> None:
    rng = Random(33)
    with loaded(story(rng, events=150), rng) as known:
        ended_agree(known, rng, 24)
