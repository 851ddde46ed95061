"""The menus of panels and of the scene: what can be done with what is shown. One list for each; a button in every
panel's head opens the one menu of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.frames.comparable import REASONS
from layouts import ids
from layouts.context import Context
from layouts.elements import div, span
from layouts.ids import PageId
from layouts.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its phrase `export.menu.<name>`, and what the browser does: `form` is a format of the HTTP interface,
    `link`, `briefings`, or `compare`, which only panels have whose rows can be compared; `scale` of a picture."""

    name: str
    form: str
    scale: int = 1


PANEL_ENTRIES: Final = (
    Entry("png1", "png"),
    Entry("png2", "png", 2),
    Entry("png4", "png", 4),
    Entry("svg", "svg"),
    Entry("csv", "csv"),
    Entry("xlsx", "xlsx"),
    Entry("json", "json"),
    Entry("compare", "compare"),
    Entry("link", "link"),
)

SCENE_ENTRIES: Final = (
    Entry("png1", "png"),
    Entry("png2", "png", 2),
    Entry("pdf", "pdf"),
    Entry("link", "link"),
    Entry("briefings", "briefings"),
)

SAID: Final = ("working", "done", "failed", "lost", "nothing", "copied", "not_copied")
"""What the browser says of an export."""


def button(panel: str) -> Component:
    """The button in a panel's head; it is called by the word for exports and the panel's title."""
    told: dict[str, Any] = {"aria-haspopup": "menu", "aria-expanded": "false", "data-panel": panel}
    told["aria-labelledby"] = f"{PageId.EXPORT_WORD} {ids.title_of(panel)}"
    if panel not in REASONS:
        told["data-compare"] = "yes"
    return html.Button(className="pm", type="button", **told)


def scene_button() -> Component:
    """The button for the whole scene, in the header."""
    told: dict[str, Any] = {"aria-haspopup": "menu", "aria-expanded": "false"}
    return html.Button(id=PageId.EXPORT_WORD, className="switch", type="button", **told)


def menu() -> Component:
    """The page's menu, filled by `draw`, and the line that says how an export goes."""
    return html.Div(
        [
            html.Div(id=PageId.EXPORTS, className="exports", role="menu", hidden=True),
            html.Div(id=PageId.EXPORT_SAID, className="exports-said", role="status"),
        ],
        className="exports-box",
    )


def draw(context: Context) -> dict[str, dict[str, Any]]:
    """The words of the menus, in the language of the view; what is said of an export keeps its braces."""
    text = context.text
    words = {f"data-{name}": text(f"export.menu.{name}", form="{form}", reason="{reason}") for name in SAID}
    entries = [*_entries(text, PANEL_ENTRIES, "panel"), *_entries(text, SCENE_ENTRIES, "scene")]
    return {
        PageId.EXPORTS: {"children": entries, "aria-label": text("export.menu.scene_short"), **words},
        PageId.EXPORT_WORD: {"children": text("export.menu.scene_short"), "title": text("export.menu.scene")},
    }


def _entries(text: Text, entries: Iterable[Entry], of: str) -> list[Component]:
    return [
        div(
            "entry",
            span("", text(f"export.menu.{one.name}")),
            role="menuitem",
            tabIndex=-1,
            **{"data-of": of, "data-form": one.form, "data-scale": str(one.scale)},
        )
        for one in entries
    ]
