"""Hot areas and the spots that they make, planted on a lattice of ordinary days."""

from collections.abc import Iterator

import pytest

from data_access.clock import DAY, HOUR, format_instant, parse_instant
from data_access.risk.hot_areas import hot_areas
from data_access.risk.spots import Spot, emerging_spots, slice_widths
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import burst, code, fill, lattice, ordinary
from tests.data_access.worlds import NOW, accept, reading, said

BLOCK = tuple((column, row) for row in (1, 2, 3) for column in (1, 2, 3))
CROSS = {code(2, 2), code(1, 2), code(3, 2), code(2, 1), code(2, 3)}
"""Of a block only areas most of whose neighbours have more, too, are beyond chance."""
LONG = {"window": "7d"}


def spots(store: Store, **view: object) -> list[Spot]:
    with reading(store) as reader:
        return emerging_spots(reader, View(**view))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def planted() -> Iterator[Store]:
    with lattice() as store:
        dear = {"category": "safety/fire", "department": "chengguan"}
        yield fill(store, ordinary(), burst(BLOCK, 9, **dear))


def test_a_planted_spot_is_new_with_its_counts_and_what_it_is_of(planted: Store) -> None:
    found = spots(planted, **LONG)
    assert [one.kind for one in found] == ["new"]
    (one,) = found
    assert set(one.areas) == CROSS
    # Nine, and about one a day as ever: the last slice has 24 hours and a bit.
    assert one.count in range(45, 45 + 11)
    assert one.expected == pytest.approx(5, rel=0.15)
    assert one.ratio == pytest.approx(one.count / one.expected)
    assert one.status == "crit"
    assert (one.category, one.department) == ("safety/fire", "chengguan")
    assert one.cases[-1] == one.count
    assert len(one.cases) == 12
    assert NOW - 26 * HOUR < one.since <= NOW - 24 * HOUR
    assert one.places[0] == "sw"
    assert one.area == "sw"
    assert (one.lon, one.lat) == pytest.approx((117.025, 34.025), abs=0.002)
    assert 500 < one.radius < 3000


def test_as_of_before_it_there_was_none(planted: Store) -> None:
    assert spots(planted, **LONG, as_of=NOW - 21 * HOUR) == []


def test_as_of_a_past_moment_is_what_was_said_then(planted: Store) -> None:
    then = NOW - 3 * HOUR
    with lattice() as store:
        told = [*ordinary(), *burst(BLOCK, 9, category="safety/fire", department="chengguan")]
        fill(store, [one for one in told if parse_instant(one["at"]) <= then])
        said_then = spots(store, **LONG, as_of=then)
    again = spots(planted, **LONG, as_of=then)
    assert [(one.areas, one.count, one.kind, one.cases) for one in again] == [
        (one.areas, one.count, one.kind, one.cases) for one in said_then
    ]


def test_a_day_is_judged_by_hours_too(planted: Store) -> None:
    with reading(planted) as reader:
        rules = reader.risk_rules.spots
    assert slice_widths(rules, DAY) == (4 * HOUR, DAY)
    assert slice_widths(rules, 7 * DAY) == (DAY,)
    with lattice() as store:
        fill(store, ordinary(each=3), burst(BLOCK, 8, since=NOW - 4 * HOUR))
        found = spots(store)
    assert found[0].width == 4 * HOUR
    assert found[0].kind == "new"
    assert len({one.places[0] for one in found}) == len(found)


def test_an_interval_is_judged_at_its_end(planted: Store) -> None:
    window = f"{format_instant(NOW - 5 * DAY)}/{format_instant(NOW - 2 * DAY)}"
    assert spots(planted, window=window) == []


def test_what_has_always_been_so_stands_and_calls_for_nothing() -> None:
    with lattice() as store:
        always = [one for day in range(22) for one in burst(BLOCK, 8, since=NOW - (day + 1) * DAY + HOUR)]
        found = spots(fill(store, ordinary(), always), **LONG)
    assert [one.kind for one in found] == ["persistent"]
    assert found[0].status == "n"
    assert found[0].ratio == pytest.approx(1, abs=0.2)
    assert found[0].since < NOW - 8 * DAY


def test_growing_day_by_day_intensifies() -> None:
    # From the cross in the middle the block fills up, a corner every other day, and grows.
    outwards = sorted(BLOCK, key=lambda cell: abs(cell[0] - 2) + abs(cell[1] - 2))
    with lattice() as store:
        growing = [
            one
            for day in range(10)
            for one in burst(outwards[: 9 - day // 2], 14 - day, since=NOW - (day + 1) * DAY + HOUR)
        ]
        found = spots(fill(store, ordinary(), growing), **LONG)
    assert found[0].kind == "intensifying"
    assert found[0].status == "crit"


def test_nothing_stands_out_of_ordinary_days() -> None:
    with lattice() as store:
        assert spots(fill(store, ordinary()), **LONG) == []


def test_without_enough_history_there_is_no_usual() -> None:
    with lattice() as store:
        (one,) = spots(fill(store, ordinary(5), burst(BLOCK, 9)), **LONG)
    assert (one.expected, one.ratio, one.status) == (None, None, "n")


def test_without_boundaries_nothing_is_said() -> None:
    with lattice(drawn=False) as store:
        fill(store, ordinary(20), burst(BLOCK, 9))
        assert spots(store, **LONG) == []
        with reading(store) as reader:
            assert hot_areas(reader, View(), DAY) is None


@pytest.mark.parametrize("area", ["sw", code(1, 1)])
def test_below_a_street_and_in_a_leaf(planted: Store, area: str) -> None:
    found = spots(planted, area=area, **LONG)
    assert all(name.startswith("sw") for one in found for name in one.areas)
    assert area == "sw" or found == []


def test_an_empty_store_and_one_event() -> None:
    with lattice() as store:
        assert spots(store) == []
        accept(store, [said("1", "collected", NOW - HOUR, area=code(0, 0))])
        assert spots(store) == []
        assert spots(store, as_of=NOW - 900 * DAY) == []


def test_counts_are_judged_where_people_are_unknown() -> None:
    with lattice(people=None) as store:
        fill(store, ordinary(20), burst(BLOCK, 9))
        assert [one.kind for one in spots(store, **LONG)] == ["new"]
        with reading(store) as reader:
            found = hot_areas(reader, View(), DAY)
    assert found is not None
    assert not found.rated


def test_few_cases_are_judged_on_the_level_above() -> None:
    with lattice() as store:
        fill(store, burst(BLOCK, 2, since=NOW - 2 * DAY))
        with reading(store) as reader:
            found = hot_areas(reader, View(), 4 * HOUR)
    assert found is not None
    assert len(found.codes) == 100  # four streets are too few to judge


def test_a_filter_is_heeded(planted: Store) -> None:
    assert spots(planted, **LONG, category="safety/fire")[0].category == "safety/fire"
    assert spots(planted, **LONG, source="nobody") == []
