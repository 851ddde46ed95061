"""What stands at T, whoever asks, from the store or by the rules anew."""

from typing import Any

import pytest

from data_access.alerts.evaluation import CLEARED, ESCALATED, SEEN, Change
from data_access.alerts.keeping import acknowledge
from data_access.alerts.rules import load_rules
from data_access.alerts.standing import Standing, alarms, replay, standing
from data_access.clock import HOUR, MINUTE
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, Clock, accept, moment, reading, said, world


def asked(store: Store, state: str = "standing", scope: str = "", **view: Any) -> Standing:
    with reading(store, scope) as reader:
        return standing(reader, View(**view), state)


def subjects(found: Standing) -> list[str]:
    return [one.subject for one in found.warnings]


def test_before_the_first_evaluation_nothing_is_claimed() -> None:
    with world() as store:
        found = asked(store)
        assert (found.warnings, found.basis, found.evaluated_at) == ((), "not_yet", None)
        write(store, [], at=NOW)
        assert asked(store).basis == "kept"
        assert asked(store).evaluated_at == NOW


def test_the_severe_first_then_the_newest() -> None:
    with world(clock=Clock(NOW + HOUR)) as store:
        raise_all(store, finding("a", subject="area:a", severity="note"), at=NOW)
        raise_all(store, finding("b", subject="area:b"), at=NOW + 1)
        raise_all(store, finding("c", subject="area:c"), at=NOW + 2)
        raise_all(store, finding("e", subject="area:e", severity="crit"), at=NOW - 1)
        found = asked(store)
        assert subjects(found) == ["area:e", "area:c", "area:b", "area:a"]
        assert list(found.counts().items()) == [("crit", 1), ("warn", 2), ("note", 1)]
        with reading(store) as reader:
            assert alarms(reader, View()) == found.counts()


def test_within_the_subtree_of_who_asks() -> None:
    with world() as store:
        raise_all(store, *(finding(code, subject=f"area:{code}", area=code) for code in ("d", "s1", "g1", "s2")))
        raise_all(store, finding("x", subject="source:x", area=None), finding("y", subject="area:y", area="gone"))
        assert len(asked(store).warnings) == 6
        assert sorted(subjects(asked(store, area="s1"))) == ["area:g1", "area:s1"]
        assert sorted(subjects(asked(store, scope="s1"))) == ["area:g1", "area:s1"]
        assert subjects(asked(store, area="g1")) == ["area:g1"]
        assert subjects(asked(store, area="s3")) == []


def test_filters() -> None:
    with world() as store:
        raise_all(
            store,
            finding("a", subject="area:a", department="chengguan", category="city/street"),
            finding("b", subject="area:b", department="unassigned", category="cityscape"),
            finding("c", subject="area:c", source="hotline", category="city"),
        )
        assert subjects(asked(store, department="chengguan")) == ["area:a"]
        assert subjects(asked(store, department="unassigned")) == ["area:b"]
        assert subjects(asked(store, source="hotline")) == ["area:c"]
        assert sorted(subjects(asked(store, category="city"))) == ["area:a", "area:c"]
        assert subjects(asked(store, category="city", department="chengguan")) == ["area:a"]
        assert subjects(asked(store, department="nobody")) == []


