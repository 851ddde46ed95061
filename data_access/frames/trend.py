"""Thirty days of each department: the day's P90 of the response time by its limit."""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from data_access.clock import MINUTE, Micros, from_micros, to_micros
from data_access.frames.limits import above
from data_access.frames.moments import told_moments
from data_access.frames.owners import FEW, limit_seconds, owner_label, ranking
from data_access.kept import kept
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.rollups.histogram import percentiles
from data_access.series import hourly
from data_access.tally import Durations
from data_access.view import View

COLUMNS = ("department", "label", "limit", "day", "n", "p90", "ratio", "last", "status")
DAYS: Final = 30
PATIENCE: Final = 5 * MINUTE
"""A day's percentile moves slowly."""

Days = dict[str, list[tuple[int, float | None]]]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """30 rows a department, one a local day, the last being that of T; the slowest of late first. Seconds.

    `ratio` is p90 / limit, None on days of fewer than 5 answers; `last` is the last one that is known. Departments
    without a limit are left out: attrs `unlimited` counts them; `days` are the midnights, `moments` those since.
    """
    question = reader.question(view)
    bounds = local_days(question.moment, reader.zone, DAYS)
    found = kept(reader, question, "trend", lambda: _days(reader, question, bounds), tick=PATIENCE, extra=bounds[0])
    allowed = limit_seconds(reader, "response")
    groups: list[tuple[tuple[Any, ...], list[tuple[Any, ...]]]] = []
    for department, days in found.items():
        limit = allowed.get(department)
        if limit is None:
            continue
        label = owner_label(reader, department, view)
        ratios = [p90 / limit if p90 is not None and n >= FEW else None for n, p90 in days]
        place, last = max(((at, one) for at, one in enumerate(ratios) if one is not None), default=(-1, None))
        answers = days[place][0] if last is not None else 0
        status = above("response_ratio", last, answers)
        rows = [
            (department, label, limit, bounds[day], n, p90, ratios[day], last, status)
            for day, (n, p90) in enumerate(days)
        ]
        groups.append((ranking(department, answers, last), rows))
    groups.sort(key=lambda group: group[0])
    table = pd.DataFrame([row for _, rows in groups for row in rows], columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        unlimited=sum(1 for one in found if one not in allowed and one != UNASSIGNED),
        days=bounds,
        moments=told_moments(reader, question, bounds[0], question.moment),
    )
    return table


def local_days(moment: Micros, zone: ZoneInfo, days: int) -> list[Micros]:
    """The local midnights that begin the last days up to that of `moment`, ascending."""
    today = from_micros(moment).astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [to_micros(datetime(day.year, day.month, day.day, tzinfo=zone)) for day in dates]


def _days(reader: Reader, question: Question, bounds: list[Micros]) -> Days:
    """(answers, P90) of each day by department; an hour counts to the day in which it begins."""
    cut: defaultdict[str, list[Durations]] = defaultdict(lambda: [Durations() for _ in bounds])
    answered = hourly(reader, question, "department", (bounds[0], question.moment), ("response",))
    for (department, hour), tally in answered.items():
        if not tally.response.texts and not tally.response.exact:
            continue
        day = cut[department][max(bisect_right(bounds, hour) - 1, 0)]
        day.exact.extend(tally.response.exact)
        day.texts.extend(tally.response.texts)
    found: Days = {}
    for department, days in cut.items():
        weighed = [one.weighted() for one in days]
        told = [(int(pair[1].sum()), percentiles(*pair, (0.9,))[0]) for pair in weighed]
        # A case that went to somebody else leaves its answer and the taking back of it: together they are none.
        if any(answers for answers, _ in told):
            found[department] = told
    return found
