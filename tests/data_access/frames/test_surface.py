"""The map of density and risk: bands, modes, what is left out, and every state it may be in."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import shapely

from data_access.clock import DAY, HOUR, format_instant
from data_access.frames.surface import BANDS, COLUMNS, MODES, frame
from data_access.risk.ground import on_plane, plane_of
from data_access.risk.index_rules import RiskRules, shipped
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import areas, burst, case, code, fill, lattice, ordinary
from tests.data_access.worlds import NOW, reading, said

CENTRE = (117.05, 34.05)


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def bands(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["kind"] == "band"]


def shapes(table: pd.DataFrame) -> list[Any]:
    return [shapely.from_geojson(json.dumps(one)) for one in bands(table)["geometry"]]


@pytest.fixture(scope="module")
def full() -> Iterator[Store]:
    with lattice() as store:
        block = [(x, y) for x in (6, 7, 8) for y in (6, 7, 8)]
        yield fill(store, ordinary(), burst(block, 9), [said("nowhere", "collected", NOW - HOUR, area="sw")])


def test_the_bands_rise_to_the_densest_place(full: Store) -> None:
    table = shown(full)
    found = bands(table)
    levels = table.attrs["levels"]
    assert list(table.columns) == list(COLUMNS)
    assert found["band"].tolist() == sorted(found["band"])
    assert set(found["band"]) <= set(range(1, BANDS + 1))
    assert len(levels) == BANDS
    assert [round(level / levels[0]) for level in levels] == [1, 3, 6, 10, 15, 21, 28, 36]
    assert all(low == pytest.approx(levels[band - 1]) for band, low in zip(found["band"], found["low"], strict=True))
    top = shapes(table)[-1].centroid
    assert (top.x, top.y) == pytest.approx((117.075, 34.075), abs=0.012)


def test_bands_lie_within_the_area_and_beside_each_other(full: Store) -> None:
    outline = areas()[0].geometry
    found = shapes(shown(full))
    assert all(one.is_valid for one in found)
    assert all(one.difference(outline.buffer(1e-4)).is_empty for one in found)
    together = shapely.union_all(found).area
    assert sum(one.area for one in found) == pytest.approx(together, rel=0.02)


def test_one_point_is_the_kernel_itself() -> None:
    with lattice() as store:
        table = shown(fill(store, [case("1", NOW - HOUR, 4, 4, dx=0.5, dy=0.5)]))
    found = bands(table)
    peak = 10_000 / (2 * 3.141592653589793 * 250**2)
    assert found["high"].max() == pytest.approx(peak, rel=0.02)
    ((low, shape),) = [(found["low"].iloc[0], shapes(table)[0])]
    metres = on_plane(plane_of([areas()[0].geometry]), shape)
    # Where a Gaussian falls to a level it is sigma * sqrt(2 ln(peak / level)) away.
    outer = (metres.bounds[2] - metres.bounds[0]) / 2
    assert outer == pytest.approx(250 * (2 * math.log(peak / low)) ** 0.5, rel=0.03)
    assert (table.attrs["placed"], table.attrs["unplaced"]) == (1, 0)


def test_what_has_no_point_is_counted_and_not_drawn(full: Store) -> None:
    attrs = shown(full).attrs
    assert attrs["unplaced"] == 1
    assert attrs["placed"] == 81 + 100
    assert (attrs["bandwidth"], attrs["cell"], attrs["per"]) == (250, 50, "hectare")


def test_the_bandwidth_is_that_of_the_level(full: Store) -> None:
    assert shown(full, area="ne").attrs["bandwidth"] == 150
    leaf = shown(full, area=code(7, 7))
    assert leaf.attrs["bandwidth"] == 50
    assert leaf[leaf["kind"] == "area"]["ring"].tolist() == [0]
    assert len(bands(leaf))


def test_a_growth_has_bands_on_both_sides(full: Store) -> None:
    table = shown(full, focus="surface:growth")
    found = bands(table)
    assert table.attrs["mode"] == "growth"
    assert {-1, 1} <= set(found["band"])
    assert found["band"].abs().max() <= BANDS // 2
    top = shapes(table)[found["band"].tolist().index(found["band"].max())].centroid
    assert (top.x, top.y) == pytest.approx((117.075, 34.075), abs=0.015)
    assert (found[found["band"] < 0]["high"] < 0).all()
    assert (found[found["band"] > 0]["low"] > 0).all()


def test_a_growth_needs_a_window_before(full: Store) -> None:
    table = shown(full, focus="surface:growth", window="30d")
    assert table.attrs["missing"] == "history"
    assert bands(table).empty


def test_the_risk_has_indices_and_no_bands(full: Store) -> None:
    table = shown(full, focus="surface:risk")
    found = table[table["kind"] == "area"]
    assert bands(table).empty
    assert found["value"].notna().all()
    assert set(found["ring"]) == {1, 2}
    assert shown(full, focus="index:ne").attrs["mode"] == "risk"
    assert shown(full, focus="surface:nonsense").attrs["mode"] == "density"


def test_the_rings_are_those_of_the_hot_spots(full: Store) -> None:
    table = shown(full, window="7d")
    (spot,) = table[table["kind"] == "spot"].to_dict("records")
    assert (spot["value"], spot["code"], spot["status"]) == (1, "ne", "crit")
    assert (spot["lon"], spot["lat"]) == pytest.approx((117.075, 34.075), abs=0.005)


def test_by_residents_where_they_are_known() -> None:
    content = shipped().model_dump()
    content["surface"] = {**content["surface"], "per": "resident"}
    rules = RiskRules.model_validate(content)
    with lattice(rules=rules) as store:
        table = shown(fill(store, ordinary(3)))
    assert table.attrs["per"] == "resident"
    # One a day by 1,000 people in each grid.
    assert 0.5 < bands(table)["high"].max() < 8
    with lattice(rules=rules, people=None) as store:
        assert shown(fill(store, ordinary(3))).attrs["missing"] == "population"


def test_without_boundaries_the_indices_stand_in() -> None:
    with lattice(drawn=False) as store:
        table = shown(fill(store, ordinary(10)))
    assert not table.attrs["drawn"]
    assert table.attrs["missing"] == "geometry"
    assert table[table["ring"] == 1]["value"].notna().all()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "view",
    [
        {},
        {"area": "sw"},
        {"area": code(0, 0)},
        {"window": "30d"},
        {"as_of": 0},
        {"as_of": NOW + 900 * DAY},
        {"window": f"{format_instant(NOW + DAY)}/PT6H"},
        {"department": "nobody", "category": "none"},
        {"language": "en"},
    ],
)
def test_every_state_has_its_columns(mode: str, view: dict[str, Any]) -> None:
    with lattice() as store:
        for told in ([], [case("1", NOW - HOUR, 0, 0)], [said("2", "collected", NOW - HOUR, lon=150.0, lat=3.0)]):
            table = shown(fill(store, told), focus=f"surface:{mode}", **view)
            assert list(table.columns) == list(COLUMNS)
            assert table.attrs["mode"] == mode
            assert len(table[table["kind"] == "area"])
            assert not table.map(lambda value: isinstance(value, float) and value != value).any().any()
