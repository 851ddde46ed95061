"""The page: header, sentence, tape and the scene's panels, mounted once and filled by drawings."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts import filters
from layouts.elements import div, span
from layouts.ids import PageId
from layouts.panel import section
from layouts.panels import PANELS, kpis, sentence
from layouts.scenes import OVERVIEW, Scene
from layouts.text import Text


def page(text: Text, title: str, scene: Scene = OVERVIEW) -> Component:
    """The whole page in its first state: every panel as a skeleton, no data."""
    return html.Div(
        [
            dcc.Location(id=PageId.URL, refresh=False),
            dcc.Store(id=PageId.PAYLOAD),
            dcc.Store(id=PageId.WORDS),
            html.Div(
                [
                    _header(text, title),
                    div("line", sentence.section(text), span("notice", id=PageId.NOTICE, role="status"), _tools(text)),
                    kpis.section(text),
                    _main(text, scene),
                    div("instead-box", id=PageId.INSTEAD, role="alert"),
                ],
                className="wall",
            ),
        ]
    )


def _header(text: Text, title: str) -> Component:
    left = div("l", html.H1(title, id=PageId.TITLE), html.Nav(id=PageId.BREADCRUMB, className="crumb"))
    middle = div("m", html.Nav(id=PageId.SCENES, className="tabs"), html.Nav(id=PageId.WINDOWS, className="seg"))
    right = div(
        "r",
        div("lamps", id=PageId.ALARMS),
        div("live", id=PageId.LIVE),
        span("lag", id=PageId.LAG),
        html.Nav(id=PageId.LANGUAGES, className="languages"),
        div("clock", span("d", id=PageId.DATE), span("t", id=PageId.CLOCK)),
    )
    return html.Header([left, middle, right], className="hd")


def _tools(text: Text) -> Component:
    return div("tools", filters.bar(text), span("hint", id=PageId.HINT))


def _main(text: Text, scene: Scene) -> Component:
    by_id = {panel.id: panel for panel in PANELS}
    columns = [
        div(f"col col-{place}", *(section(by_id[name], text) for name in column))
        for place, column in enumerate(scene.columns, start=1)
    ]
    return html.Main(columns, className=f"main scene-{scene.id}")
