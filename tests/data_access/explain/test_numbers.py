from typing import Any

import pytest

from data_access.cases.selecting import RULES
from data_access.explain.naming import read_cut
from data_access.explain.numbers import Explained, explain_measure
from data_access.reader import UNLOCATED
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import moment, reading

NUMBERS: dict[str, tuple[Any, ...]] = {
    # number: value, numerator, denominator, rows of its first list
    "reported": (4, None, None, 4),
    "closed": (3, None, None, 3),
    "open": (2, None, None, 2),
    "overdue": (1, None, None, 1),
    "due": (3, None, None, 3),
    "on_time_rate": (1 / 3, 1, 3, 3),
    "closure_rate": (2 / 3, 2, 3, 3),
    "rework_rate": (0.0, 0, 3, 3),
    "satisfaction": (1.0, 1, 1, 1),
    "self_handled_share": (0.25, 1, 4, 4),
    "self_handled": (1, None, None, 1),
    "forwarded": (3, None, None, 3),
    "unproven_share": (1.0, 1, 1, 1),
    "source_diversity": (2.8284271247, None, 4, 4),
    "response_p50": (600.0, None, 1, 1),
    "handling_p50": (3600.0, None, 3, 3),
    "unowned": (1, None, None, 1),
    "unaccepted": (2, None, None, 2),
    "stock": (4, None, None, 4),
    "stock/stage:dispatched": (1, None, None, 1),
    "entered/stage:handled": (3, None, None, 3),
    "entered/stage:archived": (1, None, None, 1),
    "stay_p50/stage:collected": (600.0, None, 3, 3),
    "open_age_p50": (16_496.0, None, 2, 2),
    "acceptance_rate": (0.5, 1, 2, 2),
    "late_response": (0.5, 1, 2, 2),
    "lifetime_p50/department:chengguan": (172_950.0, None, 3, 3),
    "urged/department:chengguan": (2, None, 1, 1),
    "handed_on/department:gongan": (1, None, 1, 1),
    "taken_over/department:chengguan": (1, None, 1, 1),
    "returned": (0, None, 0, 0),
    "received/department:chengguan": (2, None, 2, 2),
    "pushed/department:gongan": (1, None, 1, 1),
    "pushed_share/department:gongan": (1.0, 1, 1, None),
    "reported_share/source:hotline": (0.5, 2, 4, 4),
    "on_time_rate/severity:4": (1.0, 1, 1, 1),
    "on_time_rate/severity:1": (0.0, 0, 2, 2),
    "open/due:0-7200": (0, None, None, 0),
    "reported/area:unlocated": (1, None, None, 1),
    "reported/window:4h": (2, None, None, 2),
    "reported/stage:dispatched": (1, None, None, 1),
    "open/department:unassigned": (1, None, None, 1),
}


def explained(store: Store, name: str, **view: Any) -> Explained:
    measure, _, cut = name.partition("/")
    with reading(store) as reader:
        return explain_measure(reader, View(**view), read_cut(measure, cut))


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_of_the_six_cases(told: Store, name: str) -> None:
    found = explained(told, name)
    value, numerator, denominator, rows = NUMBERS[name]
    # Whole hours of percentiles come from histograms.
    assert found.value == pytest.approx(value, rel=0.01 if found.kind == "duration" else 1e-9)
    assert (found.numerator, found.denominator, found.rows) == (numerator, denominator, rows)
    assert found.lists == RULES[name.partition("/")[0]].parts


@pytest.mark.parametrize("name", [name for name in NUMBERS if "unlocated" not in name])
def test_the_areas_below_and_what_is_in_none_make_the_number(told: Store, name: str) -> None:
    found = explained(told, name)
    if found.kind in ("count", "times"):
        assert sum(piece.value or 0 for piece in found.pieces) == found.value or not found.pieces
    if found.kind == "rate" and found.pieces:
        assert sum(piece.numerator or 0 for piece in found.pieces) == found.numerator
        assert sum(piece.denominator or 0 for piece in found.pieces) == found.denominator
    assert [piece.drill for piece in found.pieces] == [piece.key != UNLOCATED for piece in found.pieces]


def test_pieces_are_those_of_the_area_and_a_leaf_has_none(told: Store) -> None:
    assert [(one.key, one.value) for one in explained(told, "open").pieces] == [
        *(("s1", 1), ("s2", 0), ("s3", 0), (UNLOCATED, 1)),
    ]
    assert [(one.key, one.value) for one in explained(told, "open", area="s1").pieces] == [("c1", 0), ("c2", 1)]
    assert explained(told, "open", area="g3").pieces == ()
    assert explained(told, "open/area:unlocated").pieces == ()


def test_the_past_is_explained_as_it_was(told: Store) -> None:
    then = {"as_of": moment("22 09:50")}
    assert explained(told, "open", **then).value == 3
    assert explained(told, "closed", **then).value == 2
    assert explained(told, "urged/department:chengguan", as_of=moment("22 09:35")).value == 1


def test_before_the_history_nothing_is_known(told: Store) -> None:
    found = explained(told, "reported", window="2026-11-01T00:00:00Z/P1D")
    assert (found.value, found.pieces, found.lists, found.rows) == (None, (), (), None)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nonsense", "measure 'nonsense' is not known; expected one of reported, "),
        ("entered", "stage is missing; expected stage:code in the cut of entered"),
        ("stay_p50/stage:archived", "stage 'archived' is not known; expected one of collected, "),
        ("received", "department is missing"),
        ("open/area:nowhere", "area 'nowhere' is not in the area tree"),
        ("open/window:yesterday", "window 'yesterday' is not known"),
    ],
)
def test_what_is_asked_wrongly_is_named(told: Store, name: str, reason: str) -> None:
    with pytest.raises(ViewError, match=reason):
        explained(told, name)
