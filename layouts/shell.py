"""The page: header, sentence, tape and the panels of all scenes, mounted once and filled by drawings."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts import drawer, filters, panel_menu
from layouts.elements import div, span
from layouts.ids import PageId
from layouts.panel import section
from layouts.panels import EVERY, kpis, sentence
from layouts.panels.metric_map import points
from layouts.scenes import OVERVIEW, SCENES
from layouts.text import Text


def page(text: Text, title: str) -> Component:
    """The whole page in its first state: every panel as a skeleton, no data."""
    return html.Div(
        [
            dcc.Location(id=PageId.URL, refresh=False),
            dcc.Store(id=PageId.WORDS),
            # What the browser says of its screen; until it has, nothing is asked of the server.
            dcc.Store(id=PageId.SCREEN),
            html.Div(
                [
                    _header(text, title),
                    _line(text),
                    kpis.section(text),
                    _main(text),
                    points(),
                    html.Footer(id=PageId.FEEDS, className="feeds"),
                    panel_menu.menu(),
                    div("instead-box", id=PageId.INSTEAD, role="alert"),
                ],
                id=PageId.WALL,
                # Which panels are seen is the style sheets' doing, by the scene named here.
                className=f"wall scene-{OVERVIEW.id}",
            ),
            drawer.box({panel.id: panel for panel in EVERY}, text),
        ]
    )


def _header(text: Text, title: str) -> Component:
    left = div(
        "l",
        html.H1(title, id=PageId.TITLE),
        span("sample", id=PageId.SAMPLE),
        html.Nav(id=PageId.BREADCRUMB, className="crumb"),
    )
    middle = div("m", html.Nav(id=PageId.SCENES, className="tabs"), span("weekly", id=PageId.WEEKLY))
    right = div(
        "r",
        div("lamps", id=PageId.ALARMS),
        div("live", id=PageId.LIVE),
        span("lag", id=PageId.LAG),
        div("clock", span("d", id=PageId.DATE), span("t", id=PageId.CLOCK)),
        span("weekly", id=PageId.WEEKLY_AS_OF),
    )
    return html.Header([left, middle, right], className="hd")


def _line(text: Text) -> Component:
    notice = span("notice", id=PageId.NOTICE, role="status")
    hint = div("hint", span("", id=PageId.HINT))
    tools = div(
        "tools",
        html.Nav(id=PageId.SYSTEMS, className="seg systems-choice"),
        html.Nav(id=PageId.WINDOWS, className="seg"),
        filters.bar(text),
        html.Nav(id=PageId.LANGUAGES, className="languages"),
        div(
            "themes",
            panel_menu.scene_button(),
            html.Button(id=PageId.EXTENT, className="switch", type="button"),
            html.Button(id=PageId.THEME, className="switch", type="button"),
        ),
    )
    return div("line", sentence.section(text), notice, hint, tools)


def _main(text: Text) -> Component:
    by_id = {panel.id: panel for panel in EVERY}
    # In the order in which a scene is read: by it the keyboard goes through a page, and columns of a desk are filled.
    read = dict.fromkeys(panel for scene in SCENES for panel in scene.places)
    # What a slot shows, and its title, is the metric catalogue's; until that is told it is hidden.
    slots = {name for scene in SCENES for name in scene.places if name not in scene.panels}
    sections = [
        section(by_id[name], text, classes_of(name), "" if name in slots else None) for name in read if name in by_id
    ]
    return html.Main(sections, className="main", id=PageId.MAIN)


def classes_of(panel: str) -> str:
    """The scenes a panel stands in, as classes."""
    return " ".join(f"in-{scene.id}" for scene in SCENES if panel in scene.places)
