"""GET /api/v1/panels/<name> and /api/v1/scenes/<scene>: what is on the screen, as JSON, tables and pictures."""

import logging
from typing import Any, Final

from flask import Blueprint, Response, g, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.auditing import Caller
from dashboard.export.directory import UnknownPanel
from dashboard.export.exports import Exports, File, PanelFailedError
from dashboard.export.names import disposition
from dashboard.export.wishes import PANEL_FORMATS, SCENE_FORMATS, WishError, take_wish
from dashboard.printing.chromium import NoBrowserError
from dashboard.printing.press import IncompleteError, NotShownError, PressError, RefusedError, TooLargeError
from dashboard.printing.vector import NoConverterError
from data_access.audit.journal import Proof
from data_access.clock import format_instant
from data_access.view import View
from layouts.text import Text

log = logging.getLogger(__name__)

RETRY_AFTER: Final = "5"

LOCAL: Final = ("127.0.0.1", "::1")
"""Addresses of this machine."""


def blueprint(exports: Exports) -> Blueprint:
    """The routes of exports."""
    routes = Blueprint("exports", __name__)

    @routes.get("/api/v1/panels/<name>")
    def panel(name: str) -> Response:
        given = request.args.to_dict()
        try:
            exports.directory.find(name)
        except UnknownPanel as error:
            return refusal(404, str(error))
        wish = take_wish(given, PANEL_FORMATS)
        view = View.from_mapping(given)
        return _sent(exports.panel(name, view, wish, caller(view)))

    @routes.get("/api/v1/scenes/<scene>")
    def scene(scene: str) -> Response:
        given: dict[str, Any] = request.args.to_dict()
        wish = take_wish(given, SCENE_FORMATS)
        if given.get("scene", scene) != scene:
            return refusal(400, f"scene {given['scene']!r} is not that of the address; expected {scene!r}")
        return _sent(exports.scene(View.from_mapping({**given, "scene": scene}), wish))

    @routes.errorhandler(WishError)
    @routes.errorhandler(NotShownError)
    @routes.errorhandler(TooLargeError)
    def unmet(error: ValueError) -> Response:
        return refusal(400, str(error))

    @routes.errorhandler(PanelFailedError)
    def failed(error: PanelFailedError) -> Response:
        return refusal(500, str(error))

    @routes.errorhandler(NoBrowserError)
    @routes.errorhandler(NoConverterError)
    def unable(error: RuntimeError) -> Response:
        return refusal(501, str(error))

    @routes.errorhandler(RefusedError)
    def refused(error: RefusedError) -> Response:
        return refusal(error.status or 503, str(error), **{"Retry-After": RETRY_AFTER})

    @routes.errorhandler(PressError)
    def busy(error: PressError) -> Response:
        return refusal(503, str(error), **{"Retry-After": RETRY_AFTER})

    @routes.errorhandler(IncompleteError)
    def incomplete(error: IncompleteError) -> Response:
        log.warning("a picture is incomplete: %s", error)
        return refusal(503, f"the picture would be incomplete: {error}", **{"Retry-After": RETRY_AFTER})

    refuse_alike(routes)
    return routes


def caller(view: View) -> str:
    """Who asks, in words: the name, and where that is only what the client says, so; without one where from."""
    who: Caller = g.caller
    text = Text(view.language)
    if who.name:
        return text("export.said", name=who.name) if who.proof == Proof.SAID else who.name
    return text("export.local") if who.origin in LOCAL else who.origin


def _sent(file: File) -> Response:
    if file.mimetype == "application/json":
        found = answer(file.content)
    else:
        found = Response(file.content, mimetype=file.mimetype)
        found.headers["Content-Disposition"] = disposition(file.name, file.plain)
    found.headers["X-Gridscope-As-Of"] = format_instant(file.as_of)
    found.headers["X-Gridscope-Version"] = str(file.version)
    return found
