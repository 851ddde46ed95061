import pytest

from data_access.clock import DAY, MINUTE, SECOND, format_instant
from data_access.frames.owners import limit_seconds, owner, owner_label, patience, ranking
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.worlds import NOW, reading


def test_ranked_before_unknown_before_few_before_nobody() -> None:
    rows = [("a", 9, 1.0), ("b", 9, 2.0), ("c", 9, None), ("d", 4, 9.0), ("unassigned", 99, 99.0), ("e", 9, 2.0)]
    assert [row[0] for row in sorted(rows, key=lambda row: ranking(*row))] == ["b", "e", "a", "c", "d", "unassigned"]


def test_keys_labels_and_limits(store: Store) -> None:
    store.declare([Term("department", "shuiwu", "水务局", "Water", {"handling_limit_hours": 1.5})])
    assert (owner(None), owner("shuiwu")) == ("unassigned", "shuiwu")
    with reading(store) as reader:
        assert owner_label(reader, "shuiwu", View(language="en")) == "Water"
        assert owner_label(reader, "unassigned", View()) == "unassigned"
        assert limit_seconds(reader, "handling") == {"shuiwu": 5400}
        assert limit_seconds(reader, "response") == {"chengguan": 1800}


@pytest.mark.parametrize(
    ("window", "allowed"),
    [("24h", 0), ("today", 0), ("7d", 70 * SECOND), ("30d", 5 * MINUTE), (f"{format_instant(NOW - DAY)}/P1D", 0)],
)
def test_short_windows_are_asked_anew(store: Store, window: str, allowed: int) -> None:
    with reading(store) as reader:
        assert patience(reader.question(View(window=window))) == allowed
