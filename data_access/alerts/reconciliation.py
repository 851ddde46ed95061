"""Figures that do not add up: what the rollups say of an area and of its children, against the states themselves.

This should never find anything. It checks our own rollups while they are in use: the whole tree each time, and of the
other areas one after another, an area a minute.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import Unreconciled
from data_access.clock import HOUR, MINUTE, Micros, hour_of
from data_access.measures import measure
from data_access.reader import UNLOCATED
from data_access.rolled import rolled_hours

MEASURES: Final = {"reported": "collected_at", "closed": "closed_at", "due": "due_at"}
"""The measures checked, and the instant that puts a case into a window."""


@dataclass(frozen=True, slots=True)
class Account:
    """One measure of one area over whole hours [start, end): by the rollups and counted, of the area itself (key "")
    and of each child; `unlocated` is what was counted in none of the children."""

    area: str
    measure: str
    start: Micros
    end: Micros
    rolled: dict[str, int]
    counted: dict[str, int]
    unlocated: int

    @property
    def differs(self) -> dict[str, tuple[int, int]]:
        """(rolled, counted) of each key in which they differ; a parent's sum of children under "children"."""
        pairs = {key: (self.rolled[key], self.counted[key]) for key in self.rolled}
        below = sum(count for key, count in self.rolled.items() if key) + self.unlocated
        pairs["children"] = (below, self.rolled[""])
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def gather(ground: Ground, rule: Unreconciled) -> tuple[Account, ...] | None:
    """The accounts of this turn; None where no rollups answer, as for a past T."""
    reader = ground.reader
    last = hour_of(ground.moment)
    window = (last - rule.hours * HOUR, last)
    root = reader.tree.root.code
    if rolled_hours(reader, ground.question, "child", window) is None:
        return None
    others = [
        area.code
        for area in reader.tree
        if area.code != root
        and reader.tree.children(area.code)
        and rolled_hours(reader, replace(ground.question, area=area.code), "child", window) is not None
    ]
    chosen = [root, *others[ground.moment // MINUTE % len(others) :][:1]] if others else [root]
    return tuple(account for area in chosen for account in _accounts(ground, area, window))


def judge(accounts: tuple[Account, ...] | None, rule: Unreconciled, moment: Micros) -> list[Finding]:
    """A finding for each area and measure whose figures differ."""
    found = []
    for account in accounts or ():
        if not account.differs:
            continue
        shown = dict(list(account.differs.items())[:5])
        evidence = {
            "measure": account.measure,
            "start": account.start,
            "end": account.end,
            "rolled": account.rolled[""],
            "counted": account.counted[""],
            "children": sum(count for key, count in account.rolled.items() if key) + account.unlocated,
            "differs": {key or account.area: list(pair) for key, pair in shown.items()},
        }
        subject = f"area:{account.area}"
        key = key_of(rule.id, subject, account.measure)
        found.append(Finding(key, rule.id, rule.kind, subject, account.area, rule.severity, evidence))
    return found


def checked(accounts: tuple[Account, ...] | None, rule: Unreconciled) -> frozenset[str]:
    """The keys that this turn could judge: what it did not look at is neither seen nor gone."""
    return frozenset(key_of(rule.id, f"area:{one.area}", one.measure) for one in accounts or ())


def _accounts(ground: Ground, area: str, window: tuple[Micros, Micros]) -> list[Account]:
    reader, question = ground.reader, replace(ground.question, area=area)
    rolled = measure(reader, question, "child", MEASURES, window=window)
    whole = measure(reader, question, "none", MEASURES, window=window)[""]
    children = [child.code for child in reader.tree.children(area)]
    table, conditions = reader.states(question)
    found = []
    for name, column in MEASURES.items():
        instant = table.c[column]
        chosen = select(table.c.area, func.count()).where(*conditions, instant >= window[0], instant < window[1])
        counted = dict.fromkeys(["", *children], 0)
        unlocated = 0
        for code, count in reader.connection.execute(chosen.group_by(table.c.area)):
            counted[""] += count
            child = reader.tree.child_of(area, code) if code is not None and code in reader.tree else None
            if child is None:
                unlocated += count
            else:
                counted[child.code] += count
        sums = {key: getattr(tally, name) for key, tally in rolled.items() if key != UNLOCATED}
        sums = {"": getattr(whole, name), **{code: sums.get(code, 0) for code in children}}
        found.append(Account(area, name, *window, sums, counted, unlocated))
    return found
