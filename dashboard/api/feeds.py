"""POST /api/v1/events and /api/v1/statistics: a feed pushes messages; the answer comes after the commit."""

import logging
from collections.abc import Mapping

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.api.answers import answer, refusal
from dashboard.api.tokens import feed_of
from data_access.feeds.bodies import BodyError, read_body
from data_access.ingest.receipt import Takes
from data_access.store.store import NoAreasError

log = logging.getLogger(__name__)


def blueprint(events: Takes, statistics: Takes, tokens: Mapping[str, str]) -> Blueprint:
    """The routes for feeds; `tokens` are feed name -> token."""
    routes = Blueprint("feeds", __name__)

    @routes.post("/api/v1/events")
    def push_events() -> Response:
        return _taken(events, tokens)

    @routes.post("/api/v1/statistics")
    def push_statistics() -> Response:
        return _taken(statistics, tokens)

    return routes


def _taken(ingestor: Takes, tokens: Mapping[str, str]) -> Response:
    feed = feed_of(tokens)
    if feed is None:
        reason = "the bearer token is missing or not known; expected Authorization: Bearer <token of a feed>"
        return refusal(401, reason, **{"WWW-Authenticate": "Bearer"})
    try:
        receipt = ingestor.ingest(read_body(request.get_data()), feed)
    except RequestEntityTooLarge:
        limit = (request.max_content_length or 0) // 1_000_000
        return refusal(413, f"the body is larger than {limit} MB; send smaller batches")
    except BodyError as error:
        return refusal(400, str(error))
    except NoAreasError as error:
        return refusal(503, str(error), **{"Retry-After": "30"})
    except SQLAlchemyError:
        log.exception("a batch of feed %s could not be stored", feed)
        return refusal(503, "the database did not take the batch; nothing of it was kept", **{"Retry-After": "5"})
    return answer(receipt.as_json(), 202)
