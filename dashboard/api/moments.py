"""GET and POST /api/v1/moments, DELETE /api/v1/moments/<id>: what stands on the axes of time."""

import json
import logging
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.api.tokens import feed_of
from data_access.clock import format_instant
from data_access.moments.concern import concerning
from data_access.moments.contract import MomentError, read_moment
from data_access.moments.register import UnknownMoment, add, remove
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View

log = logging.getLogger(__name__)

PARAMETERS: Final = ("area", "category", "as_of", "lang")


def blueprint(store: Store, tokens: Mapping[str, str]) -> Blueprint:
    """The routes for moments; `tokens` are feed name -> token."""
    routes = Blueprint("moments", __name__)

    @routes.get("/api/v1/moments")
    def listing() -> Response:
        given = request.args.to_dict()
        if unknown := sorted(set(given) - set(PARAMETERS)):
            expected = ", ".join(PARAMETERS)
            return refusal(400, f"parameter {unknown[0]!r} is not known; expected one of {expected}")
        view = View.from_mapping(given)
        with open_reader(store, WHOLE) as reader:
            question = reader.question(view)
            rows = [one.as_json() for one in concerning(reader, question)]
            as_of, version = format_instant(question.moment), reader.version.version
            return answer({"area": question.area, "as_of": as_of, "version": version, "rows": rows})

    @routes.post("/api/v1/moments")
    def record() -> Response:
        feed = feed_of(tokens)
        if feed is None:
            return _stranger()
        try:
            given = json.loads(request.get_data())
        except (ValueError, RecursionError):
            return refusal(400, "the body is not JSON; expected an object with start, kind and zh")
        try:
            found, fresh = add(store, read_moment(given), feed)
        except MomentError as error:
            return refusal(422, str(error))
        log.info("moment %s stands, by feed %s", found.id, feed)
        return answer(found.as_json(), 201 if fresh else 200)

    @routes.delete("/api/v1/moments/<int:number>")
    def removal(number: int) -> Response:
        feed = feed_of(tokens)
        if feed is None:
            return _stranger()
        try:
            remove(store, number, feed)
        except UnknownMoment as error:
            return refusal(404, str(error))
        log.info("moment %s was removed by feed %s", number, feed)
        return Response(status=204)

    refuse_alike(routes)
    return routes


def _stranger() -> Response:
    reason = "the bearer token is missing or not known; expected Authorization: Bearer <token of a feed>"
    return refusal(401, reason, **{"WWW-Authenticate": "Bearer"})
