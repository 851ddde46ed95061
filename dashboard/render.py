"""The one rendering path: frame + draw, whether the picture leaves by first paint, drill-down or stream."""

import json
import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import func, select

from data_access.alerts.standing import alarms
from data_access.areas.tree import Area
from data_access.clock import Micros
from data_access.frames import vocabulary
from data_access.frames.feeds import feeds, samples
from data_access.frames.inflow import silent_sources
from data_access.reader import Reader, Scope, open_reader
from data_access.store.schema import feed_state
from data_access.store.store import NoAreasError, Store
from data_access.view import View
from layouts import filters
from layouts.context import Context
from layouts.drawer import behind, draw_drawer, drawer_panel
from layouts.feed_line import draw_feeds, sample_mark
from layouts.header import draw_header
from layouts.ids import PageId
from layouts.panel import Drawing, Panel
from layouts.panels import EVERY
from layouts.panels.map import draw_shapes
from layouts.panels.slots import draw_slots
from layouts.scenes import MAPS, OVERVIEW, beside_of, scene_of, undocked
from layouts.text import Text
from layouts.theme import Theme

log = logging.getLogger(__name__)

Props = dict[str, Any]

CHROME: Final = "chrome"
"""The name under which the header and the filters are rendered, beside the panels'."""

SHAPES: Final = "shapes"
"""The name under which the map's shapes are rendered: large, and the same as long as the area is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one panel came to: properties to set by component id, or the reason it could not be drawn."""

    parts: Mapping[str, Props] = field(default_factory=dict)
    data_time: Micros | None = None
    error: str | None = None
    cadence: int | None = None
    """Seconds between reports, where the panel itself says how often they come."""
    present: tuple[int, int] | None = None
    """(sources that send, all sources) where the panel rests on several and some are missing."""


class Shared(Protocol):
    """Keeps rendered panels by view, scope, panel and data version, for the other workers."""

    def get(self, view: View, scope: Scope, name: str, version: int) -> Rendered | None:
        """A panel that another worker has rendered from the same data version, or None."""

    def put(self, view: View, scope: Scope, name: str, version: int, rendered: Rendered) -> None:
        """Offer a panel to the other workers."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Panels of one view rendered from one state of the store."""

    version: int
    as_of: Micros
    panels: Mapping[str, Rendered]


class Renderer:
    """Renders views of a store in the words of the catalogues; `titles` by language."""

    def __init__(
        self,
        store: Store,
        titles: Mapping[str, str],
        panels: Iterable[Panel] = EVERY,
        shared: Shared | None = None,
    ) -> None:
        self.store = store
        self.titles = titles
        self.shared = shared
        self.panels = {str(panel.id): panel for panel in panels}

    def names(self, view: View) -> tuple[str, ...]:
        """Everything that a view shows: its scenes' panels, what the drawer holds, then the chrome and, where there is
        a map, the shapes."""
        scenes = [scene for scene in (scene_of(view), beside_of(view)) if scene is not None]
        shown = dict.fromkeys(str(panel) for scene in scenes for panel in scene.shown if panel in self.panels)
        inside = drawer_panel(view)
        if inside is not None and inside in self.panels:
            shown[str(inside)] = None
        return (*shown, CHROME, *((SHAPES,) if any(scene.mapped for scene in scenes) else ()))

    def render(self, view: View, scope: Scope, names: Iterable[str]) -> Picture:
        """Render some panels of a view as of one instant. A panel that fails carries its error, the others live;
        ViewError for a view that cannot be shown."""
        scene = scene_of(view)
        with open_reader(self.store, scope) as reader:
            reader.area(view)
            moment = view.as_of if view.as_of is not None else reader.now
            # One T for all panels, so that what they show reconciles.
            frozen = view.replaced(as_of=moment)
            context = self._context(reader, view, moment)
            # What stands behind the drawer is the same whatever the drawer holds.
            scenery = replace(context, view=behind(context.view))
            inside = drawer_panel(view)
            version = reader.version.version
            drawn: dict[str, Rendered] = {}
            for name in names:
                shared = None if name == SHAPES else self.shared
                # What a slot shows changes with the metric catalogue too.
                key = f"{name} {reader.metrics.version}" if scene.slots else name
                whole = name in (CHROME, inside)
                # The same panel beside another scene is the same picture; only the header knows of both.
                kept = view if whole else scenery.view
                found = shared and shared.get(kept, scope, key, version)
                asked = (frozen, context) if whole else (behind(frozen), scenery)
                drawn[name] = found or self._one(name, reader, *asked)
                if shared is not None and found is None:
                    shared.put(kept, scope, key, version, drawn[name])
            return Picture(version, moment, drawn)

    def _context(self, reader: Reader, view: View, moment: Micros) -> Context:
        path = reader.tree.path(reader.area(view).code)
        top = reader.scope.area or reader.tree.root.code
        seen = path[next(place for place, area in enumerate(path) if area.code == top) :]
        return Context(
            view=undocked(view),
            theme=Theme.named("wall"),
            text=Text(view.language),
            zone=reader.zone,
            as_of=moment,
            data_time=_data_time(reader),
            path=tuple((area.code, reader.area_label(area.code, view.language), area.level) for area in seen),
            title=self.titles[view.language],
            beside=view.beside,
        )

    def _one(self, name: str, reader: Reader, view: View, context: Context) -> Rendered:
        try:
            with _apart(reader):
                return self._drawn(name, reader, view, context)
        except NoAreasError:
            raise
        except Exception as error:
            log.exception("panel %s of view %r could not be rendered", name, view.to_query())
            return Rendered(error=f"{type(error).__name__}: {error}")

    def _drawn(self, name: str, reader: Reader, view: View, context: Context) -> Rendered:
        if name == CHROME:
            facts = {**_facts(reader, view), "metrics_fault": self.store.metrics.fault}
            places = draw_slots(scene_of(view), reader.metrics.of_scene(view.scene))
            parts = {**draw_header(context, facts), **_filters(reader, view, context), **places, **draw_drawer(context)}
            parts[PageId.SAMPLE] = sample_mark(context.text, samples(reader, view))
            return Rendered(_plain({**parts, **_feed_line(reader, view, context)}), context.data_time)
        if name == SHAPES:
            if not _draws_shapes(reader, view):
                return Rendered()
            # Plain values already, and the same object each time: neither copied nor compared again.
            return Rendered(draw_shapes(reader.shapes.scenery(reader.area(view).code)))
        panel = self.panels[name]
        frame = panel.frame(reader, view)
        parts, newest = panel.draw(frame, context), frame.attrs.get("data_time", context.data_time)
        told = frame.attrs
        return Rendered(_plain(parts), newest, cadence=told.get("cadence"), present=told.get("present"))


