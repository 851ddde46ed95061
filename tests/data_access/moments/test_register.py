"""The register: what is recorded, doubled, removed, and what was known when."""

from typing import Any

import pytest

from data_access.clock import HOUR, MINUTE
from data_access.moments.contract import MomentError, read_moment
from data_access.moments.register import BY_LIMIT, LARGEST, UnknownMoment, add, known, remove
from data_access.store.store import NoAreasError, Store
from tests.data_access.worlds import NOW, Clock, every_table, world

RAIN: dict[str, Any] = {
    "start": "2026-11-21T15:00:00+08:00",
    "end": "2026-11-21T17:00:00+08:00",
    "kind": "weather",
    "zh": "暴雨",
    "en": "Rainstorm",
    "area": "s1",
    "categories": ["city"],
}


def labels(store: Store, at: int = NOW) -> list[str]:
    with store.reading() as connection:
        return [one.moment.zh for one in known(connection, at)]


def test_it_comes_back_as_it_was_given_with_who_and_when(store: Store) -> None:
    found, fresh = add(store, read_moment(RAIN), "hotline" * 20)
    with store.reading() as connection:
        assert known(connection, NOW) == [found]
    assert fresh
    assert found.as_json() == {
        **RAIN,
        "id": 1,
        "start": "2026-11-21T07:00:00Z",
        "end": "2026-11-21T09:00:00Z",
        "recorded_at": "2026-11-22T04:34:56Z",
        "recorded_by": ("hotline" * 20)[:BY_LIMIT],
    }


def test_each_change_is_a_new_data_version_that_is_told(store: Store) -> None:
    heard: list[int] = []
    store.on_change(heard.append)
    before = store.version().version
    add(store, read_moment(RAIN), "feed")
    remove(store, 1, "feed")
    assert heard == [before + 1, before + 2]


def test_the_same_again_is_not_doubled_another_label_is(store: Store) -> None:
    first, _ = add(store, read_moment(RAIN), "feed")
    before = every_table(store)
    assert add(store, read_moment(RAIN), "other") == (first, False)
    assert every_table(store) == before
    _, fresh = add(store, read_moment({**RAIN, "zh": "大暴雨"}), "feed")
    assert fresh
    remove(store, first.id, "feed")
    again, fresh = add(store, read_moment(RAIN), "feed")
    assert fresh
    assert again.id == 3
    assert labels(store) == ["大暴雨", "暴雨"]


def test_what_was_known_as_of_then_stays_known_as_of_then() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        add(store, read_moment(RAIN), "feed")
        clock.now += HOUR
        remove(store, 1, "feed")
        add(store, read_moment({**RAIN, "zh": "台风", "start": "2026-11-01T00:00:00Z"}), "feed")
        assert labels(store, NOW - 1) == []
        assert labels(store, NOW) == labels(store, NOW + HOUR - 1) == ["暴雨"]
        assert labels(store, NOW + HOUR) == ["台风"]


def test_what_the_site_does_not_have_leaves_nothing(store: Store) -> None:
    before = every_table(store)
    with pytest.raises(MomentError, match="'s9'"):
        add(store, read_moment({**RAIN, "area": "s9"}), "feed")
    assert every_table(store) == before
    with world(prepared=False) as bare, pytest.raises(NoAreasError):
        add(bare, read_moment(RAIN), "feed")


@pytest.mark.parametrize("number", [0, 7, -1, LARGEST + 1])
def test_a_number_that_was_never_given_is_unknown(store: Store, number: int) -> None:
    with pytest.raises(UnknownMoment, match="is not known; expected a number of the list"):
        remove(store, number, "feed")


def test_removed_once_is_removed(store: Store) -> None:
    add(store, read_moment(RAIN), "feed")
    remove(store, 1, "feed")
    store.clock.now += MINUTE  # type: ignore[attr-defined]
    with pytest.raises(UnknownMoment, match=r"moment 1 was removed at 2026-11-22T04:34:56Z"):
        remove(store, 1, "feed")
