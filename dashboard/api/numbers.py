"""GET /api/v1/measures and /api/v1/panels: the numbers on the wall, for programs."""

import logging
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.answers import answer, refusal
from data_access.clock import Micros, format_instant
from data_access.events.stages import MAIN
from data_access.measures import measure_rows
from data_access.reader import UNASSIGNED, UNLOCATED, WHOLE, OutsideScope, Reader, open_reader
from data_access.store.store import NoAreasError, Store
from data_access.view import View, ViewError
from layouts.panel import Panel
from layouts.scenes import scene_of
from layouts.text import Text

log = logging.getLogger(__name__)

FORMATS: Final = ("json",)

_WORDS: Final = {
    UNLOCATED: "area.unlocated",
    UNASSIGNED: "department.none",
    **{stage: f"stage.{stage}" for stage in MAIN},
}
"""Labels that are the interface's own words, not the vocabulary's."""


def blueprint(store: Store, panels: Iterable[Panel]) -> Blueprint:
    """The routes for numbers."""
    routes = Blueprint("numbers", __name__)
    by_id = {str(panel.id): panel for panel in panels}

    @routes.get("/api/v1/measures")
    def measures() -> Response:
        given = request.args.to_dict()
        by = given.pop("by", "none") or "none"
        view = View.from_mapping(given)
        scene_of(view)
        with open_reader(store, WHOLE) as reader:
            moment = _moment(reader, view)
            rows = measure_rows(reader, view.replaced(as_of=moment), by)
            return answer({**_head(reader, view, moment), "rows": _worded(rows, view)})

    @routes.get("/api/v1/panels")
    def listing() -> Response:
        text = Text(View.from_mapping(request.args.to_dict()).language)
        return answer({"panels": [{"id": name, "title": text(f"panel.{name}.title")} for name in by_id]})

    @routes.get("/api/v1/panels/<name>")
    def panel(name: str) -> Response:
        given = request.args.to_dict()
        form = given.pop("format", "json") or "json"
        if name not in by_id:
            return refusal(404, f"panel {name!r} is not known; expected one of {', '.join(by_id)}")
        if form not in FORMATS:
            return refusal(400, f"format {form!r} is not offered; expected one of {', '.join(FORMATS)}")
        view = View.from_mapping(given)
        scene_of(view)
        with open_reader(store, WHOLE) as reader:
            moment = _moment(reader, view)
            frame = by_id[name].frame(reader, view.replaced(as_of=moment))
            title = Text(view.language)(f"panel.{name}.title")
            head = {"panel": name, "title": title, **_head(reader, view, moment)}
            newest = frame.attrs.get("data_time", reader.version.newest_at)
            return answer({**head, "data_time": _written(newest), "rows": _records(frame)})

    @routes.errorhandler(ViewError)
    def unknown(error: ViewError) -> Response:
        return refusal(403 if isinstance(error, OutsideScope) else 400, str(error))

    @routes.errorhandler(NoAreasError)
    def empty(error: NoAreasError) -> Response:
        return refusal(503, str(error), **{"Retry-After": "30"})

    @routes.errorhandler(SQLAlchemyError)
    def away(error: SQLAlchemyError) -> Response:
        log.error("the database did not answer: %s", error)
        return refusal(503, f"the database does not answer: {type(error).__name__}", **{"Retry-After": "5"})

    return routes


def _moment(reader: Reader, view: View) -> Micros:
    return view.as_of if view.as_of is not None else reader.now


def _head(reader: Reader, view: View, moment: Micros) -> dict[str, Any]:
    question = reader.question(view, moment=moment)
    shown = {
        "scene": view.scene,
        "area": question.area,
        "window": view.window,
        "start": format_instant(question.start),
        "end": format_instant(question.end),
        "department": view.department,
        "source": view.source,
        "category": view.category,
        "focus": view.focus or None,
    }
    return {"view": shown, "as_of": format_instant(moment), "version": reader.version.version}


def _worded(rows: list[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    text = Text(view.language)
    for row in rows:
        if row["label"] in _WORDS:
            row["label"] = text(_WORDS[row["label"]])
    return rows


def _written(instant: Micros | None) -> str | None:
    return None if instant is None or instant != instant else format_instant(int(instant))


def _is_instant(column: str) -> bool:
    return column in ("at", "bucket") or column.endswith("_at")


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects: unknown numbers are null, instants ISO 8601."""
    frame = frame.assign(**{name: frame[name].map(_written) for name in frame.columns if _is_instant(str(name))})
    records = frame.astype(object).where(frame.notna() | frame.map(lambda value: isinstance(value, list)), None)
    return [{str(name): value for name, value in row.items()} for row in records.to_dict("records")]
