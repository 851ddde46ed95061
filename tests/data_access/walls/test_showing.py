"""What a wall shows: a warning before all but the test pattern, a pinned view before the playlist."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.clock import MINUTE, SECOND, Micros
from data_access.view import View
from data_access.walls.alarms import Alarm, Taken
from data_access.walls.book import Wall
from data_access.walls.orders import PAUSED, PINNED, ROTATING, TEST, Control
from data_access.walls.rotation import Anchor
from data_access.walls.showing import TAKEOVER, Shown, showing
from tests.data_access.walls.playing import situation, wall
from tests.data_access.worlds import NOW, moment

TWO: tuple[dict[str, Any], ...] = ({"seconds": 10}, {"scene": "flow", "area": "s2", "window": "7d", "seconds": 20})
ALARM = Alarm(7, "surge", "crit", NOW - SECOND)
BEGUN = Control(Anchor(0, NOW - 5 * SECOND), revision=3)


def shown(control: Control = BEGUN, *alarms: Alarm, on: Wall | None = None, now: Micros = NOW) -> Shown:
    return showing(situation(*TWO, control=control, on=on, now=now), control, alarms)


def test_the_playlist_and_what_comes_next() -> None:
    found = shown()
    assert found == Shown(
        ROTATING, "", NOW - 5 * SECOND, NOW + 5 * SECOND, "scene=flow&area=s2&window=7d", 0, None, 0.0, False, 3
    )
    then = shown(now=NOW + 5 * SECOND)
    assert (then.query, then.next, then.place) == (found.next, found.query, 1)
    assert then.since == found.until


def test_the_next_is_of_the_hours_that_hold_then() -> None:
    evening = situation(
        {"seconds": 60}, {"scene": "flow", "to": "20:00"}, {"scene": "risk"}, control=Control(Anchor(0, NOW)), now=NOW
    )
    late = moment("22 19:59:30")
    late_control = Control(Anchor(0, late))
    late_found = situation(
        {"seconds": 60}, {"scene": "flow", "to": "20:00"}, {"scene": "risk"}, control=late_control, now=late
    )
    assert showing(evening, Control(Anchor(0, NOW)), []).next == "scene=flow"
    assert showing(late_found, late_control, []).next == "scene=risk"


def test_a_single_entry_has_no_next() -> None:
    control = Control(Anchor(0, NOW))
    found = showing(situation({}, control=control), control, [])
    assert (found.until, found.next) == (None, None)


def test_the_walls_own_area_and_language_where_an_entry_names_none() -> None:
    on = wall(area="s1", language="en")
    assert shown(on=on).query == "area=s1&lang=en"
    assert shown(on=on).next == "scene=flow&area=s2&window=7d&lang=en"


def test_paused_and_pinned_stand() -> None:
    paused = shown(replace(BEGUN, mode=PAUSED, anchor=Anchor(1, NOW)))
    assert (paused.mode, paused.query, paused.since, paused.until, paused.next) == (
        PAUSED, "scene=flow&area=s2&window=7d", NOW, None, None,
    )  # fmt: skip
    pinned = shown(replace(BEGUN, mode=PINNED, query="scene=risk", anchor=Anchor(1, NOW)))
    assert (pinned.mode, pinned.query, pinned.since, pinned.until, pinned.next) == (
        PINNED, "scene=risk", NOW, None, None,
    )  # fmt: skip


def test_a_touched_wall_stands_until_its_time_is_over() -> None:
    touched = Control(Anchor(0, NOW + MINUTE), until=NOW + MINUTE)
    found = shown(touched)
    assert found.since == NOW + MINUTE
    assert (found.mode, found.query) == (ROTATING, "")
    assert shown(touched, now=NOW + MINUTE + SECOND).since == NOW + MINUTE


def test_the_test_pattern_goes_before_a_warning_and_ends() -> None:
    tested = replace(BEGUN, mode=TEST, until=NOW + MINUTE)
    found = shown(tested, ALARM)
    assert (found.mode, found.until, found.taken) == (TEST, NOW + MINUTE, None)
    assert shown(tested, ALARM, now=NOW + MINUTE).mode == TAKEOVER
    assert shown(tested, now=NOW + MINUTE).mode == ROTATING


@pytest.mark.parametrize("mode", [ROTATING, PAUSED, PINNED])
def test_a_warning_goes_before_everything_else(mode: str) -> None:
    found = shown(replace(BEGUN, mode=mode, query="scene=risk"), ALARM, on=wall(area="s1", language="en"))
    assert (found.mode, found.since, found.next) == (TAKEOVER, None, None)
    assert View.from_query(found.query) == View(scene="takeover", area="s1", focus="warning:7", language="en")
    assert found.taken == Taken(7, NOW - SECOND + 30 * MINUTE, 0, False)
    assert found.until == NOW - SECOND + 30 * MINUTE


def test_a_wall_that_no_warning_takes_over() -> None:
    assert shown(BEGUN, ALARM, on=wall(takeover={"enabled": False})).mode == ROTATING
    # Unless the desk keeps one there.
    assert shown(replace(BEGUN, held=7), ALARM, on=wall(takeover={"enabled": False})).mode == TAKEOVER


def test_light_is_given_up_in_its_hours_and_never_by_a_warning() -> None:
    on = wall(dim=[{"level": 0.3, "from": "22:00", "to": "06:00"}, {"level": 0.5, "from": "05:00", "to": "13:00"}])
    assert shown(on=on).dim == 0.5
    assert shown(BEGUN, ALARM, on=on).dim == 0.0
    assert shown(on=on, now=moment("22 21:59:59")).dim == 0.0
    assert shown(on=on, now=moment("22 22:00")).dim == 0.3
    assert shown(on=on, now=moment("23 05:30")).dim == 0.5


def test_the_sound_as_the_file_says_unless_the_desk_said_otherwise() -> None:
    assert shown(on=wall(sound=True)).sound
    assert not shown(replace(BEGUN, sound=False), on=wall(sound=True)).sound
    assert shown(replace(BEGUN, sound=True)).sound
