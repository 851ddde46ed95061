"""Counted from the store as by hand, now and as of any T."""

from collections.abc import Iterator

import numpy as np
import pytest

from data_access.clock import DAY, HOUR, MINUTE, Micros
from data_access.measures import measure_rows
from data_access.reader import Reader
from data_access.risk.gather import Places, Sliced, by_area, open_cases, placed, points, sliced
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import SIZE, SOUTH, WEST, case, code, fill, lattice
from tests.data_access.worlds import NOW, reading, said

CODES = ("d", "sw", "ne", code(0, 0), code(9, 9))


@pytest.fixture
def store() -> Iterator[Store]:
    with lattice() as found:
        yield found


def told() -> list[dict[str, object]]:
    return [
        case("1", NOW - 30 * MINUTE, 0, 0, severity=3),
        case("2", NOW - 25 * HOUR, 0, 0),
        case("3", NOW - 26 * HOUR, 9, 9, severity=2),
        case("4", NOW - 26 * HOUR, 1, 1),
        said("5", "collected", NOW - 2 * HOUR, area="sw", category="city/x"),
        said("6", "collected", NOW - 2 * HOUR, lon=150.0, lat=10.0),
    ]


def of(reader: Reader, start: Micros, width: Micros = DAY, slices: int = 2, **view: object) -> Sliced:
    return sliced(reader, reader.question(View(**view)), CODES, start, width, slices)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [NOW - 2 * DAY, (NOW - 2 * DAY) // HOUR * HOUR + HOUR], ids=["odd", "whole hours"])
def test_cases_and_severities_by_slice_and_area(store: Store, start: Micros) -> None:
    fill(store, told())
    with reading(store) as reader:
        found = of(reader, start)
    assert found.cases.tolist() == [[3, 2, 1, 1, 1], [3, 2, 0, 1, 0]]
    assert found.severity.tolist() == [[4, 2, 2, 1, 2], [5, 4, 0, 3, 0]]


@pytest.mark.parametrize("start", [NOW - 2 * DAY, (NOW - 2 * DAY) // HOUR * HOUR + HOUR], ids=["odd", "whole hours"])
def test_as_of_a_past_moment_what_came_later_is_not_there(store: Store, start: Micros) -> None:
    fill(store, told())
    with reading(store) as reader:
        before = of(reader, start, as_of=NOW - HOUR)
    fill(store, [said("1", "voided", NOW - 10 * MINUTE), said("3", "voided", NOW - MINUTE)])
    with reading(store) as reader:
        again = of(reader, start, as_of=NOW - HOUR)
        now = of(reader, start)
    assert before.cases.tolist() == again.cases.tolist() == [[3, 2, 1, 1, 1], [2, 1, 0, 0, 0]]
    assert now.cases.tolist() == [[2, 2, 0, 1, 0], [2, 1, 0, 0, 0]]


def test_filters_count(store: Store) -> None:
    fill(store, told())
    with reading(store) as reader:
        found = of(reader, NOW - 2 * DAY, category="city/x")
        both = of(reader, NOW - 2 * DAY, category="city", source="hotline")
    assert found.cases.tolist() == [[0] * 5, [1, 1, 0, 0, 0]]
    assert both.cases.sum(axis=0).tolist() == [6, 4, 1, 2, 1]


def test_no_slices_count_nothing(store: Store) -> None:
    with reading(store) as reader:
        assert of(reader, NOW, slices=0).cases.shape == (0, 5)


def test_cases_by_a_key(store: Store) -> None:
    fill(store, told())
    with reading(store) as reader:
        question = reader.question(View())
        found = by_area(reader, question, CODES, (NOW - 2 * DAY, NOW), lambda c: (NOW - c.collected_at) // DAY, 2)
    assert found.tolist() == [[3, 2, 0, 1, 0], [3, 2, 1, 1, 1]]


def test_points_are_those_in_an_area(store: Store) -> None:
    fill(store, told())
    with reading(store) as reader:
        live = points(reader, reader.question(View()), NOW - DAY, NOW)
        past = points(reader, reader.question(View(as_of=NOW - HOUR)), NOW - 2 * DAY, NOW - HOUR)
    assert live == pytest.approx(np.array([[WEST + SIZE / 2, SOUTH + SIZE / 2]]))
    assert len(past) == 3
    assert sorted(past[:, 0].round(4).tolist()) == sorted(
        round(WEST + (column + 0.5) * SIZE, 4) for column in (0, 1, 9)
    )


def test_placed_cases_carry_their_area_and_category(store: Store) -> None:
    fill(store, told())
    with reading(store) as reader:
        found = placed(reader, reader.question(View()), NOW - 2 * DAY, NOW)
        nothing = placed(reader, reader.question(View()), NOW, NOW + 1)
    assert found.areas[-1] == code(0, 0)
    assert len(found.areas) == len(found.reports.at) == 4
    assert len(set(found.reports.category.tolist())) == 1
    assert len(nothing.areas) == 0


def test_open_and_overdue_agree_with_the_measures(store: Store) -> None:
    fill(store, told(), [said("1", "dispatched", NOW - 20 * MINUTE, due_at=NOW - MINUTE)])
    fill(store, [said("2", "handled", NOW - 5 * MINUTE)])
    for view in (View(), View(as_of=NOW - 10 * MINUTE)):
        with reading(store) as reader:
            question = reader.question(view)
            found = open_cases(reader, question, CODES)
            for place, name in enumerate(CODES):
                (row,) = measure_rows(reader, view.replaced(area=name))
                assert (found.open[place], found.overdue[place]) == (row["open"], row["overdue"])


def test_a_case_in_no_area_lies_in_the_root(store: Store) -> None:
    with reading(store) as reader:
        places = Places(reader.tree, CODES)
    assert places.of(None) == places.of("gone") == (0,)
    assert places.of(code(0, 0)) == (0, 1, 3)
