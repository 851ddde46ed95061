from typing import Any

from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.frames.alarm_chain import COLUMNS
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.frames.alarms import DUE, RAISED, chain, emergency, raised
from tests.data_access.worlds import NOW, accept, moment, said


def told(table: Any) -> list[tuple[Any, ...]]:
    return [(row["kind"], row["step"], row["at"]) for row in table.to_dict("records")]


def test_the_steps_of_case_and_warning_and_the_one_to_come(store: Store) -> None:
    number = emergency(store)
    acknowledge_warning(store, number, Acknowledgement("值班长"))
    table = chain(store, number)
    assert tuple(table.columns) == COLUMNS
    assert told(table) == [
        ("case", "collected", moment("22 12:00")),
        ("case", "dispatched", moment("22 12:01")),
        ("warning", "raised", RAISED),
        ("case", "accepted", moment("22 12:32")),
        ("warning", "acknowledged", NOW),
        ("next", "handled", None),
    ]
    rows = table.to_dict("records")
    assert (rows[3]["department_label"], rows[3]["post"], rows[3]["late_seconds"]) == ("城管局", "二科", 60.0)
    assert (rows[2]["severity"], rows[4]["person"]) == ("crit", "值班长")
    assert (rows[5]["department"], rows[5]["limit_at"], rows[5]["late_seconds"]) == ("chengguan", DUE, None)


def test_which_step_is_waited_for(store: Store) -> None:
    accept(store, [said("2", "collected", "22 12:00", severity=5)])
    number = raised(store, "2")
    assert told(chain(store, number))[-1] == ("next", "dispatched", None)
    accept(store, [said("2", "dispatched", "22 12:01", department="chengguan")])
    last = chain(store, number).to_dict("records")[-1]
    # Due at 12:31, and it is 12:34:56.
    assert (last["step"], last["limit_at"], last["late_seconds"]) == ("accepted", moment("22 12:31"), 236.0)
    accept(store, [said("2", "handled", "22 12:33")])
    assert told(chain(store, number))[-1] == ("case", "handled", moment("22 12:33"))


def test_a_step_after_the_deadline_is_late(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("1", "extended", "22 12:33", due_at="22 12:33:30"), said("1", "handled", "22 12:34:30")])
    assert chain(store, number).to_dict("records")[-1]["late_seconds"] == 60.0


def test_as_it_was_then(store: Store) -> None:
    number = emergency(store)
    assert told(chain(store, number, as_of=RAISED)) == [
        ("case", "collected", moment("22 12:00")),
        ("case", "dispatched", moment("22 12:01")),
        ("warning", "raised", RAISED),
        ("next", "accepted", None),
    ]


def test_without_a_case_the_life_of_the_warning(store: Store) -> None:
    number = raise_all(store, finding(), at=RAISED)[0]
    assert told(chain(store, number)) == [("warning", "raised", RAISED)]
    assert len(chain(store, "99")) == 0


def test_notes_are_left_out(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("1", "urged", "22 12:33", note="请张三尽快处理")])
    assert "张三" not in chain(store, number).to_json(force_ascii=False)
