"""What is asked of the past, or by somebody who may see a part only, against a store that holds no more than that.

Two stores are compared panel by panel: one that was told everything, asked as of T or within a scope, and one
that was told only what had happened by T, or what lies in the scope, asked plainly.
"""

import json
import math
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from dashboard.alerts.watcher import Watcher
from data_access.alerts.rules import load_rules
from data_access.alerts.standing import Standing, standing
from data_access.clock import DAY, HOUR, Micros, parse_instant
from data_access.reader import Reader
from data_access.store.store import Store
from data_access.view import View
from layouts.ids import PanelId
from layouts.panels import PANELS
from layouts.scenes import TAKEOVER, WALLS
from tests.data_access.worlds import CODES, NOW, Clock, accept, reading, said, world

Message = dict[str, Any]
Spared = Mapping[PanelId, Set[str]]

S1 = frozenset({"s1", "c1", "c2", "g1", "g2", "g3"})
WITHIN = 0.0101
"""How far two durations may differ of which one comes from histograms."""

ALL = frozenset({"*"})
"""Everything a panel shows."""

LIVE_ONLY = {
    # The line behind is drawn from whole hours where T is now.
    PanelId.KPIS: {"trend_previous"},
    # Drawn through percentiles of histograms: a difference of 1 % moves a curve sideways.
    PanelId.SPREAD: {"density"},
    # What differs by two lengths that are each off by 1 % may be off by more.
    PanelId.COMPARE_FIGURES: {"difference", "change", "verdict", "p"},
    # Kept in the store for now, in the order in which they were raised: compared by themselves.
    **dict.fromkeys((PanelId.WARNINGS, *TAKEOVER.panels), ALL),
    # When a step came in is not when it was done, and a link to a case of later says so; what is told besides the steps
    # has tests of its own.
    PanelId.EVENT: {"received_at", "told", "missing", "first_at"},
    # What a wall shows is asked of its clock, whatever the view.
    **dict.fromkeys(WALLS.panels, ALL),
}
OF_FEEDS = {
    PanelId.INFLOW: {"last_at"},
    PanelId.SOURCES: {"last_at"},
    PanelId.SENTENCE: {"silent_seconds"},
    PanelId.EVENT: {"told"},
}
"""What tells how a feed does, not what happens in an area."""

SEVERITIES = (None, 1, 1, 3, 3, 3, 5)
"""Few of the highest: a rule warns of no more than it names, of the whole tree, before anybody's part is cut out."""

VIEWS = (
    {},
    {"window": "7d"},
    {"window": "30d", "area": "s1"},
    {"window": "7d", "area": "g1", "language": "en"},
    {"window": "7d", "department": "chengguan"},
    {"source": "hotline", "category": "city"},
    {"window": "30d", "focus": "department:chengguan/on_time"},
    {"window": "today", "area": "s2", "focus": "surface:risk"},
    {"window": "7d", "focus": "surface:growth"},
    {"focus": "event:hotline/first"},
    {"focus": "event:worker/7"},
)
BEYOND = (
    {"as_of": NOW - 4 * DAY - 1, "window": "7d"},
    {"window": "30d", "focus": "area:s2/on_time"},
    {"window": "7d", "focus": "area:d"},
)
"""The past of a part, and what somebody who sees the part only should not have asked for."""


def story(seed: int, *, count: int = 160, days: int = 20) -> list[Message]:
    """Cases of the last weeks in every twist, in any order of arrival; one that is first of all."""
    rng = Random(seed)
    told = [said("first", "collected", NOW - 25 * DAY, area="g1")]
    for number in range(count):
        at, name, source = NOW - rng.randrange(days * DAY), str(number), rng.choice(["hotline", "worker", "app"])
        due = at + rng.choice((HOUR, 6 * HOUR, DAY)) if rng.random() < 0.9 else None
        where = {"area": rng.choice(CODES), "category": rng.choice(["city/street", "city/street/stall", "safety"])}
        more = {"severity": rng.choice(SEVERITIES), "self_handled": rng.choice((None, True, False))}
        told.append(said(name, "collected", at, source=source, due_at=due, title=f"题{name}", **where, **more))
        for _ in range(rng.randrange(9)):
            at += rng.randrange(1, 10) * HOUR
            if at > NOW:
                break
            told.append(step(rng, name, source, at))
    rng.shuffle(told)
    return told


def step(rng: Random, name: str, source: str, at: Micros) -> Message:
    """One further transition of a case."""
    stage = rng.choice(["dispatched", "dispatched", "accepted", "verified", "handled", "evaluated", "archived"])
    if rng.random() < 0.3:
        stage = rng.choice(["returned", "reworked", "urged", "supervised", "extended", "voided"])
    more: Message = {"department": rng.choice(["chengguan", "gongan", None])}
    if stage == "evaluated":
        more["satisfaction"] = rng.choice((None, 1, 4, 5))
    if stage == "extended":
        more["due_at"] = at + DAY
    if stage == "handled":
        more["note"] = rng.choice((None, "已清理"))
    if rng.random() < 0.2:
        more["post"] = rng.choice(["甲", "乙"])
    return said(name, stage, at, source=source, **more)


