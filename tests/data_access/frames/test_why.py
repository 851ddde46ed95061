from typing import Any

import pandas as pd
import pytest

from data_access.frames.why import COLUMNS, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.explain.conftest import TOLD
from tests.data_access.worlds import NOW, accept, moment, reading


def shown(store: Store, focus: str, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(focus=focus, **view))


def test_pieces_then_what_is_left_out_and_what_the_number_rests_on(store: Store) -> None:
    accept(store, TOLD)
    table = shown(store, "why:on_time_rate", source="hotline")
    assert list(table.columns) == list(COLUMNS)
    pieces = table[table["row"] == "piece"]
    assert [(row.key, row.label, row.numerator, row.denominator, row.drill) for row in pieces.itertuples()] == [
        ("s1", "名s1", 1, 1, True),
        ("s2", "名s2", 0, 0, True),
        ("s3", "名s3", 0, 0, True),
    ]
    without = table[table["row"] == "without"].set_index("key")
    assert (without.loc["no_due", "value"], without.loc["no_due", "counted"]) == (1, False)
    assert (without.loc["unlocated", "value"], without.loc["unlocated", "counted"]) == (0, True)
    told = table.attrs
    assert (told["kind"], told["measure"], told["value"], told["rows"]) == ("rate", "on_time_rate", 1.0, 1)
    assert (told["lists"], told["listed"], told["list_cut"]) == (["denominator", "numerator"], "on_time_rate", "")
    assert told["filters"] == [("source", "热线")]
    assert (told["moment"], told["newest_at"], told["missing"]) == (NOW, moment("22 11:05"), None)


def test_the_row_it_stands_in_has_its_words(store: Store) -> None:
    accept(store, TOLD)
    told = shown(store, "why:response_p90/area:s1+department:chengguan", language="en").attrs
    assert told["cut"] == [("area", "s1", "Name s1"), ("department", "chengguan", "Urban management")]
    assert told["list_cut"] == "area:s1+department:chengguan"
    assert (told["amount"], told["limit"], told["area"]) == ("response", 1800.0, "Name s1")
    # The filter that the row makes is not told as one of the view's.
    assert told["filters"] == []


def test_the_newest_data_are_those_that_the_number_can_hold(store: Store) -> None:
    accept(store, TOLD)
    assert shown(store, "why:open", as_of=moment("22 09:35")).attrs["newest_at"] == moment("22 09:30")


def test_scores_and_indices_have_the_list_behind_their_part(store: Store) -> None:
    accept(store, TOLD)
    part = shown(store, "why:score.on_time/department:chengguan", window="7d").attrs
    assert (part["group"], part["part"], part["listed"], part["rows"]) == ("score", "on_time", "on_time_rate", None)
    day = shown(store, "why:index.anomaly/area:s1").attrs
    assert day["list_cut"] == "area:s1+window:P1D/2026-11-22T04:00:00Z"


@pytest.mark.parametrize(
    ("focus", "reason"),
    [
        ("", "no number is opened"),
        ("why:nonsense", "measure 'nonsense' is not known"),
        ("why:open/colour:red", "cut 'colour:red' is not known"),
        ("why:metric.nothing", "metric 'nothing' is not in the catalogue"),
        ("why:score/department:nobody", "department 'nobody' has no score"),
        ("why:open/area:nowhere", "area 'nowhere' is not in the area tree"),
    ],
)
def test_a_number_that_does_not_exist_says_why(store: Store, focus: str, reason: str) -> None:
    table = shown(store, focus)
    assert len(table) == 0
    assert str(table.attrs["missing"]).startswith(reason)
