import pandas as pd
import pytest

from data_access.frames.score_trend import COLUMNS, frame
from data_access.scores.trend import WEEKS
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, moment, reading


def shown(store: Store, focus: str = "") -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(scene="scores", window="7d", focus=focus))


def tell(store: Store) -> None:
    accept(store, course("old", "05"))
    for day in ("12", "20"):
        accept(store, [step for number in range(5) for step in course(f"{day}a{number}", day)])
        late = {"department": "gongan", "area": "g4", "handled": "13:00"}
        accept(store, [step for number in range(5) for step in course(f"{day}b{number}", day, **late)])


def test_a_row_a_week_and_department(store: Store) -> None:
    tell(store)
    table = shown(store)
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 2 * WEEKS
    last = table[table["week"] == WEEKS - 1].set_index("code")
    assert dict(last["total"]) == {"chengguan": 100, "gongan": pytest.approx(70)}
    assert dict(last["status"]) == {"chengguan": "n", "gongan": "warn"}
    assert dict(last["chosen"]) == {"chengguan": False, "gongan": True}
    assert set(last["end_at"]) == {moment("22 12:00")}
    assert table[table["week"] == 0]["total"].isna().all()


def test_the_spread_is_of_those_that_have_a_score(store: Store) -> None:
    tell(store)
    attrs = shown(store).attrs
    assert attrs["median"][-1] == pytest.approx(85)
    assert (attrs["low"][-1], attrs["high"][-1]) == (pytest.approx(77.5), pytest.approx(92.5))
    assert attrs["count"] == [0] * 10 + [2, 2]
    assert attrs["median"][0] is None


def test_areas_when_one_is_opened(store: Store) -> None:
    tell(store)
    table = shown(store, "area:s2/on_time")
    assert table.attrs["kind"] == "area"
    assert set(table["code"]) == {"s1", "s2"}
    assert set(table[table["chosen"]]["code"]) == {"s2"}


def test_without_any_score_there_are_no_rows(store: Store) -> None:
    table = shown(store)
    assert table.empty
    assert table.attrs["count"] == [0] * WEEKS
