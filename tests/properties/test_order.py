"""Order, repetition and batches of the same messages change nothing that follows from them."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.clock import parse_instant
from data_access.ingest.rebuild import rebuild, verify
from data_access.measures import BY
from data_access.store.store import Store
from tests.data_access.worlds import NOW, STORED, accept, contents, measures, moment, said, storied, world
from tests.recomputation.stories import BEGIN, DAY, Story, small_stories, story

Batches = Sequence[Sequence[dict[str, Any]]]


def distinct(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One message a transition: of two that say the same one differently, the first seen would hold."""
    found: dict[Any, dict[str, Any]] = {}
    for one in messages:
        key = (one["source"], one["event_id"], one["stage"], parse_instant(one["at"]), one.get("department") or "")
        found.setdefault(key, one)
    return list(found.values())


def arrivals_of(rng: Random, messages: Sequence[dict[str, Any]]) -> Batches:
    """The messages in some order, some of them again, cut into batches."""
    order = [*messages, *rng.sample(messages, rng.randint(0, len(messages)))]
    rng.shuffle(order)
    cuts = sorted({0, len(order), *(rng.randint(0, len(order)) for _ in range(rng.randint(0, 5)))})
    return [order[start:end] for start, end in pairwise(cuts)]


def answers(store: Store, told: Story, rng: Random) -> list[Any]:
    """Every kind of measures, live and as of an instant in the middle."""
    middle = rng.choice(told.times)
    return [
        measures(store, by, as_of=as_of, window=window, area=area)
        for by in BY
        for as_of in (None, middle, BEGIN + 20 * DAY)
        for window in ("30d",)
        for area in (told.root, told.areas[1][0])
    ]


def same_whatever_the_order(told: Story, rng: Random, times: int) -> None:
    messages = distinct(told.messages)
    if not messages:
        return
    seed = rng.randrange(1_000_000)
    with storied(told, [messages]) as store:
        expected, said_then = contents(store), answers(store, told, Random(seed))
        assert verify(store) == []
    for _ in range(times):
        arrivals = arrivals_of(rng, messages)
        with storied(told, arrivals) as store:
            assert contents(store) == expected
            assert answers(store, told, Random(seed)) == said_then
            assert verify(store) == []
            rebuild(store)
            assert contents(store) == expected


@settings(STORED, max_examples=4)
@given(small_stories())
def test_small_stories_in_any_order(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    same_whatever_the_order(told, rng, 2)


@pytest.mark.parametrize("seed", range(2))
def test_long_stories_in_any_order(seed: int) -> None:
    rng = Random(seed)
    same_whatever_the_order(story(rng, events=40), rng, 1)


def crowd() -> list[dict[str, Any]]:
    """130 located records of one feed: two points that are placeholders in the end, one that is for a while only,
    zeros, what lies outside every area, and cases that go on after they were placed."""
    points = [(117.1, 34.2)] * 7 + [(117.3, 34.2)] * 6 + [(119.0, 34.2)] * 3 + [(0.0, 0.0)] * 4
    points += [(117.5 + number / 1e4, 34.2 + number / 1e4) for number in range(110)]
    messages = []
    for number, (lon, lat) in enumerate(points):
        at = moment("21 00:00") + number * 300_000_000
        place = {"source": "worker", "lon": lon, "lat": lat}
        messages.append(said(f"w{number}", "collected", at, due_at=at + 3_600_000_000, **place))
        if number % 3 == 0:
            messages.append(said(f"w{number}", "dispatched", at + 60_000_000, source="worker", department="gongan"))
        if number % 6 == 0:
            messages.append(said(f"w{number}", "handled", at + 7_200_000_000, source="worker"))
    messages.append(said("w0", "verified", "22 09:00", source="worker", lon=117.3, lat=34.2))
    messages.append(said("w50", "verified", "22 09:00", source="worker", lon=117.1, lat=34.2))
    return messages


@settings(STORED, max_examples=3)
@given(st.randoms(use_true_random=False))
def test_placeholders_in_any_order(rng: Random) -> None:
    messages = crowd()
    views = [{"by": by, "window": window, "as_of": as_of} for by in BY for window in ("7d",) for as_of in (None, NOW)]
    with world() as store:
        accept(store, messages)
        expected, said_then = contents(store), [measures(store, **view) for view in views]
        assert [dict(row)["placeholder"] for row in expected["feed_point"]].count(1) == 2
    with world() as store:
        for batch in arrivals_of(rng, messages):
            accept(store, batch)
        assert verify(store) == []
        assert contents(store) == expected
        assert [measures(store, **view) for view in views] == said_then
