"""The rhythm of the week: cases reported by weekday and hour over the last seven days, against four weeks before."""

import pandas as pd

from data_access.clock import DAY, HOUR, from_micros, hour_of
from data_access.frames.limits import surges
from data_access.reader import Reader
from data_access.series import hourly
from data_access.view import View

COLUMNS = ("weekday", "hour", "count", "usual", "over", "current")
_WEEKS = 4


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """168 rows, weekday 0 Monday .. 6, local hours. `usual`: the mean of the same hour in the four weeks before
    (None before history begins); `over`: beyond three sigma of it. Hours still to come show last week's."""
    question = reader.question(view)
    present = hour_of(question.moment)
    window = (present - ((_WEEKS + 1) * 7 + 1) * DAY + HOUR, question.moment)
    found = {
        hour: tally.reported for (_, hour), tally in hourly(reader, question, "none", window, ("reported",)).items()
    }
    first = min(found, default=question.moment)
    rows: dict[tuple[int, int], tuple[int, float | None, bool, bool]] = {}
    for number in range(8 * 24):
        hour = present - number * HOUR
        local = from_micros(hour).astimezone(reader.zone)
        # When clocks go back an hour comes twice in a day; the later one is shown.
        if (local.weekday(), local.hour) in rows:
            continue
        before = [hour - week * 7 * DAY for week in range(1, _WEEKS + 1) if hour - week * 7 * DAY >= first]
        usual = sum(found.get(one, 0) for one in before) / len(before) if before else None
        count = found.get(hour, 0)
        rows[local.weekday(), local.hour] = (count, usual, surges(count, usual, len(before)), number == 0)
    # When they go forward an hour is left out: nothing was reported in it.
    cells = [(day, hour, *rows.get((day, hour), (0, None, False, False))) for day in range(7) for hour in range(24)]
    return pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)
