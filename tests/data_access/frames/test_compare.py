"""Any panel beside its other side: joined by what tells its rows apart, each value that of its own frame."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data_access.clock import HOUR
from data_access.frames import areas, compare, departments
from data_access.frames.comparable import RULES
from data_access.frames.sides import sides_of
from data_access.reader import OutsideScope
from data_access.statistics.entries import SLOTS
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.frames.test_frames import busy
from tests.data_access.worlds import NOW, moment, reading, world

PLACES = compare.places({"video": SLOTS})


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """A busy world, which no test here changes."""
    with world() as store:
        busy(store)
        yield store


def shown(store: Store, panel: str, scope: str = "", **view: Any) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return compare.frame(reader, View(focus=f"compare:{panel}", **view), PLACES)


@pytest.mark.parametrize("panel", [*RULES, "video-1"])
def test_every_panel_that_can_be_compared_is(filled: Store, panel: str) -> None:
    with reading(filled) as reader:
        for view in (View(window="today"), View(area="s1", against="area:s2"), View(as_of=0)):
            table = compare.frame(reader, view.replaced(focus=f"compare:{panel}"), PLACES)
            assert list(table.columns) == list(compare.COLUMNS)
            by_area = panel in RULES and RULES[panel].by_area and bool(view.rival)
            assert table.attrs["cannot"] == ("areas" if by_area else None)
        if panel in RULES:
            rule, own = RULES[panel], RULES[panel].frame(reader, View(window="today"))
            assert {*rule.keys, *rule.names, *rule.values, *rule.standing, *rule.only} <= set(own.columns)
            assert set(rule.standing) <= set(rule.values)
            rows = [row for row in own.to_dict("records") if all(row[one] in held for one, held in rule.only.items())]
            table = compare.frame(reader, View(window="today", focus=f"compare:{panel}"), PLACES)
            assert bool(len(table)) == any(row[name] is not None for row in rows for name in rule.values)


def test_values_are_those_of_the_panel_asked_by_itself(filled: Store) -> None:
    view = View(window="today", as_of=NOW - HOUR)
    table = shown(filled, "departments", window="today", as_of=NOW - HOUR).set_index(["column"])
    with reading(filled) as reader:
        sides = sides_of(reader, view)
        own, other, then = (departments.frame(reader, one) for one in (sides.own, sides.other, sides.standing))
    for column, theirs in (("on_time_value", other), ("n", other), ("open", then), ("overdue", then)):
        rows = {row["key"][0]: row for row in table.loc[[column]].to_dict("records")}
        for name, side in (("value", own), ("other_value", theirs)):
            expected = {key: value for key, value in zip(side["department"], side[column], strict=True) if value}
            assert {key: row[name] for key, row in rows.items() if row[name]} == expected, (column, name)


def test_areas_below_are_compared_with_the_window_before_only(filled: Store) -> None:
    table = shown(filled, "areas", window="today")
    reported = table[table["column"] == "reported"]
    reported = reported.set_index(reported["key"].str[0])
    with reading(filled) as reader:
        before = areas.frame(reader, sides_of(reader, View(window="today")).other)
    assert reported["other_value"].to_dict() == dict(zip(before["code"], before["reported"], strict=True))
    assert (reported["difference"] == reported["value"] - reported["other_value"]).all()
    refused = shown(filled, "areas", area="s1", against="area:s2")
    assert (refused.attrs["cannot"], len(refused)) == ("areas", 0)


def test_bars_are_joined_in_their_order(filled: Store) -> None:
    table = shown(filled, "balance", window="today")
    first = table[table["column"] == "reported"].iloc[0]
    assert (first["key"], first["names"]) == ([1], [moment("22 00:00")])
    assert first["other_value"] is not None


@pytest.mark.parametrize(
    ("panel", "reason"), [("overdue", "cases"), ("map", "shapes"), ("nothing", "unknown"), ("video-10", "unknown")]
)
def test_what_has_no_rows_to_subtract_says_so(filled: Store, panel: str, reason: str) -> None:
    table = shown(filled, panel)
    assert (table.attrs["cannot"], len(table)) == (reason, 0)


def test_choices_keep_to_the_scope(filled: Store) -> None:
    codes = [code for _, code, _ in shown(filled, "flow", "s1", area="c1").attrs["choices"]]
    assert codes == ["previous", "c2", "s1"]
    with pytest.raises(OutsideScope):
        shown(filled, "flow", "s1", area="c1", against="area:s2")
