"""Everything else below /api/: a JSON 404 or 405, where Dash would answer with the page."""

import logging
from typing import Final, cast

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from dashboard.api.answers import refusal

log = logging.getLogger(__name__)

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def blueprint() -> Blueprint:
    """The routes that catch what no other route below /api/ takes."""
    routes = Blueprint("unknown", __name__)

    @routes.route("/api", defaults={"path": ""}, methods=_METHODS, strict_slashes=False)
    @routes.route("/api/<path:path>", methods=_METHODS)
    def unknown(path: str) -> Response:
        rules = [rule.empty() for rule in current_app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]
        allowed = sorted(Map(rules).bind("").allowed_methods(request.path))
        if not allowed:
            return refusal(404, f"{request.path} is not known; see /api/v1/panels and /api/v1/measures")
        named = ", ".join(allowed)
        return refusal(405, f"{request.method} {request.path} is not offered; expected {named}", Allow=named)

    @routes.app_errorhandler(HTTPException)
    def told(error: HTTPException) -> Response:
        if not request.path.startswith("/api/"):
            return cast(Response, error.get_response())
        return refusal(error.code or 500, error.description or error.name)

    @routes.app_errorhandler(Exception)
    def fault(_error: Exception) -> Response:
        log.exception("%s %s failed", request.method, request.path)
        return refusal(500, "a fault of ours; it was logged")

    return routes
