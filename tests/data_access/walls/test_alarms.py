"""Which warning takes a wall over, and for how long."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.alerts.evaluation import CLEARED, ESCALATED, Change
from data_access.alerts.keeping import acknowledge
from data_access.clock import HOUR, MINUTE, SECOND
from data_access.store.store import Store
from data_access.walls.alarms import Alarm, Taken, choose, read_alarms
from data_access.walls.book import Takeover
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, world

RULE = Takeover(hold_seconds=60, longest_minutes=30)
ALARM = Alarm(1, "surge", "crit", NOW)

instants = st.integers(NOW - HOUR, NOW + MINUTE)
some = st.none() | instants
alarms = st.lists(
    st.builds(
        Alarm,
        st.integers(1, 9),
        st.sampled_from(["surge", "severe_case"]),
        st.sampled_from(["warn", "crit"]),
        instants,
        some,
        some,
        some,
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)
rules = st.builds(
    lambda **given: Takeover(**given),
    enabled=st.booleans(),
    least_severity=st.sampled_from(["warn", "crit"]),
    kinds=st.sampled_from([(), ("surge",)]),
    hold_seconds=st.sampled_from([0, 60, 600]),
    longest_minutes=st.sampled_from([1, 30]),
)


def test_one_that_waits_has_the_wall_for_the_longest_time() -> None:
    taken = Taken(1, NOW + 30 * MINUTE, 0, False)
    assert choose([ALARM], RULE, NOW) == taken
    assert choose([ALARM], RULE, NOW + 30 * MINUTE - 1) == taken
    assert choose([ALARM], RULE, NOW + 30 * MINUTE) is None
    assert choose([ALARM], RULE, NOW - 1) is None
    assert choose([], RULE, NOW) is None


def test_acknowledged_it_stays_for_a_moment() -> None:
    seen = replace(ALARM, acknowledged_at=NOW + 5 * MINUTE)
    back = NOW + 6 * MINUTE
    assert choose([seen], RULE, NOW + 5 * MINUTE) == Taken(1, back, 0, True)
    assert choose([seen], RULE, back - 1) == Taken(1, back, 0, True)
    assert choose([seen], RULE, back) is None
    gone = replace(seen, cleared_at=NOW + 2 * MINUTE)
    assert choose([gone], RULE, NOW + 2 * MINUTE) == Taken(1, NOW + 3 * MINUTE, 0, True)


def test_one_that_had_left_the_wall_does_not_come_back_to_say_that_it_was_seen() -> None:
    late = replace(ALARM, acknowledged_at=NOW + 31 * MINUTE)
    assert choose([late], RULE, NOW + 31 * MINUTE) is None


def test_the_nearest_deadline_first_then_the_newest() -> None:
    given = [
        replace(ALARM, id=1, came_at=NOW - 1),
        replace(ALARM, id=2, came_at=NOW - 2),
        replace(ALARM, id=3, due_at=NOW + HOUR, came_at=NOW - 3),
        replace(ALARM, id=4, due_at=NOW - HOUR, came_at=NOW - 4),
    ]
    order = []
    while given:
        taken = choose(given, RULE, NOW)
        assert taken is not None
        assert taken.waiting == len(given) - 1
        order.append(taken.warning)
        given = [one for one in given if one.id != taken.warning]
    assert order == [4, 3, 1, 2]


def test_what_waits_goes_before_what_was_seen_to() -> None:
    given = [replace(ALARM, id=1, acknowledged_at=NOW), replace(ALARM, id=2), replace(ALARM, id=3, acknowledged_at=NOW)]
    assert choose(given, RULE, NOW) == Taken(2, NOW + 30 * MINUTE, 0, False)
    assert choose([given[0], given[2]], RULE, NOW) == Taken(3, NOW + MINUTE, 0, True)


def test_dismissed_only_what_comes_later_has_it() -> None:
    assert choose([ALARM], RULE, NOW + 1, dismissed_at=NOW) is None
    later = replace(ALARM, id=2, came_at=NOW + 1)
    assert choose([ALARM, later], RULE, NOW + 1, dismissed_at=NOW) == Taken(2, NOW + 1 + 30 * MINUTE, 0, False)


def test_held_it_stays_and_says_truly_whether_it_was_acknowledged() -> None:
    other = replace(ALARM, id=2)
    assert choose([ALARM, other], RULE, NOW, held=1) == Taken(1, None, 1, False)
    assert choose([replace(ALARM, acknowledged_at=NOW), other], RULE, NOW, held=1) == Taken(1, None, 1, True)
    # Long after its time, and one whose severity takes no wall over.
    assert choose([ALARM], RULE, NOW + HOUR, held=1) == Taken(1, None, 0, False)
    assert choose([replace(ALARM, severity="note")], RULE, NOW, held=1) == Taken(1, None, 0, False)
    assert choose([], RULE, NOW, held=9) == Taken(9, None, 0, False)


@given(alarms, rules, st.none() | st.integers(1, 9), some)
def test_whatever_the_warnings(given: list[Alarm], rule: Takeover, held: int | None, dismissed_at: int | None) -> None:
    taken = choose(given, rule, NOW, held, dismissed_at)
    assert taken == choose(list(reversed(given)), rule, NOW, held, dismissed_at)
    if held is not None:
        assert taken is not None
        assert (taken.warning, taken.until) == (held, None)
        return
    if taken is None:
        return
    (one,) = [one for one in given if one.id == taken.warning]
    assert rule.enabled
    assert one.kind in (rule.kinds or (one.kind,))
    assert rule.least_severity != "crit" or one.severity == "crit"
    assert (dismissed_at or 0) < one.came_at <= NOW
    assert taken.until is not None
    assert NOW < taken.until <= max(one.came_at + rule.longest, (one.left_at or NOW) + rule.hold)
    assert taken.acknowledged == (one.left_at is not None)
    assert taken.waiting < len(given)
    # Once its time is over it is not this one any more.
    after = choose(given, rule, taken.until, held, dismissed_at)
    assert after is None or after.warning != taken.warning or after.until != taken.until


@pytest.fixture
def store() -> Iterator[Store]:
    """A store that was evaluated first two hours ago, when nothing stood."""
    with world() as found:
        write(found, [], at=NOW - 2 * HOUR)
        yield found


def read(store: Store, rule: Takeover = RULE, areas: Any = None, held: int | None = None, now: int = NOW) -> list[int]:
    with store.reading() as connection:
        return sorted(one.id for one in read_alarms(connection, rule, areas, now, held))


def crit(key: str, **given: Any) -> Any:
    return finding(key, subject=f"area:{key}", **{"severity": "crit", **given})


def test_warnings_as_the_store_has_them(store: Store) -> None:
    evidence = {"source": "hotline", "event_id": "1", "due_at": NOW + HOUR}
    at = NOW - 5 * MINUTE
    raise_all(store, crit("a"), crit("b", kind="severe_case", evidence=evidence), at=at)
    with store.writing() as connection:
        acknowledge(connection, 1, "甲", None, at + SECOND)
    write(store, [Change(CLEARED, at + 2 * SECOND, 2)], at=at + 2 * SECOND)
    with store.reading() as connection:
        found = {one.id: one for one in read_alarms(connection, RULE, None, NOW)}
    assert found[1] == Alarm(1, "surge", "crit", at, None, at + SECOND, None)
    assert found[2] == Alarm(2, "severe_case", "crit", at, NOW + HOUR, None, at + 2 * SECOND)


def test_only_those_of_the_rule_and_of_the_areas(store: Store) -> None:
    numbers = raise_all(
        store, crit("a", area="g1"), crit("b", severity="warn", area="g1"),
        crit("c", kind="deadline_passed", area="s2"),
        crit("d", area=None), at=NOW - MINUTE,
    )  # fmt: skip
    assert numbers == [1, 2, 3, 4]
    assert read(store) == [1, 3, 4]
    assert read(store, Takeover(least_severity="warn")) == [1, 2, 3, 4]
    assert read(store, Takeover(kinds=("deadline_passed",))) == [3]
    assert read(store, areas={"s1", "c1", "g1"}) == [1]
    # Held, it is read whatever it is.
    assert read(store, Takeover(kinds=("deadline_passed",)), areas={"s1"}, held=2) == [2]
    assert read(store, held=99) == [1, 3, 4]


def test_what_is_long_past_is_not_read_unless_held(store: Store) -> None:
    raise_all(store, crit("a"), at=NOW - HOUR)
    assert read(store) == []
    assert read(store, held=1) == [1]
    assert read(store, now=NOW - 31 * MINUTE) == [1]


def test_what_grew_severe_came_then(store: Store) -> None:
    (number,) = raise_all(store, crit("a", severity="warn"), at=NOW - HOUR)
    write(store, [Change(ESCALATED, NOW - MINUTE, number, crit("a"))], at=NOW - MINUTE)
    with store.reading() as connection:
        (alarm,) = read_alarms(connection, RULE, None, NOW)
    assert alarm.came_at == NOW - MINUTE


def test_what_the_first_evaluation_found_takes_no_wall_over() -> None:
    with world() as store:
        raise_all(store, crit("a"), at=NOW - MINUTE)
        assert read(store) == []
        assert read(store, held=1) == [1]
        raise_all(store, crit("b"), at=NOW)
        assert read(store) == [2]
