import pytest

from data_access.alerts import spots
from data_access.alerts.spots import Spot
from data_access.clock import DAY
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, accept, said, world


def spot(count: int = 20, expected: float | None = 4.0, grade: str = "new") -> Spot:
    return Spot("s1", ("g1", "g2"), grade, count, expected, NOW - DAY, "city/street", "chengguan")


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (spot(), True),
        (spot(grade="persistent"), False),
        # Not twice the usual, though no chance.
        (spot(190, 100.0), False),
        # Three times the usual, but so few that it may be chance.
        (spot(3, 1.0), False),
        (spot(4, 4.0), None),
        (spot(9, None), None),
        (spot(9, 0.0), True),
    ],
)
def test_which_spots_are_warned_of(given: Spot, outcome: bool | None) -> None:
    findings = spots.judge([given], rule("hot_spot"), NOW)
    assert [one.raises for one in findings] == ([] if outcome is None else [outcome])


def test_what_a_finding_says() -> None:
    (one,) = spots.judge([spot()], rule("hot_spot", worse_ratio=5.0), NOW)
    assert (one.key, one.area, one.severity) == ("hot-spot|area:s1", "s1", "crit")
    assert (one.department, one.category) == ("chengguan", "city/street")
    assert one.evidence["areas"] == ["g1", "g2"]
    assert (one.evidence["count"], one.evidence["expected"], one.evidence["ratio"]) == (20, 4.0, 5.0)
    (milder,) = spots.judge([spot()], rule("hot_spot", worse_ratio=5.1), NOW)
    assert milder.severity == "warn"


def test_the_spots_of_the_risk_analysis_are_those_of_the_whole_tree() -> None:
    one = rule("hot_spot")
    with world() as store:
        accept(store, [said(f"{n}", "collected", NOW - n * 60_000_000) for n in range(1, 30)])
        with ground(store) as here, ground(store, scope="s2") as there:
            # So small a tree has too few areas to tell a hot one.
            assert spots.gather(here, one) == spots.gather(there, one) == []
