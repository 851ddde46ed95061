"""What the tests of the takeover's frames stand on: an emergency in g1 with its steps, raised as a warning."""

from typing import Any, Final

import pandas as pd

from data_access.frames import alarm_chain, alarm_duty, alarm_evidence, alarm_map, alarm_state
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import IN_G1, accept, moment, reading, said

RAISED: Final = moment("22 12:02")
DUE: Final = moment("22 13:00")


def emergency(store: Store, name: str = "1", *, at: int = RAISED, **more: Any) -> int:
    """An emergency with a point in g1, accepted late, and its warning; the warning's id."""
    steps = [
        said(name, "collected", "22 12:00", severity=5, due_at=DUE, title="积水", area="g1", **IN_G1),
        said(name, "dispatched", "22 12:01", department="chengguan"),
        said(name, "accepted", "22 12:32", department="chengguan", post="二科"),
    ]
    accept(store, steps)
    return raised(store, name, at=at, **more)


def raised(store: Store, name: str = "1", *, at: int = RAISED, **more: Any) -> int:
    """The warning of a case."""
    evidence = {"source": "hotline", "event_id": name, "due_at": DUE, "case_severity": 5}
    given = {"kind": "severe_case", "severity": "crit", "area": "g1", "department": "chengguan", "evidence": evidence}
    one = finding(f"severe|{name}", rule="severe-case", subject=f"event:hotline/{name}", **{**given, **more})
    return raise_all(store, one, at=at)[0]


def state(store: Store, number: int | str, scope: str = "", **view: Any) -> pd.DataFrame:
    """The frame of band and action by a warning's id."""
    return _frame(alarm_state, store, number, scope, **view)


def chain(store: Store, number: int | str, scope: str = "", **view: Any) -> pd.DataFrame:
    """The frame of the steps."""
    return _frame(alarm_chain, store, number, scope, **view)


def duty(store: Store, number: int | str, scope: str = "", **view: Any) -> pd.DataFrame:
    """The frame of who is responsible."""
    return _frame(alarm_duty, store, number, scope, **view)


def spot(store: Store, number: int | str, scope: str = "", **view: Any) -> pd.DataFrame:
    """The frame of the map."""
    return _frame(alarm_map, store, number, scope, **view)


def evidence(store: Store, number: int | str, scope: str = "", **view: Any) -> pd.DataFrame:
    """The frame of the evidence."""
    return _frame(alarm_evidence, store, number, scope, **view)


def _frame(module: Any, store: Store, number: int | str, scope: str, **view: Any) -> pd.DataFrame:
    focus = f"warning:{number}" if number else ""
    with reading(store, scope) as reader:
        found: pd.DataFrame = module.frame(reader, View(scene="takeover", focus=focus, **view))
        return found
