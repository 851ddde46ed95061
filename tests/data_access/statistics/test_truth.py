"""Whatever comes in whatever order, a figure as of T is what plain counting of the messages known at T gives."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import HOUR, MINUTE, Micros, format_instant
from data_access.ingest.rebuild import verify
from data_access.statistics.figures import figure, figures_by_child, history
from tests.data_access.statistics.ground import TOTAL, accept, asking, said, site, take
from tests.data_access.worlds import NOW, STORED, TREE

VISITS = "visit.count"
FIRST = NOW - NOW % HOUR - 8 * HOUR
AREAS = ("d", "s1", "s2", "c1", "c2", "c3", "g1")
FRESH = HOUR


class Told(NamedTuple):
    """A report: area, number of its hour, value, minutes from the hour's begin to the report."""

    area: str
    hour: int
    value: int
    delay: int

    @property
    def end(self) -> Micros:
        return FIRST + (self.hour + 1) * HOUR

    @property
    def at(self) -> Micros:
        return FIRST + self.hour * HOUR + self.delay * MINUTE


TOLD = st.builds(
    Told,
    st.sampled_from(AREAS),
    st.sampled_from((0, 5, 6, 7, 7, 7)),
    st.integers(0, 9),
    st.sampled_from((0, 30, 59, 60, 90, 300)),
).filter(lambda one: one.at <= NOW)
MOMENT = st.integers(0, 9 * 60).map(lambda minutes: min(FIRST + minutes * MINUTE, NOW))


def messages(told: Sequence[Told], metric: str = TOTAL) -> list[dict[str, Any]]:
    return [said(metric, one.area, one.value, one.end - HOUR, at=one.at) for one in told]


def known(told: Sequence[Told], moment: Micros) -> dict[tuple[str, int], Told]:
    """The reports in force as of a moment, by area and hour."""
    found: dict[tuple[str, int], Told] = {}
    for one in told:
        before = found.get((one.area, one.hour))
        if one.at <= moment and (before is None or (one.at, one.value) > (before.at, before.value)):
            found[one.area, one.hour] = one
    return found


class Sum(NamedTuple):
    """What is to be shown of one area."""

    value: float
    first: Micros
    end: Micros
    at: Micros
    reported: int
    stale: bool


def children(area: str) -> list[str]:
    return [code for code, (_, parent, _) in TREE.items() if parent == area]


def expected(area: str) -> int:
    level, _, _ = TREE[area]
    return 1 if level == "community" else sum(expected(child) for child in children(area))


def shown(area: str, told: Sequence[Told], moment: Micros) -> Sum | None:
    """The figure of a level as the definitions say it, told slowly."""
    mine = [one for (whose, _), one in known(told, moment).items() if whose == area and one.end - HOUR <= moment]
    own = max(mine, key=lambda one: one.hour, default=None)
    parts = [part for part in (shown(child, told, moment) for child in children(area)) if part is not None]
    fresh = [part for part in parts if not part.stale]
    used = fresh or parts
    rolled = None
    if used:
        reported = sum(part.reported for part in fresh)
        if TREE[area][0] == "community":
            reported = 1 if fresh else 0
        at = min(part.at for part in used)
        value = math.fsum(part.value for part in used)
        first, end = min(part.first for part in used), max(part.end for part in used)
        rolled = Sum(value, first, end, at, min(reported, expected(area)), moment - at > 5 * FRESH)
    if own is None:
        return rolled
    said_itself = Sum(own.value, own.end, own.end, own.at, expected(area), moment - own.at > 5 * FRESH)
    if rolled is None or own.end >= rolled.end:
        return said_itself
    return rolled if rolled.reported == expected(area) or said_itself.stale else said_itself


@STORED
@given(st.lists(TOLD, max_size=40), MOMENT)
def test_a_level_as_of_any_moment_is_what_plain_counting_gives(told: list[Told], moment: Micros) -> None:
    with site() as store:
        accept(store, messages(told))
        for area in AREAS:
            with asking(store, area=area, as_of=moment) as (reader, question):
                found = figure(reader, question, TOTAL)
            right = shown(area, told, moment)
            assert found.value == (None if right is None else right.value)
            assert ("missing" in found.flags) == (right is None)
            if right is not None:
                assert (found.at, found.end, "stale" in found.flags) == (right.at, right.end, right.stale)
                if area != "g1":
                    assert (found.reported, found.expected) == (right.reported, expected(area))


@STORED
@given(st.lists(TOLD, max_size=40), MOMENT, st.integers(2, 8))
def test_a_flow_as_of_any_moment_is_what_plain_counting_gives(told: list[Told], moment: Micros, hours: int) -> None:
    told = [one for one in told if one.area.startswith("c")]
    window = (moment - hours * HOUR, moment)
    with site() as store:
        accept(store, messages(told, VISITS))
        text = f"{format_instant(window[0])}/{format_instant(window[1])}"
        for area in ("d", "s1", "c1"):
            with asking(store, area=area, as_of=moment, window=text) as (reader, question):
                found = figure(reader, question, VISITS)
                periods = history(reader, question, VISITS)
            below = {code for code in AREAS if code == area or _within(code, area)}
            some = [
                one
                for (whose, _), one in known(told, moment).items()
                if whose in below and window[0] < one.end <= window[1]
            ]
            assert found.value == (sum(one.value for one in some) if some else None)
            assert sum(one.value or 0 for one in periods) == (found.value or 0)
            assert [one.end for one in periods] == sorted({one.end for one in some})


@STORED
@given(st.lists(TOLD, min_size=1, max_size=40), st.data())
def test_no_order_of_arrival_and_no_duplicate_matters(told: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.permutations([*told, *data.draw(st.lists(st.sampled_from(told), max_size=10))]))
    size = data.draw(st.integers(1, len(again)))
    answers = []
    for batches in ([told], [again[place : place + size] for place in range(0, len(again), size)]):
        with site() as store:
            accepted = 0
            for batch in batches:
                receipt = take(store, messages(batch))
                assert receipt.quarantined == []
                accepted += receipt.accepted
            assert accepted == len(set(told))
            assert verify(store) == []
            with asking(store) as (reader, question):
                answers.append((figure(reader, question, TOTAL), history(reader, question, TOTAL)))
    assert answers[0] == answers[1]


@STORED
@given(st.lists(TOLD, max_size=40), MOMENT)
def test_children_and_parent_agree(told: list[Told], moment: Micros) -> None:
    """A roll-up is the sum of what the children show, those that are stale left out."""
    with site() as store:
        accept(store, messages(told))
        for area in ("d", "s1", "s2"):
            with asking(store, area=area, as_of=moment) as (reader, question):
                parent, below = figure(reader, question, TOTAL), figures_by_child(reader, question, TOTAL)
            counted = [one for one in below if one.value is not None and "stale" not in one.flags]
            if not parent.own and counted:
                assert parent.value == math.fsum(one.value or 0 for one in counted)
                assert parent.reported == sum(one.reported for one in counted)
            if not parent.own and not counted:
                assert (parent.value is None) == all(one.value is None for one in below)
            assert parent.expected == sum(one.expected for one in below)


def _within(code: str, area: str) -> bool:
    parent = TREE[code][1]
    return parent is not None and (parent == area or _within(parent, area))