def differences(one: Reader, other: Reader, view: View, spared: Spared) -> Iterator[str]:
    """Where the panels of two readers differ in one view."""
    for panel in PANELS:
        without = spared.get(panel.id, frozenset())
        if without is ALL:
            continue
        left, right = panel.frame(one, view), panel.frame(other, view)
        assert list(left.columns) == list(right.columns)
        if len(left) != len(right):
            yield f"{panel.id}: {len(left)} and {len(right)} rows"
            continue
        for column in set(left.columns) - without:
            for place, (a, b) in enumerate(zip(left[column], right[column], strict=True)):
                if not alike(a, b):
                    yield f"{panel.id}.{column}[{place}]: {a!r:.200} and {b!r:.200}"
        names = (left.attrs.keys() | right.attrs.keys()) - {"data_time"} - without
        yield from (
            f"{panel.id} {name}: {left.attrs.get(name)!r:.200} and {right.attrs.get(name)!r:.200}"
            for name in names
            if not alike(left.attrs.get(name), right.attrs.get(name))
        )


def alike(one: Any, other: Any) -> bool:
    """Equal, or two durations or rates of them within 1 %."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=WITHIN, abs_tol=1e-9)
    return bool(one == other)


def test_what_is_compared_would_differ() -> None:
    assert alike([1, {"a": 1.0}], [1, {"a": 1.005}])
    for one, other in ((1, 2), (1.0, 1.02), ([1], [1, 1]), (None, 0), ({"a": 1}, {"b": 1}), (0.0, None)):
        assert not alike(one, other)


@contextmanager
def telling(told: list[Message], moment: Micros = NOW) -> Iterator[Store]:
    """A store that was told something, at a moment."""
    with world(clock=Clock(moment)) as store:
        accept(store, told)
        yield store


def both(one: Store, other: Store, view: View, spared: Spared, scope: str = "") -> list[str]:
    """Where two stores differ in one view."""
    with reading(one, scope) as left, reading(other, scope) as right:
        return list(differences(left, right, view, spared))


@pytest.mark.parametrize("seed", [1, 2])
def test_as_of_t_every_panel_shows_what_it_showed_then(seed: int) -> None:
    told = story(seed)
    moments = (NOW - 9 * DAY - 1_234_567, parse_instant(Random(seed).choice(told)["at"]), NOW - 30 * HOUR)
    with telling(told) as whole:
        for number, moment in enumerate(moments):
            known = [one for one in told if parse_instant(one["at"]) <= moment]
            with telling(known, moment) as then:
                for given in VIEWS[(number + seed) % 3 :: 3]:
                    view = View(as_of=moment, **given)
                    with reading(whole) as late, reading(then) as live:
                        assert (late.question(view).live, live.question(view).live) == (False, True)
                    assert both(whole, then, view, LIVE_ONLY) == [], view


@pytest.mark.parametrize("moment", [NOW - 9 * DAY - 1_234_567, NOW - 30 * HOUR - 1])
def test_the_warnings_of_the_past_are_those_that_stood_then(moment: Micros) -> None:
    told = story(4)
    known = [one for one in told if parse_instant(one["at"]) <= moment]
    with telling(told) as whole, telling(known, moment) as then:
        Watcher(then, load_rules()).turn()
        for given in ({}, {"area": "s1"}, {"department": "gongan"}, {"source": "hotline", "category": "city"}):
            view = View(as_of=moment, **given)
            with reading(whole) as late, reading(then) as live:
                replayed, kept = standing(late, view), standing(live, view)
                assert (replayed.basis, kept.basis) == ("replayed", "kept")
                assert said_by(replayed) == [one for one in said_by(kept) if one[0] != "hot-spot"]
                assert said_by(kept)


def said_by(found: Standing) -> list[tuple[Any, ...]]:
    """What warnings say, whatever their order."""
    return sorted(
        (one.rule, one.subject, str(one.area), one.severity, json.dumps(one.evidence, sort_keys=True))
        for one in found.warnings
    )


@pytest.mark.parametrize("given", [*VIEWS, *BEYOND], ids=repr)
def test_a_scope_holds_nothing_from_outside(given: Message, scoped: tuple[Store, Store]) -> None:
    if given.get("area") == "s2":
        given = {**given, "area": "c2"}
    assert both(*scoped, View(**{"as_of": NOW + 1, **given}), OF_FEEDS, "s1") == []


@pytest.fixture(scope="module")
def scoped() -> Iterator[tuple[Store, Store]]:
    """A store of the whole, and one that knows what lies in s1 alone; nothing ever moves."""
    rng = Random(3)
    told = [one for one in story(3) if one["stage"] == "collected" or one.pop("area", None) is None]
    home = {(one["source"], one["event_id"]): one["area"] for one in told if one["stage"] == "collected"}
    assert {area in S1 for area in home.values()} == {True, False}
    rng.shuffle(told)
    inside = [one for one in told if home[one["source"], one["event_id"]] in S1]
    with telling(told) as whole, telling(inside) as part:
        yield whole, part
