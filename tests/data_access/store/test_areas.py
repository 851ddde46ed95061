"""The area tree in the store: it comes back as it went in, and replacing it is all or nothing."""

import pytest
from shapely import box

from data_access.areas.tree import Area, AreaError
from data_access.store.store import Store
from tests.data_access.worlds import areas, every_table

WATER = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "河"}, "geometry": None}]}


def kept(store: Store) -> dict[str, Area]:
    with store.reading() as connection:
        return {one.code: one for one in store.site(connection).tree}


def test_areas_come_back_as_they_went_in(store: Store) -> None:
    given = [*areas(), Area("c4", "社区", "community", "s3", population=12_345, geometry=None)]
    store.replace_areas(given)
    assert kept(store) == {one.code: one for one in given}


def test_no_tree_leaves_the_old_one(store: Store) -> None:
    before, version = every_table(store), store.version()
    for wrong in ([], [Area("a", "A", "x", None), Area("b", "B", "x", None)], [Area("a", "A", "x", "a")]):
        with pytest.raises(AreaError):
            store.replace_areas(wrong)
    assert (every_table(store), store.version()) == (before, version)


def test_a_new_tree_is_seen_by_another_store_at_once(store: Store) -> None:
    other = Store(store.url)
    assert "g4" in kept(other)
    store.replace_areas([one for one in areas() if one.code != "g4"])
    assert "g4" not in kept(other)
    with other.reading() as connection:
        site = other.site(connection)
        assert site is other.site(connection)
        assert site.locator.locate([117.5], [34.2]) == ["c3"]
    other.close()


def test_water_comes_and_goes(store: Store) -> None:
    def water() -> object:
        with store.reading() as connection:
            return store.site(connection).shapes.water

    assert water() is None
    store.replace_areas(areas(), water=WATER)
    assert water() == WATER
    store.replace_areas(areas())
    assert water() is None


def test_shapes_keep_every_digit(store: Store) -> None:
    shape = box(117.123456789012345, 34.1, 117.2, 34.2)
    store.replace_areas([Area("d", "D", "x", None, geometry=shape)])
    assert kept(store)["d"].geometry == shape
