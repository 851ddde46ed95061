"""What an exported table says of itself: the view in words, as of when, from which data, by whom, and what the measures
mean."""

from dataclasses import dataclass
from typing import Final

from dashboard.export.tables import Table
from data_access.clock import Micros, from_micros
from data_access.reader import Reader
from data_access.view import WINDOWS, View
from layouts.text import Text

MEANS: Final = {
    "reported": "reported",
    "closed": "closed",
    "open": "open",
    "overdue": "overdue",
    "due": "due",
    "due_at": "due",
    "on_time_value": "on_time_rate",
    "rework_value": "rework_rate",
    "self_value": "self_handled_share",
    "dwell_p50": "dwell",
    "age_p50": "dwell",
    "points": "score",
    "grade": "score",
}
"""Which measure a column holds."""

OF_PANEL: Final = {
    "departments": ("response_seconds",),
    "spread": ("response_seconds", "handling_seconds"),
    "trend": ("response_seconds",),
    "handovers": ("response_seconds",),
    "kpis": ("reported", "closed", "open", "overdue", "on_time_rate", "response_p50", "satisfaction"),
    "sources": ("source_diversity",),
    "dwell": ("dwell",),
    "aging": ("handling_seconds",),
}
"""Measures that the names of a panel's columns do not tell."""


@dataclass(frozen=True, slots=True)
class Export:
    """Who exports what, when: the view frozen at T, the data version it was read at and the newest instant in it."""

    view: View
    as_of: Micros
    version: int
    data_time: Micros | None
    by: str
    at: Micros
    build: str
    sample: bool = False


def about(reader: Reader, export: Export, table: Table, text: Text) -> list[tuple[str, str]]:
    """Pairs of a name and what is said of it, in reading order."""
    view = export.view
    language = text.language

    def when(instant: Micros | None) -> str:
        if instant is None:
            return "—"
        return from_micros(instant).astimezone(reader.zone).strftime("%Y-%m-%d %H:%M:%S")

    def chosen(kind: str, code: str | None) -> str:
        return text("export.note.all") if code is None else reader.label(kind, code, language) or code

    path = " / ".join(reader.area_label(one.code, language) for one in reader.tree.path(reader.area(view).code))
    question = reader.question(view, moment=export.as_of)
    window = text(f"window.{view.window}") if view.window in WINDOWS else text("window.interval")
    said = {
        "title": table.title,
        "scene": text(f"scene.{view.scene}"),
        "area": path,
        "window": window,
        "interval": f"{when(question.start)} — {when(question.end)}",
        "department": chosen("department", view.department),
        "source": chosen("source", view.source),
        "category": chosen("category", view.category),
        "focus": view.focus or "—",
        "against": view.against or "—",
        "as_of": when(export.as_of),
        "data_time": when(export.data_time),
        "version": str(export.version),
        "sample": text("export.yes" if export.sample else "export.no"),
        "rows": str(len(table.rows)),
        "by": export.by,
        "at": when(export.at),
        "build": export.build,
        "zone": reader.zone.key,
        "view": f"?{view.to_query()}",
    }
    found = [(text(f"export.note.{name}"), words) for name, words in said.items()]
    found.append((text("export.note.definitions"), text("export.note.seconds")))
    return [*found, *definitions(table, text, window), *table.notes]


def definitions(table: Table, text: Text, window: str) -> list[tuple[str, str]]:
    """(measure, definition) of the measures in a table, each once."""
    # Panels of the metric catalogue have figures of their own.
    own = any(column.name == "metric_label" for column in table.columns)
    named = [MEANS[column.name] for column in table.columns if column.name in MEANS and not own]
    measures = dict.fromkeys((*named, *OF_PANEL.get(table.panel, ())))
    titles = {column.name: column.title for column in table.columns}
    found = []
    for measure in measures:
        key = f"definition.{measure}" if text.has(f"definition.{measure}") else f"export.definition.{measure}"
        column = next((name for name, means in MEANS.items() if means == measure and name in titles), None)
        shown = f"measure.{measure}"
        name = titles[column] if column else text(shown) if text.has(shown) else text(f"export.measure.{measure}")
        found.append((name, text(key, window=window)))
    return found
