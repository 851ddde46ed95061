"""GET /api/v1/measures and /api/v1/panels: the numbers on the wall, for programs.

What a panel shows is answered by dashboard/export.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from flask import Blueprint, Response, request

from dashboard.api.answers import answer
from dashboard.api.errors import refuse_alike
from dashboard.export.directory import Directory
from dashboard.export.tables import NOWHERE
from data_access.clock import Micros, format_instant
from data_access.events.stages import MAIN
from data_access.frames.feeds import samples
from data_access.measures import measure_rows
from data_access.reader import WHOLE, Reader, open_reader
from data_access.store.store import Store
from data_access.view import View
from layouts.columns import INSTANT, kind_of
from layouts.scenes import scene_of
from layouts.text import Text

log = logging.getLogger(__name__)

_WORDS: Final = {
    **NOWHERE,
    **{stage: f"stage.{stage}" for stage in MAIN},
}
"""Labels that are the interface's own words, not the vocabulary's."""


def blueprint(store: Store, directory: Directory) -> Blueprint:
    """The routes for the measures and for the list of panels."""
    routes = Blueprint("numbers", __name__)

    @routes.get("/api/v1/measures")
    def measures() -> Response:
        given = request.args.to_dict()
        by = given.pop("by", "none") or "none"
        view = View.from_mapping(given)
        scene_of(view)
        with open_reader(store, WHOLE) as reader:
            moment = _moment(reader, view)
            rows = measure_rows(reader, view.replaced(as_of=moment), by)
            return answer({**head(reader, view, moment), "rows": _worded(rows, view)})

    @routes.get("/api/v1/panels")
    def listing() -> Response:
        text = Text(View.from_mapping(request.args.to_dict()).language)
        return answer({"panels": directory.listing(text)})

    refuse_alike(routes)
    return routes


def _moment(reader: Reader, view: View) -> Micros:
    return view.as_of if view.as_of is not None else reader.now


def head(reader: Reader, view: View, moment: Micros) -> dict[str, Any]:
    """What every answer begins with: the view made definite, T, the data version, and whether samples are counted."""
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
        "against": view.against or None,
    }
    told = {"view": shown, "as_of": format_instant(moment), "version": reader.version.version}
    return {**told, "sample": bool(samples(reader, view))}


def _worded(rows: list[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    text = Text(view.language)
    for row in rows:
        if row["label"] in _WORDS:
            row["label"] = text(_WORDS[row["label"]])
    return rows


def written(instant: Micros | None) -> str | None:
    """An instant as ISO 8601, None for an unknown one."""
    return None if instant is None or instant != instant else format_instant(int(instant))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects: unknown numbers are null, instants ISO 8601, also those within a value."""
    return [{str(name): _told(str(name), value) for name, value in row.items()} for row in frame.to_dict("records")]


def _told(name: str, value: Any) -> Any:
    """A value by the name it has in its row or mapping."""
    if isinstance(value, Mapping):
        return {key: _told(str(key), one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_told("", one) if isinstance(one, Mapping) else one for one in value]
    if value is None or value != value or value is pd.NaT:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return format_instant(int(value)) if number and kind_of("", name) == INSTANT else value
