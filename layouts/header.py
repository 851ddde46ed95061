"""The parts of the header that follow the view: breadcrumb, scenes, windows, languages, lamp."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.view import LANGUAGES, PREVIOUS, WINDOWS, View
from layouts import format as written
from layouts import panel_menu
from layouts.context import Context
from layouts.elements import Child, div, link, span, symbol
from layouts.ids import PageId
from layouts.names import width
from layouts.panel import Drawing
from layouts.scenes import COMPARE, MAIN, SYSTEMS, WALLS, scene_of
from layouts.weekly import weekly_as_of, weekly_title

ALARMS: Final = ("crit", "warn", "note")

TITLE: Final = 14.0
"""A title wider than this, in em, is set in two lines."""


def draw_header(context: Context, facts: Mapping[str, Any]) -> Drawing:
    """The header of a view. `facts`: sources_live, sources_known (counts), newest_at (microseconds or None);
    optional: below, pairs (level name, count) under the area; siblings, pairs (code, name) of the area and those beside
    it; children, the same of those one level down; alarms, a count by status; metrics_fault, what is wrong with the
    metric catalogue."""
    text, view = context.text, context.view
    windows = [_choice(context, text(f"window.short.{name}"), view.window == name, window=name) for name in WINDOWS]
    if view.window not in WINDOWS:
        windows.append(span("on", text("window.interval")))
    scenes = [
        _choice(context, text(f"scene.{scene.id}"), view.scene == scene.id, scene=scene.id, focus="") for scene in MAIN
    ]
    among = view.scene in {scene.id for scene in SYSTEMS}
    scenes.append(
        _choice(context, text("scene.systems"), among, scene=view.scene if among else SYSTEMS[0].id, focus="")
    )
    systems = [
        _choice(context, text(f"scene.{scene.id}"), view.scene == scene.id, scene=scene.id, focus="")
        for scene in SYSTEMS
        if among
    ]
    if among and facts.get("metrics_fault"):
        systems.append(span("fault-note", symbol("warn"), text("metric.fault"), title=facts["metrics_fault"]))
    filtered = view.department or view.source or view.category
    classes = ["wall", f"scene-{view.scene}", *["systems"] * among, *["filtered"] * (among and bool(filtered))]
    if not scene_of(view).tape:
        classes.append("tapeless")
    if week := weekly_title(context):
        classes.append("of-week")
    if context.beside:
        classes += ["beside", f"beside-{context.beside}"]
    languages = [
        link(view.replaced(language=name), "", text(f"language.{name}")) for name in LANGUAGES if name != view.language
    ]
    languages.append(link(view.replaced(scene=WALLS.id, focus=""), "", text("scene.walls_short")))
    compared = view.replaced(scene=COMPARE.id, focus="", against=view.against or PREVIOUS)
    languages.insert(0, link(compared, "on" if view.scene == COMPARE.id else "", text("compare.open")))
    return {
        PageId.WALL: {"className": " ".join(classes)},
        PageId.TITLE: {"children": context.title, "className": "long" if width(context.title) > TITLE else ""},
        PageId.BREADCRUMB: {"children": _path(context, facts)},
        PageId.SCENES: {"children": scenes},
        PageId.SYSTEMS: {"children": systems},
        PageId.WINDOWS: {"children": windows},
        PageId.ALARMS: {"children": _alarms(context, facts)},
        PageId.LIVE: _live(context, facts),
        PageId.LANGUAGES: {"children": languages},
        PageId.EXTENT: {"children": [span("to-far", text("extent.far")), span("to-desk", text("extent.desk"))]},
        PageId.THEME: {"children": [span("to-wall", text("theme.wall")), span("to-brief", text("theme.brief"))]},
        PageId.HINT: {"children": text("header.hint")},
        PageId.WEEKLY: {"children": week},
        PageId.WEEKLY_AS_OF: {"children": weekly_as_of(context)},
        PageId.WORDS: {"data": words(context)},
        **panel_menu.draw(context),
    }


def words(context: Context) -> dict[str, Any]:
    """What the browser's scripts say by themselves: ages, the connection, the calendar."""
    return {**context.text.section("browser"), "zone": context.zone.key, "language": context.view.language}


