from data_access.alerts import sources
from data_access.alerts.finding import Finding
from data_access.clock import HOUR, MINUTE, Micros
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, accept, moment, said, world

# The hotline declares a case an hour; the others declare nothing.


def found(store: Store, at: Micros | None = None, **given: object) -> list[Finding]:
    one = rule("silent_source", **given)
    with ground(store, at) as here:
        return sources.judge(sources.gather(here, one), one, here.moment)


def test_silent_for_longer_than_some_times_its_cadence() -> None:
    with world() as store:
        accept(store, [said("1", "collected", NOW - 2 * HOUR), said("w", "collected", "20 09:00", source="worker")])
        assert found(store) == []
    with world() as store:
        accept(store, [said("1", "collected", NOW - 2 * HOUR - 1)])
        (one,) = found(store)
    assert (one.subject, one.area, one.source, one.severity) == ("source:hotline", None, "hotline", "warn")
    assert one.evidence["last_at"] == NOW - 2 * HOUR - 1
    assert one.evidence["cadence_minutes"] == 60


def test_later_steps_of_old_cases_do_not_break_a_silence() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 06:00"), said("1", "handled", "22 12:30")])
        assert len(found(store)) == 1


def test_heavier_when_longer() -> None:
    with world() as store:
        accept(store, [said("1", "collected", NOW - 5 * HOUR)])
        assert [one.severity for one in found(store, worse_times=5.0)] == ["warn"]
        assert [one.severity for one in found(store, worse_times=4.0)] == ["crit"]


def test_a_source_that_never_sent_is_silent_since_the_history_began() -> None:
    with world() as store:
        accept(store, [said("w", "collected", NOW - 3 * HOUR, source="worker")])
        (one,) = found(store)
    assert one.evidence["last_at"] is None
    assert one.evidence["since"] == NOW - 3 * HOUR


def test_before_any_history_nobody_is_silent() -> None:
    with world() as store:
        assert found(store) == []
        accept(store, [said("1", "collected", "22 06:00")])
        assert found(store, moment("22 05:00")) == []


def test_as_of_the_past() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 06:00"), said("2", "collected", "22 12:00")])
        assert found(store) == []
        (one,) = found(store, moment("22 11:00"))
        assert one.evidence["last_at"] == moment("22 06:00")
        assert found(store, moment("22 06:00") + 90 * MINUTE) == []
