"""What the check found when the areas were loaded, for the area looked at."""

import pandas as pd
import pytest

from data_access.areas import boundary_record
from data_access.frames import boundaries
from data_access.reader import OutsideScope
from data_access.store.area_rows import save_backdrop
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.areas.land import area, box
from tests.data_access.worlds import reading


def shown(store: Store, scope: str = "", **view: object) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return boundaries.frame(reader, View(**view))


def counts(table: pd.DataFrame) -> dict[tuple[str, str], int | None]:
    rows = table[table["entry"] == "level"]
    return {(level, kind): count for level, kind, count in rows[["level", "kind", "count"]].to_numpy().tolist()}


@pytest.fixture
def torn(store: Store) -> Store:
    """A district of two streets: the first has a gap between its communities, the second none drawn."""
    store.replace_areas(
        [
            area("d", None, box(0, 0, 200, 100), "district"),
            area("s1", "d", box(0, 0, 100, 100), "street"),
            area("s2", "d", box(100, 0, 205, 100), "street"),
            area("a", "s1", box(0, 0, 50, 100)),
            area("b", "s1", box(54, 0, 100, 100)),
            area("c", "s2", None),
        ]
    )
    return store


def test_levels_and_defects_of_the_whole(torn: Store) -> None:
    table = shown(torn)

    assert counts(table) == {
        ("street", "gap"): 0,
        ("street", "overlap"): 0,
        ("street", "outside"): 1,
        ("community", "gap"): 1,
        ("community", "overlap"): 0,
        ("community", "outside"): 0,
    }
    defects = table[table["entry"] == "defect"]
    assert defects[["kind", "area", "codes", "labels"]].to_numpy().tolist() == [
        ["outside", "d", ["s2"], ["S2"]],
        ["gap", "s1", ["a", "b"], ["A", "B"]],
    ]
    assert defects["square_metres"].tolist() == pytest.approx([500, 400], abs=1)
    assert table.attrs["checked"] is True
    assert [one["code"] for one in table.attrs["outlines"]] == ["d", "s1", "s2"]


def test_an_area_has_its_own_defects_and_what_cannot_be_judged_is_unknown(torn: Store) -> None:
    first, second = shown(torn, area="s1"), shown(torn, area="s2")

    assert first.attrs["defects"] == 1
    assert counts(first)["community", "gap"] == 1
    assert counts(second) == {("community", kind): None for kind in ("gap", "overlap", "outside")}
    assert second[second["entry"] == "level"]["square_metres"].tolist() == [None] * 3


def test_a_leaf_has_no_levels(torn: Store) -> None:
    assert len(shown(torn, area="a")) == 0


def test_nobody_sees_defects_of_an_area_that_is_not_his(torn: Store) -> None:
    assert shown(torn, scope="s1").attrs["defects"] == 1
    with pytest.raises(OutsideScope):
        shown(torn, scope="s1", area="d")


def test_new_areas_are_checked_anew(torn: Store) -> None:
    assert shown(torn).attrs["defects"] == 2
    torn.replace_areas(
        [area("d", None, box(0, 0, 200, 100), "district"), area("s", "d", box(0, 0, 200, 100), "street")]
    )

    assert shown(torn).attrs["defects"] == 0


def test_a_store_that_was_never_checked_says_so(torn: Store) -> None:
    with torn.writing() as connection:
        save_backdrop(connection, boundary_record.KIND, None)

    table = shown(torn)
    assert (len(table), table.attrs["checked"]) == (0, False)