def test_a_warning_through_time() -> None:
    """What stood at each moment is what was known then."""
    t = [NOW + n * MINUTE for n in range(6)]
    with world(clock=Clock(NOW + HOUR)) as store:
        (number,) = raise_all(store, finding(), at=t[1])
        with store.writing() as connection:
            acknowledge(connection, number, "甲", "在路上", t[2])
        write(store, [Change(ESCALATED, t[3], number, finding(severity="crit", evidence={"count": 40}))], at=t[3])
        write(store, [Change(CLEARED, t[4], number)], at=t[4])
        accept(store, [said("1", "collected", "22 09:00")])

        def at(moment: int, state: str = "standing") -> list[Any]:
            return [
                (one.state, one.severity, one.acknowledged_by, one.evidence["count"], one.cleared_at)
                for one in asked(store, state, as_of=moment).warnings
            ]

        assert asked(store, as_of=t[1] - 1).basis == "not_yet"
        assert at(t[1]) == at(t[2] - 1) == [("raised", "warn", None, 9, None)]
        assert at(t[2]) == at(t[3] - 1) == [("acknowledged", "warn", "甲", 9, None)]
        assert at(t[3]) == at(t[4] - 1) == [("raised", "crit", None, 40, None)]
        assert at(t[4]) == at(t[5]) == []
        assert at(t[4], "cleared") == at(t[5], "all") == [("cleared", "crit", None, 40, t[4])]
        assert at(t[4] - 1, "cleared") == []
        assert at(t[2], "raised") == []
        assert len(at(t[2], "acknowledged")) == len(at(t[3], "raised")) == 1
        assert asked(store, "cleared", as_of=t[5]).counts() == {"crit": 0, "warn": 0, "note": 0}


def test_what_a_warning_said_at_t_does_not_change_with_later_evaluations() -> None:
    t = [NOW + n * MINUTE for n in range(4)]
    with world(clock=Clock(NOW + HOUR)) as store:
        (number,) = raise_all(store, finding(), at=t[1])
        # Beyond T cases go on, as they do.
        accept(store, [said("1", "collected", NOW + 30 * MINUTE)])
        before = asked(store, as_of=t[2])
        write(store, [Change(SEEN, t[3], number, finding(evidence={"count": 41}))], at=t[3])
        assert [one.evidence["count"] for one in asked(store).warnings] == [41]
        assert asked(store, as_of=t[2]).warnings == before.warnings
        assert [one.evidence["count"] for one in before.warnings] == [9]


def late(name: str, **more: Any) -> dict[str, Any]:
    return said(name, "collected", "21 09:00", due_at="21 12:00", severity=4, **more)


def test_before_the_first_evaluation_the_past_is_replayed() -> None:
    with world() as store:
        accept(
            store,
            [late("1"), late("2", area="g4"), said("2", "handled", "21 13:00"), said("3", "collected", "22 09:00")],
        )
        found = asked(store, as_of=moment("21 12:30"))
        assert found.basis == "replayed"
        assert sorted(one.subject for one in found.warnings) == ["event:hotline/1", "event:hotline/2"]
        assert {(one.id, one.state, one.severity) for one in found.warnings} == {(None, "raised", "warn")}
        assert subjects(asked(store, as_of=moment("21 12:30"), area="s2")) == ["event:hotline/2"]
        assert subjects(asked(store, scope="s2", as_of=moment("21 12:30"))) == ["event:hotline/2"]
        assert subjects(asked(store, as_of=moment("21 12:30"), category="city", area="s1")) == ["event:hotline/1"]
        assert subjects(asked(store, as_of=moment("21 12:30"), department="chengguan")) == []
        assert subjects(asked(store, as_of=moment("21 14:00"))) == ["event:hotline/1"]
        assert subjects(asked(store, "acknowledged", as_of=moment("21 12:30"))) == []
        # Since warnings are kept, what is kept counts.
        write(store, [], at=moment("21 12:00"))
        assert subjects(asked(store, as_of=moment("21 12:30"))) == []


def test_a_replay_stores_nothing() -> None:
    with world() as store:
        accept(store, [late("1")])
        before = store.version()
        with reading(store) as reader:
            (found,) = [one for one in replay(reader, moment("21 12:30"), load_rules()) if one.kind != "silent_source"]
        assert found.subject == "event:hotline/1"
        assert store.version() == before
        assert asked(store).basis == "not_yet"


@pytest.mark.parametrize("scope", ["", "s1"])
def test_one_answer_serves_the_header_and_the_panel(scope: str) -> None:
    with world() as store:
        raise_all(store, finding())
        with reading(store, scope) as reader:
            assert standing(reader, View()) is standing(reader, View())
