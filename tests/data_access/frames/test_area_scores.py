import pandas as pd
import pytest

from data_access.frames.area_scores import frame
from data_access.frames.standings import COLUMNS
from data_access.scores.trend import WEEKS
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, moment, reading


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(scene="scores", **{"window": "7d", **view}))  # type: ignore[arg-type]


def tell(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}", score=5)])
    accept(store, [step for number in range(6) for step in course(f"b{number}", area="g4", handled="13:00")])
    accept(store, course("lost", area="d"))


def test_a_row_a_part_and_points_make_the_score(store: Store) -> None:
    tell(store)
    table = shown(store)
    assert list(table.columns) == list(COLUMNS)
    assert list(dict.fromkeys(table["code"])) == ["s1", "s2", "s3"]
    assert table.groupby("code")["points"].sum()["s1"] == pytest.approx(table[table["code"] == "s1"]["total"].iloc[0])
    assert table.groupby("code")["lost"].sum()["s2"] == pytest.approx(
        100 - table[table["code"] == "s2"]["total"].iloc[0]
    )
    assert table.attrs["nobody"] == 1
    assert (table.attrs["level"], table.attrs["ranked"], table.attrs["least"]) == ("street", 2, 5)


def test_weak_parts_are_marked_by_how_the_score_stands(store: Store) -> None:
    tell(store)
    table = shown(store).set_index(["code", "part"])
    assert table.loc[("s1", "on_time"), "part_status"] == "n"
    assert table.loc[("s1", "diversity"), "part_status"] == "note"
    assert table.loc[("s2", "on_time"), "part_status"] == "warn"
    assert table.loc[("s2", "satisfaction"), "part_status"] == "n"


def test_a_leaf_has_no_rows_and_an_empty_store_has_rows_without_a_score(store: Store) -> None:
    assert shown(store, area="g1").empty
    assert shown(store, area="g1").attrs["level"] is None
    table = shown(store)
    assert set(table["total"]) == {None}
    assert set(table["left_out"]) == {"nothing"}
    assert {len(weeks) for weeks in table["trend"]} == {WEEKS}


def test_names_are_in_the_language_of_the_view(store: Store) -> None:
    tell(store)
    assert shown(store)["label"].iloc[0] == "名s1"
    assert shown(store, language="en")["label"].iloc[0] == "Name s1"


def test_as_of_before_anything_happened(store: Store) -> None:
    tell(store)
    table = shown(store, as_of=moment("19 08:00"))
    assert set(table["cases"]) == {0}
    assert table.attrs["version_before"] is None
