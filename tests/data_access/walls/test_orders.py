"""What the desk may order, and what an order makes of a wall."""

import json
from dataclasses import replace
from typing import Any

import pytest

from data_access.clock import MINUTE, SECOND, Micros
from data_access.walls.orders import ORDERS, PAUSED, PINNED, ROTATING, TEST, TEST_FOR, Control, Order, OrderError, obey
from data_access.walls.rotation import Anchor
from tests.data_access.walls.playing import situation, wall
from tests.data_access.worlds import NOW

THREE: tuple[dict[str, Any], ...] = ({"seconds": 10}, {"seconds": 20}, {"seconds": 30})
BEGUN = Control(Anchor(1, NOW - 5 * SECOND))
"""The second entry since five seconds."""


def ordered(order: str, control: Control = BEGUN, now: Micros = NOW, **given: Any) -> Control:
    return obey(Order("甲", order, **given), control, situation(*THREE, control=control, now=now))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "the body is not an object; expected by and order"),
        ([], "the body is not an object"),
        ({}, "order None is not known; expected one of next, previous"),
        ({"by": "a"}, "order None is not known"),
        ({"by": "a", "order": "dance"}, "order 'dance' is not known; expected one of next, previous"),
        ({"by": "a", "order": ["next"]}, "order ['next'] is not known"),
        ({"by": "a", "order": "x" * 999}, "order '" + "x" * 39 + " is not known"),
        ({"order": "next"}, "by is missing or blank; expected a name or post"),
        ({"by": " \n ", "order": "next"}, "by is missing or blank"),
        ({"by": 7, "order": "next"}, "by 7 is not text"),
        ({"by": "x" * 41, "order": "next"}, "by has 41 characters; expected at most 40"),
        ({"by": "a\x00", "order": "next"}, "by holds characters that cannot be shown"),
        ({"by": "\ud800", "order": "next"}, "by holds characters that cannot be shown"),
        ({"by": "a", "order": "next", "extra": 1}, "field 'extra' is not known; expected by, order, view, entry or"),
        ({"by": "a", "order": "play", "entry": "2"}, "entry '2' is no number; expected a whole number"),
        ({"by": "a", "order": "play", "entry": True}, "entry True is no number"),
        ({"by": "a", "order": "play", "entry": -1}, "entry -1 is no number"),
        ({"by": "a", "order": "hold", "warning": 1.5}, "warning 1.5 is no number"),
        ({"by": "a", "order": "hold", "warning": 2**63}, "warning 9223372036854775808 is no number"),
        ({"by": "a", "order": "show", "view": 7}, "view 7 is not text; expected the query of a view"),
        ({"by": "a", "order": "show", "view": "bogus=1"}, "view: parameter 'bogus' is not known; expected one of"),
        ({"by": "a", "order": "show", "view": "window=x"}, "view: window 'x' is not known; expected one of"),
    ],
)
def test_orders_that_are_none(given: Any, words: str) -> None:
    with pytest.raises(OrderError) as caught:
        Order.of(given)
    assert words in str(caught.value)


def test_an_order_as_it_was_given() -> None:
    assert Order.of({"by": " 甲  乙 ", "order": "next"}) == Order("甲 乙", "next")
    shown = Order.of(json.loads('{"by": "a", "order": "show", "view": "?window=24h&area=s1&scene=flow"}'))
    assert shown.view == "scene=flow&area=s1"
    assert [Order("a", name, **given).detail for name, given in DETAILS] == ["", "3", "7", "scene=flow"]


DETAILS: list[tuple[str, dict[str, Any]]] = [
    ("next", {}),
    ("play", {"entry": 3}),
    ("hold", {"warning": 7}),
    ("show", {"view": "scene=flow"}),
]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_counts(order: str) -> None:
    given = {"entry": 1, "warning": 7, "view": "scene=flow"}
    assert ordered(order, **given).revision == BEGUN.revision + 1


