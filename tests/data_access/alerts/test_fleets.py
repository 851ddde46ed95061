from collections.abc import Sequence

import pytest

from data_access.alerts import fleets
from data_access.alerts.fleets import Fleet
from data_access.clock import Micros
from data_access.reader import Reader
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, world


class Counted:
    """Fleets as a feed would give them: of the areas that are asked for."""

    def __init__(self, *known: Fleet) -> None:
        self.known = known

    def __call__(self, reader: Reader, moment: Micros, areas: Sequence[str]) -> Sequence[Fleet]:
        return [fleet for fleet in self.known if fleet.area in areas]


@pytest.mark.parametrize(
    ("total", "offline", "outcome"),
    [
        (10, 5, True),
        # Kept down to 0.8 of the limits: 40 % and 2.4 devices.
        (10, 4, False),
        (11, 4, None),
        (11, 5, False),
        (4, 2, None),
        (5, 3, True),
        (0, 0, None),
        (7, 3, False),
    ],
)
def test_so_many_and_such_a_share(total: int, offline: int, outcome: bool | None) -> None:
    one = rule("offline_cluster", keep=0.8)
    findings = fleets.judge([Fleet("c1", "camera", total, offline)], one, NOW)
    assert [finding.raises for finding in findings] == ([] if outcome is None else [outcome])


def test_each_sort_of_an_area_is_one_warning() -> None:
    source = Counted(
        Fleet("c1", "camera", 10, 9, NOW - 60), Fleet("c1", "handset", 10, 6), Fleet("c2", "camera", 10, 0)
    )
    one = rule("offline_cluster", level="community", worse_share=0.9)
    with world() as store, ground(store) as here:
        found = fleets.judge(fleets.gather(here, one, source) or (), one, here.moment)
    assert [(finding.key, finding.severity) for finding in found] == [
        ("offline-cluster|area:c1|camera", "crit"),
        ("offline-cluster|area:c1|handset", "warn"),
    ]
    assert found[0].evidence["since"] == NOW - 60


def test_only_areas_of_the_level() -> None:
    source = Counted(Fleet("s1", "camera", 10, 9), Fleet("c1", "camera", 10, 9))
    with world() as store, ground(store) as here:
        given = fleets.gather(here, rule("offline_cluster", level=1), source) or ()
        assert [fleet.area for fleet in given] == ["s1"]


def test_without_anybody_who_counts() -> None:
    with world() as store, ground(store) as here:
        assert fleets.gather(here, rule("offline_cluster"), None) is None
