"""What one event adds to the hourly rollups: a pure function of its timeline.

Cohort counts (reported, closed, due ...) carry the dimensions in force now; the level changes (open, overdue)
carry those in force at each change, so that summing changes up to any hour gives the level as of that hour.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from data_access.clock import Micros, hour_of
from data_access.events.fold import State
from data_access.rollups.histogram import bin_of

COUNTS: Final = (
    "reported",
    "self_handled",
    "closed",
    "reworked",
    "due",
    "on_time",
    "scored",
    "satisfied",
    "open_change",
    "overdue_change",
    "entered",
    "due_closed",
    "self_closed",
    "unproven",
    "severity",
)
"""The additive counts of a rollup row."""

HISTOGRAMS: Final = ("response", "handling", "dwell")
SATISFIED_FROM: Final = 4
LEAST_SEVERITY: Final = 1
"""What a case without a severity weighs."""

_STAGE_TIMES: Final = (
    ("collected", "collected_at"),
    ("dispatched", "dispatched_at"),
    ("verified", "verified_at"),
    ("handled", "handled_at"),
    ("evaluated", "evaluated_at"),
    ("archived", "archived_at"),
)


_Dims = tuple[str | None, str, str | None, str | None]


class Item(NamedTuple):
    """One addition: to `field` of the rollup rows of `hour` under these dimensions. `stage` is set for additions
    that are kept by stage only; `bin` for histogram fields."""

    area: str | None
    source: str
    department: str | None
    category: str | None
    stage: str | None
    hour: Micros
    field: str
    bin: int


def contributions(source: str, timeline: Sequence[State]) -> Counter[Item]:
    """Everything an event adds, as item -> amount; amounts of 0 are left out."""
    found: Counter[Item] = Counter()
    if not timeline:
        return found
    _levels(source, timeline, found)
    now = timeline[-1]
    if not now.counted:
        return Counter({item: amount for item, amount in found.items() if amount})
    dims = (now.area, source, now.department, now.category)

    def add(instant: Micros, field: str, index: int = 0, amount: int = 1) -> None:
        found[Item(*dims, None, hour_of(instant), field, index)] += amount

    if now.collected_at is not None:
        add(now.collected_at, "reported")
        if now.self_handled:
            add(now.collected_at, "self_handled")
        add(now.collected_at, "severity", amount=now.severity or LEAST_SEVERITY)
        if now.closed_at is not None:
            add(now.closed_at, "closed")
            add(now.closed_at, "handling", bin_of(now.closed_at - now.collected_at))
            if now.reworked:
                add(now.closed_at, "reworked")
            if now.self_handled:
                add(now.closed_at, "self_closed")
                if not now.proven:
                    add(now.closed_at, "unproven")
    if now.due_at is not None:
        add(now.due_at, "due")
        if now.closed_at is not None:
            add(now.due_at, "due_closed")
            if now.closed_at <= now.due_at:
                add(now.due_at, "on_time")
    if now.evaluated_at is not None and now.satisfaction is not None:
        add(now.evaluated_at, "scored")
        if now.satisfaction >= SATISFIED_FROM:
            add(now.evaluated_at, "satisfied")
    if now.dispatched_at is not None and now.response is not None:
        add(now.dispatched_at, "response", bin_of(now.response))
    entries = [(stage, getattr(now, column)) for stage, column in _STAGE_TIMES]
    entered = [(stage, instant) for stage, instant in entries if instant is not None]
    for place, (stage, instant) in enumerate(entered):
        found[Item(*dims, stage, hour_of(instant), "entered", 0)] += 1
        # The time in a stage is counted where it ends: at the entry of the next stage that the case reached.
        left = entered[place + 1][1] if place + 1 < len(entered) else None
        if left is not None and left >= instant:
            found[Item(*dims, stage, hour_of(left), "dwell", bin_of(left - instant))] += 1
    return Counter({item: amount for item, amount in found.items() if amount})


def _levels(source: str, timeline: Sequence[State], found: Counter[Item]) -> None:
    for state in timeline:
        if not state.counted:
            continue
        dims = (state.area, source, state.department, state.category)
        start, end = state.valid_from, state.valid_to

        def change(
            stage: str | None, field: str, since: Micros, until: Micros | None = end, dims: _Dims = dims
        ) -> None:
            found[Item(*dims, stage, hour_of(since), field, 0)] += 1
            if until is not None:
                found[Item(*dims, stage, hour_of(until), field, 0)] -= 1

        stage = "dispatched" if state.stage == "accepted" else state.stage
        if state.archived_at is None:
            # By stage the level is the stock of the flow: everything that was never archived, closed or not.
            change(stage, "open_change", start)
        if state.closed_at is not None:
            continue
        change(None, "open_change", start)
        if state.due_at is not None:
            # Overdue means due_at < T: the level changes just after due_at, which falls in due_at's own hour.
            late = max(start, state.due_at)
            if end is None or late < end:
                change(None, "overdue_change", late)