def _choice(context: Context, label: str, on: bool, **change: str) -> Component:
    # An anchor has no pressed state of its own.
    title = context.text("header.chosen", name=label) if on else None
    return link(context.view.replaced(**change), "tab on" if on else "tab", label, title=title)


def _path(context: Context, facts: Mapping[str, Any]) -> list[Child]:
    steps: list[Child] = []
    for place, (code, name, _level) in enumerate(context.path):
        if place:
            steps.append(html.I("/"))
        last = place == len(context.path) - 1
        # The root is the view's own default: its link stays the bare address.
        target = context.view.replaced(area="" if place == 0 else code)
        steps.append(html.B(name) if last else link(target, "up", name))
    steps += _into(context, facts)
    steps += _siblings(context, facts)
    if below := facts.get("below"):
        counts = " · ".join(
            context.text("header.below", count=written.number(count), level=level) for level, count in below
        )
        steps.append(span("below", span("", html.I("/ "), counts)))
    return steps


def _into(context: Context, facts: Mapping[str, Any]) -> list[Child]:
    """The way down from any scene: a list of the areas one level below; none below, none."""
    children = list(facts.get("children") or ())
    if not children:
        return []
    told = context.text("header.into", count=written.number(len(children)))
    here = html.Summary(
        span("", "\N{BLACK DOWN-POINTING SMALL TRIANGLE}", **{"aria-label": told, "role": "img"}), title=told
    )
    names = [link(context.view.replaced(area=code), "", label) for code, label in children]
    return [span("into", html.Details([here, div("list", *names)]))]


def _siblings(context: Context, facts: Mapping[str, Any]) -> list[Child]:
    """The ways to the areas beside this one: the one before, the one after, and a list of all; none beside it, none."""
    beside = list(facts.get("siblings") or ())
    place = next((place for place, (code, _) in enumerate(beside) if code == context.path[-1][0]), None)
    if place is None or len(beside) < 2:
        return []
    text, view = context.text, context.view

    def to(code: str) -> View:
        # What it is compared with stays, unless that is where the step leads.
        return view.replaced(area=code, against="" if view.rival == code else view.against)

    def step(number: int, name: str, mark: str) -> Component:
        if not 0 <= number < len(beside):
            return span(f"{name} none", mark, **{"aria-hidden": "true"})
        code, label = beside[number]
        return link(to(code), name, mark, title=text(f"header.{name}", area=label))

    names = [
        span("on", label) if number == place else link(to(code), "", label)
        for number, (code, label) in enumerate(beside)
    ]
    told = text("header.beside", place=written.number(place + 1), count=written.number(len(beside)))
    here = html.Summary(told, title=text("header.beside_title"))
    steps = (
        step(place - 1, "prev", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"),
        html.Details([here, div("list", *names)]),
        step(place + 1, "next", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"),
    )
    return [span("siblings", *steps)]


def _alarms(context: Context, facts: Mapping[str, Any]) -> list[Component]:
    counts = facts.get("alarms") or {}
    return [
        span(status, symbol(status), written.number(counts[status]), title=context.text(f"status.{status}"))
        for status in ALARMS
        if counts.get(status)
    ]


def _live(context: Context, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The lamp: live with its lag, which the browser keeps counting, or frozen at an instant."""
    text = context.text
    if context.view.as_of is not None:
        when = written.clock(context.view.as_of, context.zone, "%Y-%m-%d %H:%M")
        back = link(context.view.replaced(as_of=None), "back", text("header.back"))
        return {"className": "live frozen", "children": [span("", text("header.frozen", time=when)), back]}
    live, known = facts.get("sources_live", 0), facts.get("sources_known", 0)
    parts = [
        span("on", text("header.live")),
        html.Em(text("header.sources", live=written.number(live), known=written.number(known))),
    ]
    return {"className": "live" if live >= known else "live partial", "children": parts}
