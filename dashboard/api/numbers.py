"""GET /api/v1/measures and /api/v1/panels: the numbers on the wall, for programs."""

import logging
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from data_access.clock import Micros, format_instant
from data_access.events.stages import MAIN
from data_access.frames.feeds import samples
from data_access.measures import measure_rows
from data_access.reader import UNASSIGNED, UNLOCATED, WHOLE, Reader, open_reader
from data_access.statistics.entries import Catalogue, MetricPanel
from data_access.store.store import Store
from data_access.view import View
from layouts.ids import slot_id
from layouts.panel import Panel
from layouts.scenes import SYSTEMS, scene_of
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
    placed = {slot_id(scene.id, place): (scene.id, place) for scene in SYSTEMS for place in range(1, scene.slots + 1)}

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
        catalogue = store.metrics.current
        shown: list[dict[str, Any]] = [
            {"id": name, "title": text(f"panel.{name}.title")} for name in by_id if name not in placed
        ]
        for name, (scene, place) in placed.items():
            panels = catalogue.of_scene(scene)
            if place <= len(panels):
                one = panels[place - 1]
                named = {"id": name, "title": one.title(text.language), "panel": one.id, "scene": scene}
                shown.append({**named, "kind": one.kind, "metrics": list(one.metrics)})
        return answer({"panels": shown})

    @routes.get("/api/v1/panels/<name>")
    def panel(name: str) -> Response:
        given = request.args.to_dict()
        form = given.pop("format", "json") or "json"
        catalogue = store.metrics.current
        named = {one.id: slot_of(catalogue, one) for one in catalogue.panels.values()}
        # A panel of the catalogue answers to its own name too, wherever it stands.
        name = name if name in by_id else named.get(name, name)
        taken = {slot: panel_id for panel_id, slot in named.items()}
        if name not in by_id or (name in placed and name not in taken):
            known = [*(one for one in by_id if one not in placed), *named]
            return refusal(404, f"panel {name!r} is not known; expected one of {', '.join(known)}")
        if form not in FORMATS:
            return refusal(400, f"format {form!r} is not offered; expected one of {', '.join(FORMATS)}")
        view = View.from_mapping(given)
        scene_of(view)
        with open_reader(store, WHOLE) as reader:
            moment = _moment(reader, view)
            frame = by_id[name].frame(reader, view.replaced(as_of=moment))
            title = frame.attrs["title"] if name in placed else Text(view.language)(f"panel.{name}.title")
            told = {"panel": name, "title": title, **head(reader, view, moment)}
            newest = frame.attrs.get("data_time", reader.version.newest_at)
            return answer({**told, "data_time": _written(newest), "rows": records(frame)})

    refuse_alike(routes)
    return routes


def slot_of(catalogue: Catalogue, panel: MetricPanel) -> str:
    """The slot in which a panel of the catalogue stands."""
    return slot_id(panel.scene, catalogue.of_scene(panel.scene).index(panel) + 1)


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
    }
    told = {"view": shown, "as_of": format_instant(moment), "version": reader.version.version}
    return {**told, "sample": bool(samples(reader, view))}


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


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects: unknown numbers are null, instants ISO 8601."""
    frame = frame.assign(**{name: frame[name].map(_written) for name in frame.columns if _is_instant(str(name))})
    records = frame.astype(object).where(frame.notna() | frame.map(lambda value: isinstance(value, list)), None)
    return [{str(name): value for name, value in row.items()} for row in records.to_dict("records")]
