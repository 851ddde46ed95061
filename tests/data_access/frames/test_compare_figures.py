"""The figures of two sides: each what its own view says, their difference, and when something is said of it."""

from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from data_access.clock import HOUR, MINUTE
from data_access.frames import compare_figures
from data_access.frames.compare_figures import COUNTS, DURATIONS, LEVELS, RATES
from data_access.frames.sides import sides_of
from data_access.measures import measure_rows
from data_access.reader import OutsideScope, Reader
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said, storied
from tests.data_access.worlds import areas as tree
from tests.recomputation.stories import Story, batches, question, small_stories

FIELDS = {"response_p50": "response_seconds", "response_p90": "response_seconds"} | {
    "handling_p50": "handling_seconds",
    "handling_p90": "handling_seconds",
}


def shown(store: Store, scope: str = "", **view: Any) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return compare_figures.frame(reader, View(**view)).set_index("measure")


def value_of(row: dict[str, Any], name: str) -> Any:
    """A figure of a row of GET /api/v1/measures."""
    if name in RATES:
        return row[name]["value"]
    return row[FIELDS[name]][name.rpartition("_")[2]] if name in DURATIONS else row[name]


def disagreeing(reader: Reader, view: View) -> list[str]:
    """Where a side is not what its own view says by itself; empty if they agree."""
    table = compare_figures.frame(reader, view)
    sides = sides_of(reader, view)
    found = []
    for column, side, known in (("value", sides.own, sides.own_known), ("other_value", sides.other, sides.other_known)):
        (row,) = measure_rows(reader, side)
        if column == "other_value":
            (levels,) = measure_rows(reader, sides.standing)
            row |= {name: levels[name] for name in LEVELS}
        for name, value in zip(table["measure"], table[column], strict=True):
            expected = value_of(row, name) if known else None
            # The window before is at most a tick old and read from rollups where its states are asked from the edges.
            if value != expected and (value is None or value != pytest.approx(expected, rel=0.011)):
                found.append(f"{column} of {name}: {value} != {expected}")
    return found


@settings(max_examples=6)
@given(small_stories())
def test_each_side_is_what_its_own_view_says(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, batches(rng, told.messages)) as store:
        for number in range(3):
            asked = question(rng, told, live=number == 0)
            rival = rng.choice([code for code, _ in told.areas])
            filters = {"department": asked.department, "source": asked.source, "category": asked.category}
            view = View(area=asked.area, window=asked.window, as_of=asked.as_of, **filters)
            with reading(store) as reader:
                for against in ("", "previous", f"area:{rival}"):
                    assert disagreeing(reader, view.replaced(against=against)) == [], (view, against)


def fill(store: Store, area: str = "g1", day: int = 22, *, late: int = 0, cases: int = 60) -> None:
    """Cases of a morning, all due and closed by noon, the first `late` of them too late."""
    batch = []
    for number in range(cases):
        name, at = f"{area}-{day}-{number}", moment(f"{day} 08:00") + number * MINUTE
        batch.append(said(name, "collected", at, area=area, due_at=at + HOUR))
        batch.append(said(name, "dispatched", at + MINUTE, department="chengguan"))
        batch.append(said(name, "accepted", at + 2 * MINUTE, department="chengguan"))
        batch.append(said(name, "handled", at + (2 * HOUR if number < late else HOUR // 2), department="chengguan"))
    accept(store, batch)


def test_the_window_before_is_known_at_t_and_its_levels_stand_at_its_end(store: Store) -> None:
    accept(store, [said("1", "collected", "20 08:00", due_at="21 09:00"), said("2", "collected", "20 09:00")])
    accept(store, [said("1", "handled", "22 09:00"), said("3", "collected", "22 10:00")])
    table = shown(store, against="previous")
    assert table.loc["reported", ["value", "other_value", "difference", "change"]].tolist() == [1, 0, 1, None]
    # One of the two was closed since; then both were open, and the first was late.
    assert table.loc["open", ["value", "other_value", "difference", "change"]].tolist() == [2, 2, 0, 0.0]
    assert table.loc["overdue", ["value", "other_value"]].tolist() == [0, 1]
    assert table.attrs["before"]
    assert table.attrs["other_end"] == table.attrs["own_start"]


def test_only_a_sure_and_large_difference_is_judged(store: Store) -> None:
    fill(store, day=21, late=2)
    fill(store, day=22, late=45)
    table = shown(store, window="today")
    assert table.loc["on_time_rate", ["numerator", "denominator", "other_numerator"]].tolist() == [15, 60, 58]
    assert table.loc["on_time_rate", "verdict"] == "worse"
    assert table.loc["on_time_rate", "p"] < 0.001
    assert table.loc["handling_p50", "verdict"] == "worse"
    assert table.loc["reported", "verdict"] == table.loc["response_p50", "verdict"] == "alike"
    assert table.loc["response_p90", "verdict"] == table.loc["source_diversity", "verdict"] == "unjudged"
    back = shown(store, window="today", as_of=moment("21 12:34"))
    assert back.loc["on_time_rate", "verdict"] is None


def test_few_cases_are_never_judged(store: Store) -> None:
    fill(store, day=21, late=0, cases=9)
    fill(store, day=22, late=9, cases=9)
    verdicts = shown(store, window="today")["verdict"]
    assert set(verdicts.drop(["response_p90", "handling_p90", "source_diversity", "satisfaction"])) == {"few"}
    # Of no score at all there is nothing to say.
    assert verdicts["satisfaction"] is None


def test_areas_are_compared_per_head_where_their_people_are_known(store: Store) -> None:
    fill(store, "g1")
    fill(store, "g4")
    table = shown(store, area="s1", against="area:s2")
    assert table.attrs["population"] is None
    assert set(table["per_thousand"]) == {None}
    assert table.loc["reported", "verdict"] == "unjudged"
    people = {"s1": 30_000, "s2": 3_000}
    store.replace_areas([_peopled(one, people.get(one.code)) for one in tree()])
    table = shown(store, area="s1", against="area:s2")
    assert table.attrs["population"] == (30_000, 3_000)
    assert table.loc["reported", ["per_thousand", "other_per_thousand"]].tolist() == [2.0, 20.0]
    assert table.loc["reported", "verdict"] == "different"
    assert table.loc["on_time_rate", "per_thousand"] is None
    assert (table.attrs["own_area"], table.attrs["other_area"]) == ("名s1", "名s2")


def test_only_what_may_be_seen_can_be_compared_with(store: Store) -> None:
    fill(store)
    assert shown(store, "s1", area="c1", against="area:c2").loc["reported", "other_value"] == 0
    with pytest.raises(OutsideScope):
        shown(store, "s1", area="c1", against="area:s2")


def _peopled(area: Any, population: int | None) -> Any:
    return type(area)(area.code, area.name, area.level, area.parent, area.name_en, population, area.geometry)


def test_before_the_history_nothing_is_nought(store: Store) -> None:
    fill(store)
    table = shown(store, as_of=NOW, window="30d")
    assert set(table["other_value"]) == set(table["difference"]) == {None}
    assert all(table.loc[name, "value"] is not None for name in COUNTS)
    assert set(shown(store, as_of=0)["value"]) == {None}
