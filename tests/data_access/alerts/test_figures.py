import pytest
from sqlalchemy.exc import OperationalError

from data_access.alerts import figures, surges
from data_access.alerts.fleets import Fleet
from data_access.alerts.rules import load_rules
from tests.data_access.alerts.grounds import ground, rules
from tests.data_access.worlds import NOW, accept, moment, said, world

BOTH = rules({"kind": "surge"}, {"kind": "offline_cluster"})


def test_every_shipped_rule_has_figures_but_for_what_nobody_reports() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 09:00", due_at="22 10:00", severity=4)])
        with ground(store) as here:
            found = figures.gather(here, load_rules())
    reported = {rule.id for rule in load_rules().rules if rule.kind in ("offline_cluster", "metric")}
    assert set(load_rules().enabled()) - set(found.by_rule) == reported
    judged = figures.judge(found, load_rules())
    assert "offline-cluster" not in judged.judged
    assert "deadline-passed|event:hotline/1" in {one.key for one in judged.findings}


def test_an_empty_store_and_a_past_before_everything() -> None:
    for at in (None, moment("01 00:00")):
        with world() as store, ground(store, at) as here:
            assert figures.judge(figures.gather(here, load_rules()), load_rules()).findings == ()


def test_whoever_counts_devices_and_fails_takes_nothing_else_with_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")

    def broken(*_: object) -> list[Fleet]:
        raise ConnectionError("no feed")

    with world() as store, ground(store) as here:
        assert set(figures.gather(here, BOTH, broken).by_rule) == {"surge"}


def test_a_fault_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(surges, "gather", broken)
    with world() as store, ground(store) as here, pytest.raises(ZeroDivisionError):
        figures.gather(here, BOTH)


def test_a_database_that_is_away_is_not_hidden() -> None:
    def broken(*_: object) -> list[Fleet]:
        raise OperationalError("SELECT", {}, Exception("away"))

    with world() as store, ground(store) as here, pytest.raises(OperationalError):
        figures.gather(here, BOTH, broken)


def test_of_one_key_the_worst_counts() -> None:
    fleets = [Fleet("c1", "camera", 10, offline) for offline in (5, 9, 6)]
    one = rules({"kind": "offline_cluster", "worse_share": 0.9})
    (found,) = figures.judge(figures.Figures(NOW, {"offline-cluster": fleets}), one).findings
    assert (found.severity, found.evidence["offline"]) == ("crit", 9)
