"""What a check found, as it is kept with the areas."""

import json

import pytest

from data_access.areas import boundary_record
from data_access.areas.boundaries import check_boundaries
from data_access.areas.tree import AreaTree
from tests.data_access.areas.land import area, box, street


def test_what_is_kept_comes_back_as_it_was_found() -> None:
    holed = box(0, 0, 50, 100).union(box(60, 0, 200, 100)).difference(box(70, 10, 80, 20))
    found = check_boundaries(AreaTree([area("s", None, box(0, 0, 200, 100), "street"), area("a", "s", holed)]))
    back = boundary_record.from_geojson(boundary_record.to_geojson(found))

    assert back.levels == found.levels
    assert [(one.kind, one.parent, one.codes) for one in back.defects] == [("gap", "s", ("a",)), ("gap", "s", ("a",))]
    for one, other in zip(back.defects, found.defects, strict=True):
        assert one.square_metres == pytest.approx(other.square_metres, abs=0.01)
        assert one.geometry.symmetric_difference(other.geometry).area < 1e-10


def test_of_very_many_only_the_largest_are_kept_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_record, "MOST", 1)
    areas = street(box(0, 0, 200, 100), box(0, 0, 90, 100), box(94, 0, 193, 100))
    kept = json.loads(json.dumps(boundary_record.to_geojson(check_boundaries(AreaTree(areas)))))

    assert kept["defects"] == 2
    assert kept["levels"][0]["counts"]["gap"] == 2
    assert [round(one.square_metres) for one in boundary_record.from_geojson(kept).defects] == [700]
