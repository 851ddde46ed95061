"""The cases of an area hour by hour for ten weeks: what baselines, control limits and forecasts are made of."""

from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from data_access.clock import HOUR, Micros, hour_of
from data_access.events.stages import Stage
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.risk.baseline import DayTypes, History
from data_access.risk.reported import changed_since
from data_access.series import hourly
from data_access.store.schema import transition
from data_access.view import View

WEEKS: Final = 10
"""How far back is read: eight weeks of baseline before the first of the last fourteen days."""

_CHINESE: Final = frozenset({"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"})


@dataclass(frozen=True, slots=True, eq=False)
class HourlyHistory:
    """Cases reported by UTC hour, every hour from the first known one to that of `end`; both of shape (hours,).

    `starts` are in microseconds; `share` (0..1] of the last hour had passed at `end`; `past` holds the hours that had
    passed wholly. No hour at all where nothing is known.
    """

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    end: Micros
    share: float
    days: DayTypes
    past: History = field(init=False)

    def __post_init__(self) -> None:
        whole = len(self.starts) - (self.share < 1)
        object.__setattr__(self, "past", History(self.counts[:whole], self.starts[:whole], self.days))


def day_types(zone: ZoneInfo) -> DayTypes:
    """What days are like in a zone: China's zones keep China's public holidays, of others none are known."""
    return DayTypes(zone, "CN" if zone.key in _CHINESE else None)


def kept_history(reader: Reader, view: View, end: Micros) -> HourlyHistory:
    """The history of a view's area and filters up to `end`, exactly as of T; at most a minute old where T is now."""
    # The window does not matter: panels of other windows share the answer.
    question = reader.question(view.replaced(window="24h", language="zh"))
    extra = end if end < question.moment else None
    return kept(reader, question, "hourly_history", lambda: hourly_history(reader, question, end), extra=extra)


def hourly_history(reader: Reader, question: Question, end: Micros, *, hours: int = WEEKS * 7 * 24) -> HourlyHistory:
    """The history up to `end` (at most T) of so many hours, the last one included. It begins no earlier than the
    first of them in which anything was reported anywhere: before, a count of nothing would be a guess."""
    last = hour_of(end - 1)
    first = _known_from(reader, last - (hours - 1) * HOUR, end)
    days = day_types(reader.zone)
    if first is None:
        nothing = np.zeros(0, dtype=np.int64)
        return HourlyHistory(nothing, nothing, end, 1.0, days)
    starts = np.arange(first, last + HOUR, HOUR, dtype=np.int64)
    counts = np.zeros(len(starts), dtype=np.int64)
    present = hourly(reader, replace(question, live=True), "none", (first, end), ("reported",))
    for (_, hour), tally in present.items():
        counts[(hour - first) // HOUR] += tally.reported
    differing = changed_since(
        reader, question, [(first, end)], lambda columns: columns.collected_at - columns.collected_at % HOUR
    )
    for (hour,), count in differing.items():
        counts[(hour - first) // HOUR] += count
    return HourlyHistory(starts, counts, end, (end - last) / HOUR, days)


def _known_from(reader: Reader, earliest: Micros, end: Micros) -> Micros | None:
    # Asked of what was told, not of what still counts: a case that was voided since was known as of its time.
    chosen = select(transition.c.at).where(
        transition.c.stage == Stage.COLLECTED.value, transition.c.at >= earliest, transition.c.at < end
    )
    found: Micros | None = reader.connection.execute(chosen.order_by(transition.c.at).limit(1)).scalar()
    return None if found is None else hour_of(found)
