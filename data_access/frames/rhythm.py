"""The rhythm of the week: cases reported by weekday and hour over the last seven days, against four weeks before."""

import pandas as pd

from data_access.clock import DAY, HOUR, from_micros, hour_of
from data_access.frames.asking import TICK
from data_access.frames.limits import surges
from data_access.kept import kept
from data_access.reader import Reader
from data_access.risk.hourly_history import hourly_history
from data_access.view import View

COLUMNS = ("weekday", "hour", "start", "count", "usual", "over", "current")
_WEEKS = 4
_SHOWN = 8 * 24


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """168 rows, weekday 0 Monday .. 6, local hours, each with the instant at which it begins (None where there is none
    of that name). `usual`: the mean of the same hour of the week in the four weeks before, holidays on the days they
    are like (None before history begins); `over`: beyond three sigma of it. Hours still to come show last week's;
    those before the history count None."""
    question = reader.question(view)
    present = hour_of(question.moment)
    history = kept(
        reader,
        reader.question(view.replaced(window="24h", language="zh")),
        "rhythm",
        lambda: hourly_history(reader, question, question.moment, hours=_WEEKS * 7 * 24 + _SHOWN),
        tick=TICK,
        extra=present,
    )
    found = dict(zip(history.starts.tolist(), history.counts.tolist(), strict=True))
    first = min(found, default=question.moment)
    shown = [present - number * HOUR for number in range(_SHOWN)]
    usual = history.past.expected(shown, weeks=_WEEKS)
    rows: dict[tuple[int, int], tuple[int | None, int | None, float | None, bool, bool]] = {}
    for hour, mean in zip(shown, usual.tolist(), strict=True):
        local = from_micros(hour).astimezone(reader.zone)
        # When clocks go back an hour comes twice in a day; the later one is shown.
        if (local.weekday(), local.hour) in rows:
            continue
        expected = mean if mean == mean else None
        weeks = min((hour - first) // (7 * DAY), _WEEKS)
        count = found.get(hour)
        over = count is not None and surges(count, expected, max(weeks, 1))
        rows[local.weekday(), local.hour] = (hour, count, expected, over, hour == present)
    # When they go forward an hour is left out: nothing was reported in it.
    cells = [
        (day, hour, *rows.get((day, hour), (None, 0, None, False, False))) for day in range(7) for hour in range(24)
    ]
    return pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)
