import pandas as pd
import pytest

from data_access.frames.score_detail import COLUMNS, SHOWN, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, moment, reading


def shown(store: Store, focus: str = "", **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(scene="scores", window="7d", focus=focus, **view))  # type: ignore[arg-type]


def tell(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"ok{number}")])
    accept(store, [step for number in range(14) for step in course(f"late{number:02}", handled=f"13:{number:02}")])
    accept(store, course("app", source="app", score=2))


def test_the_parts_and_the_worst_cases_of_the_part_that_cost_most(store: Store) -> None:
    tell(store)
    table = shown(store)
    assert list(table.columns) == list(COLUMNS)
    parts, cases = table[table["row"] == "part"], table[table["row"] == "case"]
    assert list(parts["part"]) == ["volume", "closure", "on_time", "rework"]
    assert len(cases) == SHOWN
    assert list(cases["event_id"])[:2] == ["late13", "late12"]
    assert cases.iloc[0]["amount"] == 73 * 60
    assert (cases.iloc[0]["area_path"], cases.iloc[0]["department_label"]) == ("名s1 · 名c1", "城管局")
    attrs = table.attrs
    assert (attrs["opened"], attrs["lost_cases"], attrs["amounts"]) == ("on_time", 14, "late")
    assert (attrs["label"], attrs["rank"], attrs["ranked"], attrs["cases"]) == ("城管局", 1, 1, 21)
    assert attrs["total"] == pytest.approx(100 - parts["lost"].sum())


def test_amounts_of_other_parts(store: Store) -> None:
    tell(store)
    accept(store, [step for number in range(5) for step in course(f"own{number}", own=True, area="g4")])
    poor = shown(store, "area:s1/satisfaction")
    own = shown(store, "area:s2/evidence")
    assert list(poor[poor["row"] == "case"]["amount"]) == [2]
    assert set(own[own["row"] == "case"]["amount"]) == {moment("20 10:00")}
    assert (poor.attrs["amounts"], own.attrs["amounts"]) == ("score", "closed")


def test_volume_opens_its_bands(store: Store) -> None:
    tell(store)
    bands = shown(store, "department:chengguan/volume")
    bands = bands[bands["row"] == "band"]
    assert list(bands["points"]) == [100, 90, 75, 60, 40, 0]
    assert list(bands["value"]) == [1, 0, 0, 0, 0, 0]
    assert bands.iloc[-1]["denominator"] is None


def test_diversity_opens_its_sources(store: Store) -> None:
    tell(store)
    table = shown(store, "area:s1/diversity")
    sources = table[table["row"] == "source"]
    assert list(zip(sources["title"], sources["amount"], strict=True)) == [("热线", 20), ("随手拍", 1)]
    assert table.attrs["lost_cases"] is None


def test_nothing_to_explain(store: Store) -> None:
    table = shown(store)
    assert table.empty
    assert table.attrs == {}
    opened = shown(store, "department:gongan")
    assert set(opened["left_out"]) == {"nothing"}
    assert (opened.attrs["total"], opened.attrs["opened"], opened.attrs["unranked"]) == (None, None, "nothing")


def test_a_post_is_opened_too(store: Store) -> None:
    accept(store, [step for number in range(5) for step in course(f"p{number}", post="岗一", handled="13:00")])
    table = shown(store, "post:岗一")
    assert (table.attrs["kind"], table.attrs["label"], table.attrs["lost_cases"]) == ("post", "岗一", 5)
    assert len(table[table["row"] == "case"]) == 5


def test_as_of_a_moment(store: Store) -> None:
    tell(store)
    table = shown(store, "department:chengguan/closure", as_of=moment("20 13:05"))
    cases = table[table["row"] == "case"]
    assert table.attrs["lost_cases"] == 8
    assert len(cases) == 8
    assert set(cases["amount"]) == {65 * 60}