@pytest.mark.parametrize(("order", "given", "place"), [("next", {}, 2), ("previous", {}, 0), ("play", {"entry": 1}, 0)])
def test_a_step_begins_its_entry_now(order: str, given: dict[str, Any], place: int) -> None:
    assert ordered(order, **given) == Control(Anchor(place, NOW), revision=1)
    pinned = replace(BEGUN, mode=PINNED, query="scene=flow")
    assert ordered(order, pinned, **given) == Control(Anchor(place, NOW), revision=1)


def test_a_paused_wall_stays_paused_when_it_is_moved() -> None:
    paused = ordered("pause")
    assert paused == Control(Anchor(1, NOW), mode=PAUSED, revision=1)
    assert ordered("next", paused) == Control(Anchor(2, NOW), mode=PAUSED, revision=2)


def test_resumed_it_goes_on_from_the_entry_at_which_it_was_paused() -> None:
    found = situation(*THREE, control=Control(Anchor(1, NOW)))
    assert obey(Order("甲", "resume"), replace(BEGUN, mode=PAUSED, held=7), found) == Control(
        Anchor(1, NOW), mode=ROTATING, revision=1
    )


@pytest.mark.parametrize("entry", [0, 4, 2**62])
def test_an_entry_that_is_not_there(entry: int) -> None:
    with pytest.raises(OrderError, match=f"entry {entry} is not known; expected 1 to 3"):
        ordered("play", entry=entry)


def test_a_view_is_pinned_until_it_is_released() -> None:
    pinned = ordered("show", view="scene=flow")
    assert (pinned.mode, pinned.query, pinned.until) == (PINNED, "scene=flow", None)
    released = ordered("release", replace(pinned, held=7), NOW + 7 * SECOND)
    assert (released.mode, released.query, released.held) == (ROTATING, "", None)
    # The playlist has gone on meanwhile.
    assert released.anchor == Anchor(1, NOW + 7 * SECOND)


def test_the_test_pattern_ends_by_itself() -> None:
    tested = ordered("test", replace(BEGUN, mode=PINNED, query="scene=flow"))
    assert (tested.mode, tested.query, tested.until) == (TEST, "", NOW + TEST_FOR)


def test_a_touch_lets_the_wall_stand_for_a_while() -> None:
    control = Control(Anchor(0, NOW))
    on = wall(pause_seconds=90)
    touched = obey(Order("屏前", "touch"), control, situation(*THREE, control=control, on=on))
    assert touched == Control(Anchor(0, NOW + 90 * SECOND), until=NOW + 90 * SECOND, revision=1)


@pytest.mark.parametrize("mode", [PAUSED, PINNED])
def test_a_touch_changes_no_mode(mode: str) -> None:
    control = replace(BEGUN, mode=mode, query="scene=flow" if mode == PINNED else "")
    touched = ordered("touch", control)
    assert (touched.mode, touched.query, touched.anchor) == (mode, control.query, Anchor(1, NOW + 2 * MINUTE))


def test_a_touch_neither_ends_the_test_pattern_nor_brings_it_back() -> None:
    tested = ordered("test")
    assert ordered("touch", tested, NOW + MINUTE) == replace(tested, revision=2)
    after = ordered("touch", tested, NOW + TEST_FOR)
    assert after.mode == ROTATING


def test_a_warning_is_held_and_dismissed() -> None:
    with pytest.raises(OrderError, match="warning is missing; expected the id of the warning to keep on the wall"):
        ordered("hold")
    held = ordered("hold", warning=7)
    assert held == replace(BEGUN, held=7, revision=1)
    assert ordered("dismiss", held) == replace(BEGUN, dismissed_at=NOW, revision=2)


def test_the_sound_against_the_file() -> None:
    assert ordered("sound_on").sound is True
    assert ordered("sound_off").sound is False
    assert ordered("next").sound is None
