"""What the warning rests on, as the picture that suits its kind (layouts/alarm_pictures.py, alarm_figures.py)."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import alarm_evidence as source
from layouts import alarm_pictures as pictures
from layouts import format as written
from layouts.alarm import alarm_drawing
from layouts.alarm_figures import cases, table
from layouts.context import Context
from layouts.elements import div
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.text import Text

Draws = Callable[[list[dict[str, Any]], Mapping[Any, Any], Context], list[Component]]

_PICTURES: Final[Mapping[str, Draws]] = {
    "stages": pictures.stages,
    "hours": pictures.hours,
    "arrivals": pictures.hours,
    "course": pictures.course,
    "cases": cases,
    "table": table,
}


class AlarmEvidenceId(StrEnum):
    """Parts of the evidence."""

    BOX = "alarm-evidence-box"


def body(text: Text) -> Component:
    """The picture."""
    return div("al-evidence", id=AlarmEvidenceId.BOX)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The picture that the frame names, with a title of its own."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    picture = str(attrs.get("picture"))
    picture = picture if picture in _PICTURES else "table"
    children = _PICTURES[picture](rows, attrs, context) if rows else []
    name = "panel.alarm-evidence"
    title = text(f"{name}.of.{picture}", name=attrs.get(text.language) or text(f"{name}.title"))
    unit = text(f"{name}.what.{picture}", count=written.number(attrs.get("count")))
    parts: Drawing = {AlarmEvidenceId.BOX: {"children": children, "className": f"al-evidence {picture}"}}
    empty = None if rows else text(f"{name}.empty")
    return alarm_drawing(PanelId.ALARM_EVIDENCE, context, parts, title=title, unit=unit, empty=empty)


PANEL: Final = Panel(PanelId.ALARM_EVIDENCE, source.frame, draw, body, cadence=300, hertz=0.2)
