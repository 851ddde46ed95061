"""The risk index: its parts by hand, what is left out, and what moves it."""

import json
from typing import Any

import pytest

from data_access.clock import DAY, HOUR, MINUTE, hour_of
from data_access.risk.index import LEAST_WEIGHT, AreaIndex, Indexed, PartValue, risk_index
from data_access.risk.index_rules import PARTS, RiskRules, shipped
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import burst, case, code, fill, lattice, ordinary
from tests.data_access.worlds import NOW, accept, reading, said, world

END = hour_of(NOW)
RULES = shipped().index


def indexed(store: Store, **view: Any) -> Indexed:
    with reading(store) as reader:
        return risk_index(reader, View(**view))


def part(found: AreaIndex, name: str) -> PartValue:
    return found.parts[PARTS.index(name)]


def ruled(**changes: Any) -> RiskRules:
    """The shipped rules with some of the index changed."""
    content = json.loads(shipped().model_dump_json())
    content["index"].update(changes)
    return RiskRules.model_validate(content)


def test_the_intensity_is_severity_by_residents_halved_a_day() -> None:
    with lattice() as store:
        fill(
            store,
            [
                case("a", END - HOUR, 0, 0, severity=4),
                case("b", END - 25 * HOUR, 0, 0),
                case("c", END - 2 * HOUR, 9, 9),
            ],
            [said("old", "collected", END - 6 * DAY, area="sw")],
        )
        found = indexed(store)
    sw = part(found.areas["sw"], "intensity")
    # 4 today, 1 yesterday, 1 in the sixth day back.
    assert sw.numerator == pytest.approx(4 + 1 / 2 + 1 / 2**5)
    assert sw.denominator == 25
    whole = (4 + 1 + 1 / 2 + 1 / 2**5) / 100
    assert sw.reference == pytest.approx(whole)
    assert sw.value == pytest.approx(sw.numerator / 25)
    assert sw.score == pytest.approx(1 - 2 ** (-(sw.value / whole) / RULES.intensity.half))
    assert part(found.areas["d"], "intensity").value == pytest.approx(whole)


def test_the_anomaly_is_the_last_day_by_its_own_past_shrunk() -> None:
    with lattice() as store:
        found = indexed(fill(store, ordinary(), burst([(7, 7)], 40, since=END - 23 * HOUR)))
    hot, calm = part(found.areas["ne"], "anomaly"), part(found.areas["sw"], "anomaly")
    assert hot.denominator == pytest.approx(25, rel=0.1)
    assert hot.numerator is not None
    assert hot.denominator is not None
    assert hot.value is not None
    assert 1.3 < hot.value <= hot.numerator / hot.denominator
    assert hot.score == pytest.approx(1 - 2 ** (-(hot.value - 1) / RULES.anomaly.half))
    assert calm.score is not None
    assert calm.score < 0.15


def test_the_overdue_share_counts_now() -> None:
    told = [case(f"{n}", NOW - 5 * HOUR, 0, 0, due_at=NOW - MINUTE if n < 3 else NOW + HOUR) for n in range(4)]
    with lattice() as store:
        fill(store, told, [case("x", NOW - 5 * HOUR, 9, 9)])
        found = indexed(store).areas
    assert (part(found["sw"], "overdue").numerator, part(found["sw"], "overdue").denominator) == (3, 4)
    assert part(found["ne"], "overdue").score is not None
    assert part(found["nw"], "overdue").missing == "nothing"


def test_repeats_are_later_cases_of_the_category_near_by() -> None:
    near, far = 0.05, 0.3  # of about a kilometre
    told = [
        case("1", END - 5 * HOUR, 0, 0),
        case("2", END - 4 * HOUR, 0, 0, dx=near),
        case("3", END - 3 * HOUR, 0, 0, dx=far),
        case("4", END - 2 * HOUR, 0, 0, category="city/other"),
        case("5", END - 30 * HOUR, 9, 9),
        said("6", "collected", END - HOUR, area="sw"),
    ]
    with lattice() as store:
        found = indexed(fill(store, told))
    sw = part(found.areas["sw"], "repeat")
    assert (sw.numerator, sw.denominator) == (1, 4)
    assert part(found.areas["ne"], "repeat").numerator == 0
    assert found.unplaced == 1


