import pytest

from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.evaluation import CLEARED, Change
from data_access.clock import MINUTE
from data_access.frames.alarm_state import COLUMNS
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.frames.alarms import DUE, RAISED, emergency, raised, state
from tests.data_access.worlds import NOW, Clock, accept, moment, said, world


def test_the_warning_its_case_and_its_limits(store: Store) -> None:
    number = emergency(store)
    table = state(store, number)
    assert tuple(table.columns) == COLUMNS
    (row,) = table.to_dict("records")
    assert (row["id"], row["kind"], row["severity"], row["state"]) == (number, "severe_case", "crit", "raised")
    assert (row["title"], row["area_path"], row["department_label"]) == ("积水", "名s1 · 名c1", "城管局")
    assert (row["start_at"], row["due_at"], row["closed_at"]) == (moment("22 12:00"), DUE, None)
    # Half an hour to accept, from the moment it was dispatched.
    assert (row["accept_by"], row["accepted_at"]) == (moment("22 12:31"), moment("22 12:32"))
    assert table.attrs == {"missing": "", "asked": str(number), "waiting": []}


def test_area_and_filters_of_the_view_do_not_matter(store: Store) -> None:
    number = emergency(store)
    assert len(state(store, number, area="s2", department="gongan", source="app", category="other")) == 1


def test_a_deadline_that_was_moved_is_in_force(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("1", "extended", "22 12:33", due_at="22 14:00")])
    assert state(store, number).loc[0, "due_at"] == moment("22 14:00")
    assert state(store, number, as_of=moment("22 12:32")).loc[0, "due_at"] == DUE


def test_the_most_pressing_others_wait(store: Store) -> None:
    number = emergency(store)
    evidence = {"source": "hotline", "event_id": "2"}
    late = raised(store, "2", at=RAISED - 1, evidence={**evidence, "due_at": DUE - MINUTE})
    later = raised(store, "3", evidence={"source": "hotline", "event_id": "3", "due_at": DUE + MINUTE})
    old, new = (raise_all(store, finding(f"k{n}", severity="crit"), at=RAISED + n)[0] for n in (1, 2))
    # Not those: only worth a warning, seen already, about the same case.
    raise_all(store, finding("w"), at=RAISED)
    raise_all(store, finding("twin", severity="crit", subject="event:hotline/1"), at=RAISED)
    seen = raise_all(store, finding("seen", severity="crit"), at=RAISED)[0]
    acknowledge_warning(store, seen, Acknowledgement("值班长"))
    assert state(store, number).attrs["waiting"] == [late, later, new, old]


def test_without_a_focus_the_most_pressing_one(store: Store) -> None:
    assert state(store, "").attrs == {"missing": "nothing", "asked": "", "waiting": []}
    raise_all(store, finding("w"))
    assert len(state(store, "")) == 0
    number = emergency(store)
    raise_all(store, finding("k", severity="crit"))
    assert state(store, "").loc[0, "id"] == number


@pytest.mark.parametrize("named", ["99", "abc", "1/2", "²", "9" * 30])
def test_an_unknown_one_is_no_error(store: Store, named: str) -> None:
    emergency(store)
    table = state(store, named)
    assert len(table) == 0
    assert (table.attrs["missing"], table.attrs["asked"]) == ("unknown", named)


def test_acknowledged_cleared_and_as_it_was(store: Store) -> None:
    number = emergency(store)
    acknowledge_warning(store, number, Acknowledgement("值班长", "已派人"))
    row = state(store, number).loc[0]
    assert (row["state"], row["acknowledged_by"], row["acknowledged_at"]) == ("acknowledged", "值班长", NOW)
    write(store, [Change(CLEARED, NOW + MINUTE, number)], at=NOW + MINUTE)
    # It is told of what has cleared too, and of the past as it was.
    later = Clock(NOW + 2 * MINUTE)
    store.clock = later
    assert state(store, number).loc[0, "state"] == "cleared"
    assert state(store, number, as_of=NOW - 1).loc[0, "state"] == "raised"
    assert state(store, number, as_of=RAISED - 1).attrs["missing"] == "unknown"


def test_who_may_not_see_the_area_sees_nothing_of_it() -> None:
    with world() as store:
        number = emergency(store)
        assert len(state(store, number, "s1")) == 1
        hidden = state(store, number, "s2")
        assert len(hidden) == 0
        assert hidden.attrs["waiting"] == []
        everywhere = raise_all(store, finding("k", severity="crit", area=None))[0]
        assert len(state(store, everywhere, "s2")) == 0
        assert state(store, everywhere).loc[0, "area_path"] is None


def test_of_a_past_before_the_first_evaluation_what_the_rules_would_have_said(store: Store) -> None:
    number = emergency(store, at=NOW)
    table = state(store, "", as_of=moment("22 12:10"))
    assert (table.loc[0, "id"], table.loc[0, "kind"], table.loc[0, "title"]) == (None, "severe_case", "积水")
    assert table.attrs["waiting"] == []
    assert state(store, number, as_of=moment("22 12:10")).attrs["missing"] == "unknown"


def test_a_warning_without_a_case_has_no_limits(store: Store) -> None:
    number = raise_all(store, finding(department="chengguan"))[0]
    row = state(store, number).loc[0]
    assert [row[name] for name in ("start_at", "due_at", "accept_by", "accepted_at", "closed_at")] == [None] * 5
