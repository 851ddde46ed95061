"""Which moments a view shows: its own area's, those below it and those above it, of its categories."""

from typing import Any

import pytest

from data_access.clock import MINUTE
from data_access.frames.moments import told_moments
from data_access.moments.concern import concerning
from data_access.moments.contract import read_moment
from data_access.moments.register import add
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, areas, moment, reading, world

WHERE = {"whole": None, "street": "s1", "grid": "g1", "other": "s2"}


def tell(store: Store, zh: str, **more: Any) -> None:
    given = {"start": "2026-11-21T15:00:00+08:00", "kind": "policy", "zh": zh}
    add(store, read_moment({**given, **more}), "feed")


def shown(store: Store, **view: Any) -> set[str]:
    with reading(store) as reader:
        return {one.moment.zh for one in concerning(reader, reader.question(View(**view)))}


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("", {"whole", "street", "grid", "other"}),
        ("d", {"whole", "street", "grid", "other"}),
        ("s1", {"whole", "street", "grid"}),
        ("c1", {"whole", "street", "grid"}),
        ("c2", {"whole", "street"}),
        ("g2", {"whole", "street"}),
        ("s2", {"whole", "other"}),
        ("s3", {"whole"}),
    ],
)
def test_those_of_the_area_of_what_is_below_and_of_what_is_above(store: Store, area: str, expected: set[str]) -> None:
    for name, where in WHERE.items():
        tell(store, name, area=where)
    assert shown(store, area=area) == expected


def test_a_category_is_concerned_by_what_is_above_and_below_it(store: Store) -> None:
    for name, categories in {"all": [], "city": ["city"], "street": ["city/street"], "mouse": ["city/streets"]}.items():
        tell(store, name, categories=categories)
    assert shown(store) == {"all", "city", "street", "mouse"}
    assert shown(store, category="city") == {"all", "city", "street", "mouse"}
    assert shown(store, category="city/street") == {"all", "city", "street"}
    assert shown(store, category="water") == {"all"}


def test_a_viewer_of_a_part_sees_what_concerns_the_part(store: Store) -> None:
    for name, where in WHERE.items():
        tell(store, name, area=where)
    with reading(store, "c2") as reader:
        assert {one.moment.zh for one in concerning(reader, reader.question(View()))} == {"whole", "street"}


def test_an_area_of_a_tree_that_was_replaced_is_nowhere() -> None:
    with world() as store:
        tell(store, "grid", area="g4")
        store.replace_areas(one for one in areas() if one.code != "g4")
        assert shown(store) == set()


def test_a_frame_tells_those_that_touch_its_axis_once_for_all_their_areas(store: Store) -> None:
    tell(store, "暴雨", en="Rain", end="2026-11-21T17:00:00+08:00", area="s1")
    tell(store, "暴雨", en="Rain", end="2026-11-21T17:00:00+08:00", area="s2")
    tell(store, "停电", area="s2")
    tell(store, "停电")
    with reading(store) as reader:
        question = reader.question(View(language="en"))
        end = moment("21 17:00")
        (rain,) = told_moments(reader, question, end, NOW)
        assert told_moments(reader, question, end + MINUTE, NOW) == []
        both = told_moments(reader, question, 0, NOW)
    assert rain == {
        "start_at": moment("21 15:00"),
        "end_at": end,
        "kind": "policy",
        "label": "Rain",
        "areas": ["Name s1", "Name s2"],
    }
    # Told of a part and of the whole, it is the whole's.
    assert [(one["label"], one["areas"]) for one in both] == [("Rain", ["Name s1", "Name s2"]), ("停电", [])]
