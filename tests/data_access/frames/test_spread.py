from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.clock import HOUR, MINUTE
from data_access.frames.spread import POINTS, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said

HANDLING = "measure:handling"


def answered(department: str, minutes: list[int], at: str = "22 09:00") -> list[dict[str, Any]]:
    """Cases that a department answered after so many minutes."""
    told = []
    for number, wait in enumerate(minutes):
        name = f"{department} {at} {number}"
        told += [said(name, "collected", at), said(name, "dispatched", at, department=department)]
        told.append(said(name, "accepted", moment(at) + wait * MINUTE))
    return told


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def test_the_percentiles_the_share_past_the_limit_and_the_order(store: Store) -> None:
    accept(store, answered("chengguan", [10, 20, 30, 31, 60]) + answered("gongan", [1, 2]))
    accept(store, answered("other", [600] * 6, "22 01:00"))
    table = shown(store).set_index("department")
    assert list(table.index) == ["chengguan", "other", "gongan"]
    row = table.loc["chengguan"]
    assert (row["n"], row["over"], row["judged"], row["waiting"]) == (5, 2, 5, 0)
    assert [row[name] / 60 for name in ("p10", "p50", "p90")] == pytest.approx([14, 30, 48.4], rel=0.02)
    assert (row["limit"], row["status"]) == (1800, "crit")
    assert row["ratio"] == pytest.approx(48.4 / 30, rel=0.02)
    # Without a limit nobody can be late; too few are shown and not judged.
    assert table.loc["other", ["limit", "ratio", "over", "status"]].tolist() == [None, None, None, "n"]
    assert table.loc["gongan", "density"] is None


def test_those_never_answered_count_as_late(store: Store) -> None:
    accept(store, answered("chengguan", [10] * 5))
    accept(store, [said("w", "collected", "22 09:00"), said("w", "dispatched", "22 09:00", department="chengguan")])
    (row,) = shown(store).to_dict("records")
    assert (row["n"], row["over"], row["judged"], row["waiting"]) == (5, 1, 6, 1)
    (before,) = shown(store, as_of=moment("22 09:30")).to_dict("records")
    assert (before["over"], before["judged"]) == (0, 5)


def test_the_density_is_one_and_where_the_cases_are(store: Store) -> None:
    accept(store, answered("chengguan", [8, 9, 10, 11, 12] * 8 + [300] * 3, "22 05:00"))
    table = shown(store)
    seconds, density = np.array(table.attrs["seconds"]), np.array(table["density"][0])
    assert len(seconds) == len(density) == POINTS
    assert 60 <= seconds[0] <= 480
    assert seconds[-1] >= 300 * 60
    assert (density >= 0).all()
    assert np.trapezoid(density, np.log(seconds)) == pytest.approx(1, abs=0.05)
    assert seconds[density.argmax()] == pytest.approx(600, rel=0.2)


def test_handling_is_chosen_by_the_focus(store: Store) -> None:
    told = []
    for number, hours in enumerate([1, 2, 3, 4, 5]):
        told.append(said(str(number), "collected", "22 00:00", department="chengguan"))
        told.append(said(str(number), "handled", moment("22 00:00") + hours * HOUR))
    accept(store, told)
    assert len(shown(store)) == 0
    table = shown(store, focus=HANDLING)
    assert table.attrs["measure"] == "handling"
    assert table["p50"][0] / 3600 == pytest.approx(3, rel=0.02)
    # The department declares no limit for handling.
    assert table["limit"][0] is None
    assert shown(store, focus="area:g1").attrs["measure"] == "response"


@pytest.mark.parametrize("window", ["24h", "7d", "30d"])
def test_live_and_as_of_agree(store: Store, window: str) -> None:
    accept(store, answered("chengguan", [5, 10, 40, 50, 90, 200]) + answered("gongan", [3] * 7, "20 11:00"))
    live, frozen = shown(store, window=window), shown(store, window=window, as_of=NOW)
    for name in ("department", "n", "over", "judged"):
        assert live[name].tolist() == frozen[name].tolist()
    assert live["p50"].tolist() == pytest.approx(frozen["p50"].tolist(), rel=0.01)


def test_nothing(store: Store) -> None:
    table = shown(store)
    assert (len(table), table.attrs["seconds"], table.attrs["total"]) == (0, [], 0)