def _apart(reader: Reader) -> AbstractContextManager[Any]:
    """A part of the reader's transaction: PostgreSQL refuses whatever follows a statement that failed, unless that
    was in a part of its own. SQLite minds nothing."""
    connection = reader.connection
    return connection.begin_nested() if connection.dialect.name == "postgresql" else nullcontext()


def _feed_line(reader: Reader, view: View, context: Context) -> Drawing:
    """How the feeds are. What cannot be told of them takes nothing from the header."""
    try:
        with _apart(reader):
            return draw_feeds(feeds(reader, view), context)
    except Exception:
        log.exception("the line of feeds could not be rendered")
        return {PageId.FEEDS: {"children": context.text("feeds.unknown")}}


def _draws_shapes(reader: Reader, view: View) -> bool:
    """Whether a scene shows a map: of its own, or in a slot that the catalogue gives one."""
    scene = scene_of(view)
    own = not MAPS.isdisjoint(scene.panels) or view.beside == OVERVIEW.id
    return own or any(panel.kind == "map" for panel in reader.metrics.of_scene(scene.id))


def _plain(parts: Mapping[str, Props]) -> dict[str, Props]:
    """Components as plain JSON values, so that they can be compared, kept and sent."""
    plain: dict[str, Props] = json.loads(json.dumps(parts, cls=PlotlyJSONEncoder))
    return plain


def _data_time(reader: Reader) -> Micros | None:
    """When the newest message came in."""
    if not reader.version.newest_at:
        return None
    found: Micros | None = reader.connection.execute(select(func.max(feed_state.c.last_received_at))).scalar()
    return found


def _filters(reader: Reader, view: View, context: Context) -> Mapping[str, Props]:
    return filters.draw(vocabulary.frame(reader, view), context)


def _siblings(reader: Reader, code: str, language: str) -> list[tuple[str, str]]:
    """The area and those beside it, in the order of the tree; none beside the whole of what the viewer may see."""
    parent = reader.tree[code].parent
    if parent is None or code == reader.scope.area:
        return []
    return _named(reader, reader.tree.children(parent), language)


def _named(reader: Reader, areas: Iterable[Area], language: str) -> list[tuple[str, str]]:
    return [(one.code, reader.area_label(one.code, language)) for one in areas]


def _facts(reader: Reader, view: View) -> dict[str, Any]:
    question = reader.question(view)
    known = reader.connection.execute(select(func.count()).select_from(feed_state)).scalar_one()
    silent = len(silent_sources(reader, question))
    below: dict[str, int] = {}
    for code in reader.tree.subtree(question.area)[1:]:
        level = reader.tree[code].level
        below[level] = below.get(level, 0) + 1
    order = {level: place for place, level in enumerate(reader.tree.levels)}
    labels = [
        (reader.vocabulary.label("level", level, view.language), below[level])
        for level in sorted(below, key=lambda level: order[level])
    ]
    return {
        "sources_known": known,
        "sources_live": known - silent,
        "newest_at": reader.version.newest_at,
        "below": labels,
        "siblings": _siblings(reader, question.area, view.language),
        "children": _named(reader, reader.tree.children(question.area), view.language),
        "alarms": alarms(reader, view),
    }
