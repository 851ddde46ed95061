from typing import Any

from data_access.explain.naming import Asked
from data_access.explain.numbers import explain_measure
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import moment, reading, said, take, world


def without(store: Store, measure: str, **view: Any) -> dict[str, tuple[int | None, bool]]:
    with reading(store) as reader:
        found = explain_measure(reader, View(**view), Asked(measure))
    return {one.name: (one.count, one.counted) for one in found.without}


def test_what_ended_is_left_out_and_what_is_nowhere_is_counted(told: Store) -> None:
    assert without(told, "reported") == {"ended": (1, False), "unlocated": (1, True), "placeholder": (0, True)} | {
        "quarantine": (0, False)
    }
    assert without(told, "open")["ended_reported"] == (1, False)
    assert without(told, "open", area="s1") == {"ended_reported": (1, False), "unlocated": (0, True)}
    assert without(told, "open", area="g3") == {"ended_reported": (0, False)}


def test_what_lacks_what_a_number_is_made_of(told: Store) -> None:
    assert without(told, "on_time_rate")["no_due"] == (1, False)
    assert without(told, "satisfaction")["unscored"] == (0, False)
    assert without(told, "response_p50")["unanswered"] == (1, False)


def test_as_of_the_past_it_had_not_ended_yet(told: Store) -> None:
    assert without(told, "reported", as_of=moment("22 11:02"))["ended"] == (0, False)


def test_placeholders_samples_and_what_waits_in_quarantine() -> None:
    with world() as store:
        take(
            store, [said("1", "collected", "22 09:00", lon=0.0, lat=0.0), said("2", "collected", "22 09:00"), {"x": 1}]
        )
        found = without(store, "reported")
        assert (found["unlocated"], found["placeholder"]) == ((1, True), (1, True))
        assert found["quarantine"] == (1, False)
        assert "quarantine" not in without(store, "reported", source="hotline")
