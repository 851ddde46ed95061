"""GET /live: the stream of a view as server-sent events; /live/scene: its whole picture, for what is prepared ahead."""

from typing import Final

from flask import Blueprint, Response, request

from callbacks.navigation import enter
from dashboard.api.answers import answer
from dashboard.live.hub import Hub
from dashboard.live.stream import StreamsFull
from data_access.reader import WHOLE
from data_access.store.store import NoAreasError
from data_access.view import View, ViewError

RETRY_AFTER: Final = "5"

MOST_PATIENT: Final = 10.0
"""Seconds for which a scene may be asked to wait for its slow panels."""


def blueprint(hub: Hub) -> Blueprint:
    """The routes of the stream."""
    routes = Blueprint("live", __name__)

    @routes.get("/live")
    def live() -> Response:
        try:
            view = View.from_query(request.args.get("view", ""))
            stream = hub.stream(view, WHOLE, request.args.get("after", ""))
        except ViewError as error:
            return Response(str(error), 400, mimetype="text/plain")
        except (StreamsFull, NoAreasError) as error:
            reason = str(error) or f"this worker holds {hub.streams} open pages; try again"
            return Response(reason, 503, {"Retry-After": RETRY_AFTER}, mimetype="text/plain")
        # Proxies must hand events on at once.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(stream, mimetype="text/event-stream", headers=headers)

    @routes.get("/live/scene")
    def scene() -> Response:
        search, screen = (request.args.get(name, "") for name in ("search", "screen"))
        asked = request.args.get("patience", 0.0, type=float)
        patience = min(asked, MOST_PATIENT) if asked > 0 else 0.0
        found = enter(lambda view: hub.shown(view, WHOLE, patience).body(search), search, screen)
        return Response(found, mimetype="application/json") if isinstance(found, str) else answer(found)

    return routes
