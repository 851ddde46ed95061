from data_access.alerts.watching import (
    evaluated_at,
    is_free,
    note_evaluation,
    release,
    rules_in_force,
    take_lease,
    watched_since,
)
from data_access.clock import MINUTE
from data_access.store.schema import warning_rules
from data_access.store.store import Store
from tests.data_access.alerts.boards import RULES
from tests.data_access.alerts.grounds import rules
from tests.data_access.worlds import NOW, world


def taken(store: Store, holder: str, now: int, until: int) -> bool:
    with store.writing() as connection:
        return take_lease(connection, holder, now, until)


def test_one_holds_the_lease_until_it_runs_out() -> None:
    with world() as store:
        assert taken(store, "a", NOW, NOW + MINUTE)
        assert not taken(store, "b", NOW, NOW + MINUTE)
        assert not taken(store, "b", NOW + MINUTE - 1, NOW + 2 * MINUTE)
        assert taken(store, "a", NOW + 1, NOW + MINUTE)
        assert taken(store, "b", NOW + MINUTE, NOW + 2 * MINUTE)
        assert not taken(store, "a", NOW + MINUTE, NOW + 3 * MINUTE)


def test_only_the_holder_gives_it_back() -> None:
    with world() as store:
        taken(store, "a", NOW, NOW + MINUTE)
        with store.writing() as connection:
            release(connection, "b")
            assert not is_free(connection, "b", NOW)
            release(connection, "a")
            assert is_free(connection, "b", NOW)


def test_rules_and_times_of_evaluations() -> None:
    other = rules({"kind": "surge"})
    with world() as store, store.writing() as connection:
        assert evaluated_at(connection) is None
        assert watched_since(connection) is None
        assert rules_in_force(connection).version == RULES.version
        take_lease(connection, "a", NOW, NOW)
        for at, given in ((NOW, RULES), (NOW + 1, other), (NOW + 2, RULES), (NOW + 3, other)):
            note_evaluation(connection, given, at)
            assert rules_in_force(connection).version == given.version
            assert evaluated_at(connection) == at
        assert watched_since(connection) == NOW
        assert len(connection.execute(warning_rules.select()).all()) == 2


def test_rules_that_a_later_program_wrote_are_not_read() -> None:
    with world() as store, store.writing() as connection:
        take_lease(connection, "a", NOW, NOW)
        note_evaluation(connection, rules({"kind": "surge"}), NOW)
        connection.execute(warning_rules.update().values(rules='{"version": "9", "rule": [{"kind": "unheard-of"}]}'))
        assert rules_in_force(connection).version == RULES.version
