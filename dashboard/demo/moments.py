"""What the demo records as moments: the rainstorms and the outages of the hotline that its history really has."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dashboard.demo.incidents import Script
from dashboard.demo.rhythm import iso, seconds
from data_access.clock import SECOND, Micros
from data_access.moments.contract import Moment, read_moment
from data_access.moments.register import record
from data_access.store.store import Store, bump

HOTLINE: Final = "hotline_12345"


def moments_of(script: Script, start: datetime, end: datetime) -> Iterator[tuple[Moment, Micros]]:
    """(moment, when it was recorded) of what began in [start, end). What is over was recorded as it ended, what still
    goes on as it began, without an end: nobody knew it then."""
    first, last = seconds(start), seconds(end)
    for burst in script.bursts(first, last):
        for street in burst.streets:
            yield _moment("weather", "暴雨", "Rainstorm", burst.start, burst.end, last, street)
    for gap in script.gaps(first, last):
        if gap.source == HOTLINE:
            yield _moment("incident", "热线中断", "Hotline down", gap.start, gap.end, last)


def load_moments(store: Store, script: Script, start: datetime, end: datetime, by: str) -> int:
    """Record them; how many."""
    found = list(moments_of(script, start, end))
    with store.writing() as connection:
        for moment, at in found:
            record(connection, moment, by, at)
        bump(connection)
    store.changed()
    return len(found)


def _moment(
    kind: str, zh: str, en: str, start: int, end: int, last: int, area: str | None = None
) -> tuple[Moment, Micros]:
    over = end <= last
    given = {"kind": kind, "zh": zh, "en": en, "start": iso(start), "end": iso(end) if over else None, "area": area}
    return read_moment(given), (end if over else start) * SECOND
