"""Gathering the figures of a briefing, all through the measures, boards and frames of the screen.

The windows compared are told as known at T, as on the screen; open and overdue are levels, of this week at T and of
the others at their ends.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from data_access.alerts.evaluation import CLEARED, RAISED
from data_access.alerts.standing import Standing, Warned, standing
from data_access.briefing.comparing import Spread, median_interval, spread_of
from data_access.briefing.figures import GROUPS, Baseline, Figures, Measures, Median, Row, Scored, Share, Spotted
from data_access.briefing.history import histories
from data_access.briefing.weeks import Period, Week, WeekError
from data_access.clock import SECOND
from data_access.measures import Interval, measure
from data_access.reader import Question, Reader
from data_access.risk.spots import emerging_spots
from data_access.scores.board import board
from data_access.scores.ranking import Standing as Place
from data_access.scores.rules import Kind
from data_access.store.keeper import Keeper
from data_access.tally import Durations, Tally, total
from data_access.view import View

FOUR: Final = 4
"""Weeks back to the week compared with where history does not reach back a year."""

LISTED: Final = 50
"""Warnings that are listed at most; all are counted."""

SCORED: Final[tuple[Kind, ...]] = ("area", "department")

_COHORTS: Final = frozenset({"reported", "closed", "due", "satisfaction", "diversity", "response", "handling"})


def briefing_view(area: str, period: Period) -> View:
    """The view of an area ("" for all that the viewer may see) that shows a period, frozen at its T."""
    return View(area=area, window=period.window, as_of=period.as_of)


def area_told(reader: Reader, area: str, period: Period) -> str:
    """The area that a briefing tells of. ViewError for one that is not there, OutsideScope for one that may not be
    seen, WeekError for a week that lies before the history."""
    question = _after(reader, period).question(briefing_view(area, period))
    if not reader.reaches(period.start):
        raise WeekError(f"week {period.week} lies before the history; expected {_first(reader, period)}")
    return question.area


def _first(reader: Reader, period: Period) -> str:
    """Which weeks can be told of: from the first that the history reaches on."""
    week = period.week
    while (start := week.interval(reader.zone)[0]) <= reader.now:
        if reader.reaches(start):
            return f"{week} or a later one"
        week = week.shifted(1)
    return "a whole week of messages first"


def gather(reader: Reader, area: str, period: Period) -> Figures:
    """The figures of an area in a period; errors as of `area_told`."""
    reader = _after(reader, period)
    view = briefing_view(area_told(reader, area, period), period)
    question = reader.question(view)
    last = _baseline(reader, period, "last", period.week.shifted(-1))
    year = _baseline(reader, period, "year", period.week.year_before())
    same = year or _baseline(reader, period, "weeks", period.week.shifted(-FOUR))
    windows = [(period.start, period.end), *(None if one is None else (one.start, one.end) for one in (last, same))]
    groups, spreads = {}, {"none": _spreads(reader, question, period, "none")}
    whole: list[Tally | None] = []
    for by in GROUPS:
        found = [None if window is None else _tallies(reader, question, by, window, period) for window in windows]
        groups[by] = _rows(found)
        spreads[by] = _spreads(reader, question, period, by)
        if by == "child":
            # No case is in two children: they and the unlocated make the area's own figures.
            whole = [None if one is None else total(one.values()) for one in found]
            groups[by] = groups[by] if reader.tree.children(question.area) else ()
    scored = board(reader, view)
    stood = standing(reader, view)
    return Figures(
        area=question.area,
        period=period,
        last=last,
        same=same,
        total=_row("", whole),
        groups=groups,
        spreads=spreads,
        scores={kind: tuple(map(_scored, scored.rankings[kind].standings)) for kind in SCORED},
        pass_line=float(scored.rules.pass_line),
        alarm_line=float(scored.rules.alarm_line),
        warnings=stood.counts(),
        standing=_gravest(stood),
        basis=stood.basis,
        spots=_spots(reader, view),
    )


def _after(reader: Reader, period: Period) -> Reader:
    """The reader as if something had been told after T: the states as of T answer, never the rollups of the present,
    whose percentiles are near. So whoever asks again later gets the same to the last digit."""
    newest = max(reader.version.newest_at or 0, period.as_of + 1)
    return replace(reader, version=replace(reader.version, newest_at=newest), kept=Keeper(), memory={})


def _baseline(reader: Reader, period: Period, kind: str, week: Week) -> Baseline | None:
    start, end = period.alike(week, reader.zone)
    return Baseline(kind, week, start, end) if reader.reaches(start) else None


def _tallies(reader: Reader, question: Question, by: str, window: Interval, period: Period) -> dict[str, Tally]:
    """The cohorts of a window as known at T, with the levels at its end; of the week itself at T."""
    found = measure(reader, question, by, _COHORTS, window=window)
    own = window == (period.start, period.end)
    then = question if own else reader.question(question.view.replaced(as_of=window[1]))
    for key, level in measure(reader, then, by, {"open"}).items():
        tally = found.setdefault(key, Tally())
        tally.open, tally.overdue = level.open, level.overdue
    return found


def _rows(found: Sequence[dict[str, Tally] | None]) -> tuple[Row, ...]:
    """A row for each key of any window, in the order of this week's."""
    keys = dict.fromkeys(key for tallies in found if tallies is not None for key in tallies)
    return tuple(_row(key, [None if one is None else one.get(key, Tally()) for one in found]) for key in keys)


def _row(key: str, tallies: Sequence[Tally | None]) -> Row:
    now, last, same = (None if one is None else _measures(one) for one in tallies)
    if now is None:
        raise ValueError("the week itself has no figures")
    return Row(key, now, last, same)


def _measures(tally: Tally) -> Measures:
    told = tally.as_json()
    return Measures(
        reported=tally.reported,
        closed=tally.closed,
        open=tally.open,
        overdue=tally.overdue,
        due=tally.due,
        on_time=Share(tally.on_time, tally.due),
        rework=Share(tally.reworked, tally.closed),
        satisfaction=Share(tally.satisfied, tally.scored),
        self_handled=Share(tally.self_handled, tally.reported),
        diversity=told["source_diversity"],
        response=_median(tally.response),
        handling=_median(tally.handling),
    )


def _median(durations: Durations) -> Median:
    told = durations.as_json()
    low, high = median_interval(*durations.weighted()) or (None, None)
    return Median(told["n"], told["p50"], told["p90"], low, high)


def _spreads(reader: Reader, question: Question, period: Period, by: str) -> dict[str, Spread]:
    found = histories(reader, question, period, by)
    return {name: spread_of(weeks.values()) for name, weeks in found.items()}


def _gravest(stood: Standing) -> tuple[Warned, ...]:
    """The gravest warnings that stand, without who acknowledged them: that is no figure."""
    named: dict[str, Any] = {"acknowledged_at": None, "acknowledged_by": None, "acknowledged_note": None}
    found = [one for one in stood.warnings if one.state != CLEARED][:LISTED]
    return tuple(replace(one, id=None, state=RAISED, last_seen_at=one.raised_at, **named) for one in found)


def _scored(one: Place) -> Scored:
    before = None if one.before is None else one.before.total
    score = one.score
    return Scored(one.code, score.total, before, one.rank, one.before_rank, score.cases, score.grade, one.status)


def _spots(reader: Reader, view: View) -> tuple[Spotted, ...]:
    return tuple(
        Spotted(one.kind, one.places, one.width // SECOND, one.count, one.expected, one.category, one.status)
        for one in emerging_spots(reader, view)
    )
