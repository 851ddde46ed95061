"""Rules and grounds for the tests of warnings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from data_access.alerts.finding import Finding, Ground
from data_access.alerts.rules import AnyRule, Rules
from data_access.clock import Micros
from data_access.store.store import Store
from tests.data_access.worlds import reading

LEAST: dict[str, dict[str, Any]] = {
    "deadline_near": {"minutes": 120},
    "deadline_passed": {"minutes": 0},
    "stuck_case": {"minutes": 60},
    "severe_case": {},
    "surge": {"least": 5, "ratio": 2.0, "p": 0.001, "keep_p": 0.05},
    "hot_spot": {"classes": ["new"], "ratio": 2.0, "p": 0.01},
    "silent_source": {"times": 2.0},
    "department_backlog": {"least": 4, "overdue_share": 0.5},
    "unreconciled": {},
    "offline_cluster": {"least": 3, "share": 0.5},
    "metric": {"metric": "camera.rate", "below": 0.95},
    "silent_metric": {"times": 5.0},
}


def rules(*given: dict[str, Any]) -> Rules:
    """Rules of some kinds, with the least that each kind needs; the id is the kind with dashes unless given."""
    whole = [
        {"id": one["kind"].replace("_", "-"), "severity": "warn", **LEAST[one["kind"]], **one}  # the given wins
        for one in given
    ]
    return Rules.model_validate({"version": "t", "rule": whole})


def rule(kind: str, **given: Any) -> Any:
    """One rule."""
    (found,) = rules({"kind": kind, **given}).rules
    known: AnyRule = found
    return known


@contextmanager
def ground(store: Store, moment: Micros | None = None, scope: str = "") -> Iterator[Ground]:
    """The ground of a store at T."""
    with reading(store, scope) as reader:
        yield Ground.of(reader, moment)


def finding(key: str = "k", **given: Any) -> Finding:
    """A finding of the rule `surge` unless said otherwise."""
    whole = {
        "rule": "surge",
        "kind": "surge",
        "subject": "area:s1",
        "area": "s1",
        "severity": "warn",
        "evidence": {"count": 9},
        **given,
    }
    return Finding(key, **whole)
