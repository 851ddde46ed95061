"""The facts of the situation sentence 态势句; worded by the catalogue."""

from collections import Counter
from typing import Any, Final

import pandas as pd

from data_access.clock import DAY, HOUR, SECOND
from data_access.frames import departments, kpis
from data_access.frames.inflow import silent_sources
from data_access.frames.limits import LIMITS, surges
from data_access.kept import kept
from data_access.measures import Interval, measure
from data_access.reader import UNLOCATED, Question, Reader
from data_access.risk.reported import reported
from data_access.view import View

COLUMNS: Final = (
    *("level", "window", "reported", "reported_previous", "closed", "open", "overdue", "overdue_previous"),
    *("on_time_value", "worst_department", "worst_department_code", "worst_department_p90"),
    *("worst_department_limit", "surge_area", "surge_area_code", "surge_count", "surge_usual"),
    *("silent_source", "silent_seconds"),
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row: the window's figures beside the previous window's, the slowest department that is past its limit,
    the child area with a surge in the last hour, the source silent longest, and the level calm, tense, critical.
    No row where the window lies before the history: nothing is not calm."""
    question = reader.question(view)
    if not reader.reaches(question.end):
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    figures = kpis.frame(reader, view).set_index("measure")
    value, previous = figures["value"], figures["previous"]
    worst = _worst_department(reader, view)
    surge = kept(reader, question, "surge in a child", lambda: _surge(reader, question), tick=5 * SECOND)
    silent = [] if question.filters else silent_sources(reader, question)
    facts: dict[str, Any] = {
        "window": view.window,
        "reported": value["reported"],
        "reported_previous": previous["reported"],
        "closed": value["closed"],
        "open": value["open"],
        "overdue": value["overdue"],
        "overdue_previous": previous["overdue"],
        "on_time_value": value["on_time_rate"],
        "worst_department": worst and worst["label"],
        "worst_department_code": worst and worst["department"],
        "worst_department_p90": worst and worst["p90"],
        "worst_department_limit": worst and worst["limit"],
        "surge_area": surge and reader.area_label(surge[0], view.language),
        "surge_area_code": surge and surge[0],
        "surge_count": surge and surge[1],
        "surge_usual": surge and surge[2],
        "silent_source": reader.vocabulary.label("source", silent[0][0], view.language) if silent else None,
        "silent_seconds": (question.moment - silent[0][1]) / SECOND if silent else None,
    }
    statuses = [figures["status"]["on_time_rate"], figures["status"]["overdue"]]
    statuses += [str(worst["status"])] if worst else []
    serious = statuses.count("crit") + (surge is not None and surge[1] > 4 * max(surge[2], 1.0))
    tense = serious or surge or silent or "warn" in statuses
    level = "critical" if serious >= 2 else "tense" if tense else "calm"
    return pd.DataFrame([{"level": level, **facts}], dtype=object)


def _worst_department(reader: Reader, view: View) -> dict[str, Any] | None:
    table = departments.frame(reader, view)
    enough = LIMITS["response_ratio"]["least"]
    for row in table.to_dict("records"):
        if row["ratio"] is not None and row["ratio"] > LIMITS["response_ratio"]["warn"] and row["n"] >= enough:
            return {str(name): value for name, value in row.items()}
    return None


def _surge(reader: Reader, question: Question) -> tuple[str, int, float] | None:
    """The code of the child with the largest rise in the last hour over its usual hour of the seven days before."""
    moment = question.moment
    hour_ago = moment - HOUR
    start = hour_ago - hour_ago % HOUR - 7 * DAY
    lately = _by_child(reader, question, (hour_ago, moment))
    usually = _by_child(reader, question, (start, start + 7 * DAY))
    found = []
    for code, count in lately.items():
        usual = usually[code] / (7 * 24)
        if surges(count, usual):
            found.append((count - usual, code, count, usual))
    if not found:
        return None
    _, code, count, usual = max(found)
    return code, count, usual


def _by_child(reader: Reader, question: Question, window: Interval) -> Counter[str]:
    """Cases reported in a window by child of the area."""
    found: Counter[str] = Counter()
    if question.live:
        tallies = measure(reader, question, "child", {"reported"}, window=window)
        found.update({code: tally.reported for code, tally in tallies.items() if code != UNLOCATED})
        return found
    for (code,), count in reported(reader, question, [window], lambda columns: columns.area).items():
        child = reader.tree.child_of(question.area, code) if code in reader.tree else None
        if child is not None:
            found[child.code] += count
    return found
