from sqlalchemy import update

from data_access.alerts import reconciliation
from data_access.alerts.finding import Finding
from data_access.alerts.reconciliation import Account
from data_access.clock import HOUR, MINUTE
from data_access.store.schema import rollup
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, OUTSIDE, accept, moment, said, world

RULE = rule("unreconciled", severity="crit")


def fill(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "22 09:00", due_at="22 10:00"),
            said("2", "collected", "22 09:10", area="g4"),
            said("3", "collected", "22 10:00", **OUTSIDE),
            said("4", "collected", "22 10:00", area="s1"),
            said("2", "handled", "22 11:00"),
        ],
    )


def found(store: Store, turns: int = 1) -> list[Finding]:
    findings = []
    for turn in range(turns):
        with ground(store, NOW + turn * MINUTE) as here:
            findings += reconciliation.judge(reconciliation.gather(here, RULE), RULE, here.moment)
    return findings


def test_our_own_rollups_add_up() -> None:
    with world() as store:
        fill(store)
        assert found(store, turns=8) == []
        with ground(store) as here:
            accounts = reconciliation.gather(here, RULE)
    assert accounts is not None
    (reported,) = [one for one in accounts if (one.area, one.measure) == ("d", "reported")]
    assert reported.counted == reported.rolled == {"": 4, "s1": 2, "s2": 1, "s3": 0}
    assert reported.unlocated == 1


def test_the_root_each_time_and_the_others_in_turn() -> None:
    with world() as store:
        fill(store)
        seen = set()
        for turn in range(4):
            with ground(store, NOW + turn * MINUTE) as here:
                accounts = reconciliation.gather(here, RULE) or ()
            areas = {one.area for one in accounts}
            assert "d" in areas
            assert len(areas) == 2
            seen |= areas
        assert {"d", "s1", "s2"} <= seen


def test_a_rollup_that_is_wrong_is_found_with_both_figures() -> None:
    with world() as store:
        fill(store)
        with store.writing() as connection:
            wrong = (rollup.c.area == "s1") & (rollup.c.dimension == "") & (rollup.c.hour == moment("22 09:00"))
            assert connection.execute(update(rollup).where(wrong).values(reported=7)).rowcount == 1
        (one,) = [finding for finding in found(store) if finding.area == "d"]
    assert one.key == "unreconciled|area:d|reported"
    assert (one.severity, one.area) == ("crit", "d")
    assert one.evidence["rolled"] == 4
    assert one.evidence["counted"] == 4
    assert one.evidence["children"] == 10
    assert one.evidence["differs"] == {"s1": [8, 2], "children": [10, 4]}


def test_the_past_has_no_rollups_to_check() -> None:
    with world() as store:
        fill(store)
        with ground(store, moment("22 10:30")) as here:
            assert reconciliation.gather(here, RULE) is None


def test_only_what_was_looked_at_is_judged() -> None:
    account = Account("s1", "due", NOW - HOUR, NOW, {"": 1}, {"": 1}, 1)
    assert account.differs == {}
    assert reconciliation.checked((account,), RULE) == {"unreconciled|area:s1|due"}
    assert reconciliation.checked(None, RULE) == frozenset()
    assert reconciliation.judge(None, RULE, NOW) == []
