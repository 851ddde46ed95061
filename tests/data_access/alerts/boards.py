"""What the tests of stored warnings write and read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from data_access.alerts.evaluation import RAISED, Change
from data_access.alerts.finding import Finding
from data_access.alerts.keeping import Told, apply
from data_access.alerts.rules import Rules, load_rules
from data_access.alerts.watching import note_evaluation, take_lease
from data_access.clock import Micros
from data_access.store.store import Store
from tests.data_access.worlds import NOW

RULES = load_rules()


def write(store: Store, changes: Sequence[Change], *, rules: Rules = RULES, at: Micros = NOW) -> list[Told]:
    """Write changes as an evaluation at T does."""
    with store.writing() as connection:
        assert take_lease(connection, "tests", at, at)
        told = apply(connection, changes, rules)
        note_evaluation(connection, rules, at)
        return told


def raise_all(store: Store, *findings: Finding, at: Micros = NOW) -> list[int]:
    """Raise warnings; their ids."""
    return [one.warning for one in write(store, [Change(RAISED, at, None, finding) for finding in findings], at=at)]


def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    """All rows of a table in order of its primary key."""
    with store.reading() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key)).mappings().all()
    return [{str(name): value for name, value in row.items()} for row in found]
