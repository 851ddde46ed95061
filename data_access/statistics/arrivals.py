"""How the statistics come in: the newest report, how late reports are, how many come, which metrics fell behind."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from sqlalchemy import func, select

from data_access.clock import HOUR, MINUTE, SECOND, Micros
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.store.schema import statistic, statistic_head

LATE: Final = 2.0
STOPPED: Final = 5.0
"""From so many times the delay that it declares on a metric is late, or has stopped."""

_NEWEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`received_at`: the newest report came in; `lag`: median seconds from the time a report names to its coming in,
    over the last hour; `rate`: reports of the last hour; of `metrics` that were ever reported so many are `late`, so
    many have `stopped`. None where it is not known, as for a past T."""

    received_at: Micros | None
    lag: float | None
    rate: int | None
    metrics: int
    late: int
    stopped: int


def arrivals(reader: Reader, question: Question) -> Arrivals | None:
    """The arrivals of the whole site; None where nothing was ever reported, and as of a past T."""
    if not question.live:
        return None
    c = statistic.c
    newest = reader.connection.execute(select(c.id, c.received_at).order_by(c.id.desc()).limit(1)).one_or_none()
    if newest is None:
        return None
    lag, rate = kept(reader, question, "arrivals", lambda: _flow(reader, question, newest.id), tick=10 * SECOND)
    behind = kept(reader, question, "metrics behind", lambda: _behind(reader, question), tick=MINUTE)
    return Arrivals(newest.received_at, lag, rate, *behind)


def _flow(reader: Reader, question: Question, last: int) -> tuple[float | None, int]:
    """(median lag, reports of the last hour). Reports are numbered as they come in: where the hour begins is found by
    halving, and what came in one batch about more than a day was a history."""
    c, since = statistic.c, question.moment - HOUR
    first, end = 1, last + 1
    while first < end:
        middle = (first + end) // 2
        following = select(c.received_at).where(c.id >= middle).order_by(c.id).limit(1)
        at = reader.connection.execute(following).scalar()
        if at is None or at > since:
            end = middle
        else:
            first = middle + 1
    chosen = select(c.received_at, c.at).where(c.id >= first).order_by(c.id.desc()).limit(_NEWEST)
    rows = reader.connection.execute(chosen).all()
    batches: dict[Micros, list[Micros]] = {}
    for row in rows:
        batches.setdefault(row.received_at, []).append(row.at)
    lags = [
        max(received - at, 0) / SECOND
        for received, some in batches.items()
        if max(some) - min(some) <= HOUR
        for at in some
    ]
    return (median(lags) if lags else None), last + 1 - first


def _behind(reader: Reader, question: Question) -> tuple[int, int, int]:
    """(metrics ever reported, of them late, stopped)."""
    h, metrics = statistic_head.c, reader.metrics.metrics
    newest = reader.connection.execute(select(h.metric, func.max(h.at)).group_by(h.metric))
    times = [(question.moment - at) / metrics[name].fresh for name, at in newest.all() if name in metrics]
    stopped = sum(one > STOPPED for one in times)
    return len(times), sum(one > LATE for one in times) - stopped, stopped
