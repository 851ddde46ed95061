"""GET /api/v1/events/<source>/<event_id>: the record of one event, as JSON and as PDF."""

from typing import Final

from flask import Blueprint, Response, request

from dashboard.api.answers import refusal
from dashboard.api.errors import refuse_alike
from dashboard.export.names import disposition
from dashboard.export.routes import RETRY_AFTER, caller
from dashboard.ledger.making import FORMS, Ledger, Maker, NoEventError
from dashboard.printing.chromium import NoBrowserError
from dashboard.printing.press import PressError
from data_access.clock import format_instant
from data_access.reader import WHOLE
from data_access.view import View, ViewError

GIVEN: Final = ("as_of", "lang", "format")


def blueprint(maker: Maker) -> Blueprint:
    """The route of records."""
    routes = Blueprint("event", __name__)

    @routes.get("/api/v1/events/<source>/<path:event_id>")
    def event(source: str, event_id: str) -> Response:
        given = request.args.to_dict()
        if unknown := sorted(set(given) - set(GIVEN)):
            raise ViewError(f"parameter {unknown[0]!r} is not known; expected one of {', '.join(GIVEN)}")
        form = given.pop("format", "json") or "json"
        if form not in FORMS:
            raise ViewError(f"format {form!r} is not offered; expected one of {', '.join(FORMS)}")
        view = View.from_mapping(given)
        return _sent(maker.make(WHOLE, view, source, event_id, form, caller(view)))

    @routes.errorhandler(NoEventError)
    def missing(error: NoEventError) -> Response:
        return refusal(404, str(error))

    @routes.errorhandler(NoBrowserError)
    def unable(error: NoBrowserError) -> Response:
        return refusal(501, str(error))

    @routes.errorhandler(PressError)
    def busy(error: PressError) -> Response:
        return refusal(503, str(error), **{"Retry-After": RETRY_AFTER})

    refuse_alike(routes)
    return routes


def _sent(ledger: Ledger) -> Response:
    found = Response(ledger.content, mimetype=ledger.mimetype)
    found.headers["Content-Disposition"] = disposition(ledger.name, ledger.plain)
    found.headers["X-Gridscope-As-Of"] = format_instant(ledger.as_of)
    found.headers["X-Gridscope-Version"] = str(ledger.version)
    return found
