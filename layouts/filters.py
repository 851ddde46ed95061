"""The three selects. A choice's value is what it sets in the address, `department=chengguan`: the same wherever one is,
so that nothing of them changes on the way through the areas."""

from typing import Any, Final
from urllib.parse import quote

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from layouts.context import Context
from layouts.elements import div
from layouts.ids import FilterId, label_of
from layouts.panel import Drawing
from layouts.records import records
from layouts.text import Text

KINDS: Final = {
    FilterId.DEPARTMENT: "department",
    FilterId.SOURCE: "source",
    FilterId.CATEGORY: "category",
}


def bar(text: Text) -> Component:
    """The selects, mounted once; options and words come with each view."""
    selects = []
    for name, kind in KINDS.items():
        label = html.Label(text(f"filter.{kind}"), id=label_of(name), htmlFor=name)
        choice = dcc.Dropdown(
            id=name, options=[], clearable=False, searchable=False, optionHeight="auto", maxHeight=520
        )
        selects.append(div("filter", label, choice))
    return div("filters", *selects, role="group", **{"aria-label": text("filter.title")})


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Options from the vocabulary (kind, code, label), "all" first; a code chosen but unknown stays visible."""
    rows = records(frame)
    parts: dict[str, dict[str, Any]] = {}
    for name, kind in KINDS.items():
        chosen = getattr(context.view, kind)
        terms = {row["code"]: row["label"] for row in rows if row["kind"] == kind}
        if chosen is not None:
            terms.setdefault(chosen, chosen)
        options = [
            {"label": context.text("filter.all"), "value": _setting(kind, None)},
            *({"label": label, "value": _setting(kind, code)} for code, label in terms.items()),
        ]
        parts[label_of(name)] = {
            "children": context.text(f"filter.{kind}"),
            "className": "on" if chosen is not None else "",
        }
        parts[name] = {"options": options, "value": _setting(kind, chosen)}
    return parts


def _setting(kind: str, code: str | None) -> str:
    return f"{kind}={quote(code or '', safe='/:')}"
