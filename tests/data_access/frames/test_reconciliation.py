"""Comparisons as rows: names, places, both figures, what differs first."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data_access.frames import reconciliation
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.statistics.ground import TOTAL, accept, said, site
from tests.data_access.worlds import moment, reading


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return reconciliation.frame(reader, View(**view))


def test_rows_name_what_is_compared_with_what(store: Store) -> None:
    accept(
        store,
        [
            *[said(TOTAL, "c1", 4), said(TOTAL, "c2", 6), said(TOTAL, "s1", 20), said(TOTAL, "c3", 10)],
            said(TOTAL, "c3", 9.5, dimensions={"operator": "one"}),
            said(TOTAL, "s2", 10),
        ],
    )
    table = shown(store, language="en")

    columns = ["kind", "label", "against", "area", "total", "parts", "difference", "agrees", "status", "unit"]
    assert table[columns].to_numpy().tolist() == [
        ["children", "Cameras", None, "s1", 20, 10, 10, False, "crit", "devices"],
        ["breakdown", "Cameras", ["Operator"], "c3", 10, 9.5, 0.5, False, "warn", "devices"],
        ["children", "Cameras", None, "s2", 10, 10, 0, True, "n", "devices"],
    ]
    assert table["since_at"].tolist() == [moment("22 12:00")] * 3
    assert (table.attrs["differing"], table.attrs["agreeing"]) == (2, 1)


def test_an_area_sees_what_lies_in_it(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 4), said(TOTAL, "c2", 6), said(TOTAL, "s1", 20)])

    assert len(shown(store, area="s1")) == 1
    assert len(shown(store, area="s2")) == 0
