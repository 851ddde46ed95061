"""GET /api/v1/feeds: how each feed is, as the line at the foot of a wall says it."""

from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from data_access.clock import SECOND, Micros, format_instant
from data_access.frames.feeds import NORMAL, Feed, feeds
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View

PARAMETERS: Final = ("as_of", "lang")


def blueprint(store: Store) -> Blueprint:
    """The route for the health of the feeds."""
    routes = Blueprint("feed_health", __name__)

    @routes.get("/api/v1/feeds")
    def listing() -> Response:
        given = request.args.to_dict()
        if unknown := sorted(set(given) - set(PARAMETERS)):
            return refusal(400, f"parameter {unknown[0]!r} is not known; expected one of {', '.join(PARAMETERS)}")
        view = View.from_mapping(given)
        with open_reader(store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            found = feeds(reader, view.replaced(as_of=moment))
            statistics = None if found.statistics is None else asdict(found.statistics)
            if statistics is not None:
                statistics["received_at"] = _written(statistics["received_at"])
                statistics["lag_seconds"] = statistics.pop("lag")
            return answer(
                {
                    "as_of": format_instant(moment),
                    "version": reader.version.version,
                    "sample": bool(found.samples),
                    "sources": [_source(feed) for feed in found.sources],
                    "statistics": statistics,
                    "quarantined": {"today": found.held_today, "waiting": found.held},
                }
            )

    refuse_alike(routes)
    return routes


def _source(feed: Feed) -> dict[str, Any]:
    return {
        "source": feed.source,
        "label": feed.label,
        "sample": feed.sample,
        "status": "live" if feed.status == NORMAL else feed.status,
        "received_at": _written(feed.received_at),
        "newest_case_at": _written(feed.case_at),
        "cadence_seconds": None if feed.cadence is None else feed.cadence / SECOND,
        "lag_seconds": feed.lag,
        "cases_last_hour": feed.rate,
        "cases_usual": feed.usual,
        "quarantined_today": feed.held,
    }


def _written(instant: Micros | None) -> str | None:
    return None if instant is None else format_instant(instant)
