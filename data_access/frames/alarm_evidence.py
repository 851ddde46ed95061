"""What a warning rests on, as rows of the picture that suits its kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
from sqlalchemy import select

from data_access.clock import DAY, HOUR, Micros, hour_of
from data_access.events.stages import MAIN, RANK, Stage
from data_access.frames.alarm import Situation, accept_by, situation, tabled
from data_access.frames.titles import title_of
from data_access.identity import identified
from data_access.reader import Question, Reader
from data_access.series import hourly
from data_access.statistics.figures import history
from data_access.store.schema import event, transition
from data_access.view import View

COLUMNS: Final = ("part", "label", "start_at", "end_at", "value", "usual", "limit", "status")
PERIODS: Final = 24
HOURS: Final = 24
WEEKS: Final = 4

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of a picture and what else it needs."""

    picture: str
    rows: list[Row]
    attrs: Mapping[str, Any] = field(default_factory=dict)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows by attrs["picture"]: "stages" (part stage: a stay in the stage `label`, `end_at` None while it lasts; part
    limit: accept, due; part mark: what befell the case), "hours" (cases of the hour, `usual` the mean of that hour in
    four weeks; status warn in the hours the warning is about), "arrivals" (cases of the source by hour), "course" (a
    metric's periods and the `limit`), "cases" (`label` the title, `start_at` the instant that counts) or "table" (part
    entry: `label` the name of a figure of the evidence, `value` it). attrs: `zh`, `en`, `percent`, `digits` of a
    metric; `last_at` of a source."""
    found = situation(reader, view)
    told = Told("table", []) if found.warned is None else _told(reader, found)
    table = tabled(told.rows, COLUMNS)
    table.attrs.update(picture=told.picture, **told.attrs)
    return table


def _told(reader: Reader, found: Situation) -> Told:
    if found.case is not None:
        return _stages(reader, found)
    warned = found.warned
    make = _PICTURES.get(warned.kind) if warned is not None else None
    told = None if make is None else make(reader, found, dict(warned.evidence) if warned else {})
    return _table(found) if told is None or not told.rows else told


def _of_area(reader: Reader, found: Situation, **more: Any) -> Question:
    return reader.question(found.view.replaced(area=found.place or "", **more), moment=found.question.moment)


def _stages(reader: Reader, found: Situation) -> Told:
    """The stays of the case in its stages against its limits."""
    case, moment = found.case, found.question.moment
    c = transition.c
    chosen = select(c.stage, c.at, c.department).where(c.event == case.id, c.at <= moment)
    steps = sorted(reader.connection.execute(chosen), key=lambda row: (row.at, RANK[row.stage], row.department))
    main = [one for one in steps if one.stage in MAIN]
    # The last stay ends with the case: when it is archived, voided or withdrawn.
    over = case.ended_at or (main[-1].at if main and main[-1].stage == Stage.ARCHIVED else None)
    rows: list[Row] = []
    for one, end in zip(main, [*(later.at for later in main[1:]), over], strict=False):
        rows.append({"part": "stage", "label": one.stage, "start_at": one.at, "end_at": end, "status": "n"})
    rows += [
        {"part": "mark", "label": one.stage, "start_at": one.at, "status": "n"}
        for one in steps
        if one.stage not in MAIN
    ]
    answered = case.dispatched_at + case.response if case.dispatched_at and case.response is not None else None
    for label, limit, done in (("accept", accept_by(reader, case), answered), ("due", case.due_at, case.closed_at)):
        if limit is not None and (label == "due" or case.due_at is None or limit < case.due_at):
            late = (moment if done is None else done) > limit
            rows.append({"part": "limit", "label": label, "start_at": limit, "status": "crit" if late else "n"})
    return Told("stages", rows)


def _surge(reader: Reader, found: Situation, evidence: Row) -> Told:
    question = _of_area(reader, found)
    last = hour_of(question.moment)
    start = last - (HOURS - 1) * HOUR
    now = _reported(reader, question, (start, question.moment))
    weeks = [number for number in range(1, WEEKS + 1) if reader.reaches(start - number * 7 * DAY)]
    past = [_reported(reader, question, (start - n * 7 * DAY, last + HOUR - n * 7 * DAY), n * 7 * DAY) for n in weeks]
    since = evidence.get("start") or question.moment
    rows: list[Row] = []
    for number in range(HOURS):
        hour = start + number * HOUR
        usual = sum(one.get(hour, 0) for one in past) / len(past) if past else None
        status = "warn" if hour + HOUR > since else "n"
        rows.append(
            {"part": "hour", "start_at": hour, "end_at": hour + HOUR, "value": now.get(hour, 0), "usual": usual}
        )
        rows[-1]["status"] = status
    return Told("hours", rows)


def _silent(reader: Reader, found: Situation, evidence: Row) -> Told | None:
    source = found.warned and found.warned.source
    if not source:
        return None
    question = reader.question(found.view.replaced(source=source), moment=found.question.moment)
    start = hour_of(question.moment) - (HOURS - 1) * HOUR
    now = _reported(reader, question, (start, question.moment))
    hours = [start + number * HOUR for number in range(HOURS)]
    rows = [
        {"part": "hour", "start_at": hour, "end_at": hour + HOUR, "value": now.get(hour, 0), "status": "n"}
        for hour in hours
    ]
    return Told(
        "arrivals", rows, {"last_at": evidence.get("last_at"), "cadence_minutes": evidence.get("cadence_minutes")}
    )


def _reported(
    reader: Reader, question: Question, window: tuple[Micros, Micros], shift: Micros = 0
) -> dict[Micros, int]:
    """Cases by the start of their hour, moved on by `shift`."""
    found = hourly(reader, question, "none", window, ("reported",))
    return {hour + shift: tally.reported for (_, hour), tally in found.items()}


def _metric(reader: Reader, found: Situation, evidence: Row) -> Told | None:
    return _course(reader, found, str(evidence.get("metric")), lambda _value: evidence.get("limit"))


def _offline(reader: Reader, found: Situation, evidence: Row) -> Told | None:
    """The devices that were on line; below the limit too many were not."""
    sort, share = evidence.get("sort"), evidence.get("limit_share")
    totals = _values(reader, found, f"{sort}.total")
    of = dict(zip([one.end for one in totals or ()], [one.value for one in totals or ()], strict=True))

    def limit(end: Micros | None) -> float | None:
        total = of.get(end)
        return None if total is None or share is None else total * (1 - float(share))

    return _course(reader, found, f"{sort}.online", limit)


def _course(reader: Reader, found: Situation, metric: str, limit: Callable[[Micros | None], Any]) -> Told | None:
    values = _values(reader, found, metric)
    if values is None:
        return None
    one = reader.metrics.metrics[metric]
    rows = [
        {
            "part": "period",
            "start_at": it.start,
            "end_at": it.end,
            "value": it.value,
            "limit": limit(it.end),
            "status": "n",
        }
        for it in values
    ]
    unit = reader.metrics.units[one.unit]
    return Told("course", rows, {"zh": one.zh, "en": one.en, "percent": one.unit == "percent", "digits": unit.digits})


def _values(reader: Reader, found: Situation, metric: str) -> list[Any] | None:
    """The last periods of a metric of the place; None for one that the catalogue does not know any more."""
    if metric not in reader.metrics.metrics:
        return None
    return history(reader, _of_area(reader, found), metric, count=PERIODS)


def _cases(reader: Reader, found: Situation, evidence: Row) -> Told | None:
    """The most pressing of the cases of a group."""
    named = [(one.get("source") or "", one.get("event_id") or "") for one in evidence.get("cases") or ()]
    if not named:
        return None
    c = event.c
    chosen = select(c.source, c.event_id, c.title, c.category, c.due_at, c.stage, c.stage_since, c.closed_at)
    known = {
        (row.source, row.event_id): row for row in reader.connection.execute(chosen.where(identified(event, named)))
    }
    rows = []
    for key in named:
        row = known.get(key)
        if row is None:
            continue
        stuck = found.warned is not None and found.warned.kind == "stuck_case"
        title = title_of(reader, row.title, row.category, found.view.language)
        at = row.stage_since if stuck else row.due_at
        rows.append({"part": "case", "label": title, "start_at": at, "value": key[1], "status": "n"})
    return Told("cases", rows, {"count": evidence.get("count"), "stuck": rows and stuck})


def _table(found: Situation) -> Told:
    """The evidence as it is; lists are left out."""
    evidence = {} if found.warned is None else found.warned.evidence
    return Told("table", list(_entries(evidence)))


def _entries(evidence: Mapping[str, Any]) -> Iterable[Row]:
    for name, value in evidence.items():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield {"part": "entry", "label": name, "value": value, "status": "n"}


_PICTURES: Final[Mapping[str, Callable[[Reader, Situation, Row], Told | None]]] = {
    "surge": _surge,
    "silent_source": _silent,
    "metric": _metric,
    "offline_cluster": _offline,
    "deadline_near": _cases,
    "deadline_passed": _cases,
    "stuck_case": _cases,
}