def test_cases_in_hot_spots_weigh_by_class() -> None:
    block = [(x, y) for x in (6, 7, 8) for y in (6, 7, 8)]
    with lattice() as store:
        found = indexed(fill(store, ordinary(), burst(block, 9))).areas
    hot = part(found["ne"], "hot_spot")
    assert hot.numerator is not None
    assert hot.denominator is not None
    assert hot.score == pytest.approx(hot.numerator / hot.denominator)
    assert 0.3 < hot.score < 0.7
    assert part(found["sw"], "hot_spot").score == 0


def test_the_index_is_the_weighted_parts_and_never_out_of_range() -> None:
    with lattice() as store:
        found = indexed(fill(store, ordinary(), burst([(7, 7)], 40, severity=5)))
    assert len(found.areas) == 1 + 4 + 100
    for one in found.areas.values():
        scored = [(this.weight, this.score) for this in one.parts if this.score is not None]
        assert one.known == sum(weight for weight, _ in scored)
        assert one.index == pytest.approx(100 * sum(w * s for w, s in scored) / one.known)
        assert 0 <= one.index <= 100
        assert [this.name for this in one.parts] == list(PARTS)
    assert max((one.index or 0, name) for name, one in found.areas.items() if len(name) == 2)[1] == "ne"
    assert found.version == shipped().version


def test_without_people_the_intensity_is_left_out_and_the_rest_scaled() -> None:
    with lattice(people=None) as store:
        found = indexed(fill(store, ordinary()))
    sw = found.areas["sw"]
    assert part(sw, "intensity").missing == "population"
    assert sw.known == 100 - RULES.intensity.weight
    assert sw.index is not None


def test_hectares_may_stand_for_people() -> None:
    rules = ruled(intensity={"weight": 30.0, "half": 1.5, "per": "hectare"})
    with lattice(people=None, rules=rules) as store:
        sw = part(indexed(fill(store, ordinary())).areas["sw"], "intensity")
    assert sw.denominator == pytest.approx(25 * 102.4, rel=0.01)
    assert sw.score is not None


def test_without_boundaries_hot_spots_are_left_out() -> None:
    with lattice(drawn=False) as store:
        found = indexed(fill(store, ordinary())).areas["sw"]
    assert part(found, "hot_spot").missing == "geometry"
    assert found.known == 100 - RULES.hot_spot.weight


def test_of_few_areas_no_hot_spots_are_told() -> None:
    with world() as store:
        accept(store, [said("1", "collected", NOW - 2 * HOUR)])
        assert part(indexed(store).areas["s1"], "hot_spot").missing == "few"


def test_an_area_of_which_nothing_is_known_has_no_index() -> None:
    with lattice() as store:
        empty = indexed(store)
        assert {one.index for one in empty.areas.values()} == {None}
        assert {one.status for one in empty.areas.values()} == {"n"}
        fill(store, [case("1", NOW - 2 * HOUR, 0, 0)])
        found = indexed(store).areas
    # One case is no history: what is known of it weighs too little, and of the others there is nothing.
    assert found["ne"].index is None
    assert part(found["sw"], "anomaly").missing == "history"
    assert found["sw"].known < 100
    assert LEAST_WEIGHT == 50


def test_the_window_does_not_matter_and_the_past_stays() -> None:
    with lattice() as store:
        fill(store, ordinary())
        then = indexed(store, as_of=NOW - 3 * HOUR)
        assert indexed(store, window="7d").areas == indexed(store).areas
        fill(store, burst([(7, 7)], 4, since=NOW - 2 * HOUR, severity=5))
        assert indexed(store, as_of=NOW - 3 * HOUR).areas == then.areas


def test_more_and_severer_cases_never_lower_the_intensity() -> None:
    scores = []
    for severity in (1, 3, 5):
        with lattice() as store:
            found = indexed(fill(store, ordinary(), burst([(7, 7)], 10, severity=severity)))
        scores.append(part(found.areas["ne"], "intensity").score or 0)
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_a_leaf_and_an_area_below() -> None:
    with lattice() as store:
        fill(store, ordinary())
        leaf = indexed(store, area=code(0, 0))
        below = indexed(store, area="sw")
    assert list(leaf.areas) == [code(0, 0)]
    assert part(leaf.areas[code(0, 0)], "hot_spot").missing == "leaf"
    assert len(below.areas) == 26
    # The whole is the reference everywhere: an area's intensity is one number.
    assert part(below.areas["sw"], "intensity").reference == part(leaf.areas[code(0, 0)], "intensity").reference
