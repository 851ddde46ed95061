"""GET /print/scene: a whole view rendered at once, slow panels and all, for the page before the camera."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.live.hub import Hub
from dashboard.live.periods import Periods
from dashboard.live.scene_state import SceneState
from dashboard.render import CHROME, SHAPES
from data_access.reader import WHOLE
from data_access.view import View
from layouts.ids import PanelId
from layouts.scenes import MAPS, docked

DRAWN_BY_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {PanelId.MAP: (PanelId.TICKER,)}
"""What a panel shows of another's drawing: the newest cases on the map are the live list's."""


def blueprint(hub: Hub) -> Blueprint:
    """The route of the camera; it renders by the hub's renderer and keeps nothing."""
    routes = Blueprint("printing", __name__)

    @routes.get("/print/scene")
    def scene() -> Response:
        search = request.args.get("search", "")
        view = docked(View.from_query(search), request.args.get("screen", ""))
        known = hub.renderer.names(view)
        asked = [name for name in request.args.get("panels", "").split(",") if name]
        if strange := sorted(set(asked) - set(known)):
            return refusal(400, f"panel {strange[0]!r} is not in scene {view.scene!r}; expected {', '.join(known)}")
        names = wanted(known, asked)
        state = SceneState(view, WHOLE, hub.fixed, hub.cadences, Periods({}, {}))
        state.take(hub.renderer.render(view, WHOLE, names), 0.0)
        panels = asked or [name for name in names if name not in (CHROME, SHAPES)]
        return answer({**state.payload(), "search": search, "names": panels})

    refuse_alike(routes)
    return routes


def wanted(known: tuple[str, ...], asked: list[str]) -> tuple[str, ...]:
    """Of the parts of a view those that some of its panels need, all when none is named: the header, which says what
    the scene is, and the shapes for those that may draw a map."""
    if not asked:
        return known
    needed = {CHROME, *asked, *(other for name in asked for other in DRAWN_BY_OTHERS.get(name, ()))}
    own = {str(panel) for panel in PanelId}
    # What a slot holds is the metric catalogue's to say: it may be a map.
    if any(name in MAPS or name not in own for name in asked):
        needed.add(SHAPES)
    return tuple(name for name in known if name in needed)
