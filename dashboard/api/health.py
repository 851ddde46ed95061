"""GET /healthz, /readyz and /metrics: for those who keep it running."""

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.answers import answer, refusal
from dashboard.live.hub import Hub
from data_access.clock import SECOND
from data_access.ingest.quarantine import count_waiting
from data_access.store.schema import feed_state
from data_access.store.store import NoAreasError, Store, read_version


def blueprint(store: Store, hub: Hub) -> Blueprint:
    """The routes for operations."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def alive() -> Response:
        return answer({"status": "ok"})

    @routes.get("/readyz")
    def ready() -> Response:
        try:
            with store.reading() as connection:
                site = store.site(connection)
                version = read_version(connection).version
        except NoAreasError as error:
            return refusal(503, str(error))
        except SQLAlchemyError as error:
            return refusal(503, f"the database does not answer: {type(error).__name__}")
        return answer({"status": "ready", "areas": len(site.tree), "version": version})

    @routes.get("/metrics")
    def metrics() -> Response:
        lines = ["# TYPE gridscope_data_version counter", f"gridscope_data_version {store.version().version}"]
        lines += ["# TYPE gridscope_streams gauge", f"gridscope_streams {hub.open_streams}"]
        lines += ["# TYPE gridscope_quarantine gauge", f"gridscope_quarantine {count_waiting(store)}"]
        lines.append("# TYPE gridscope_source_messages_total counter")
        ages = ["# TYPE gridscope_source_age_seconds gauge"]
        now = store.clock()
        with store.reading() as connection:
            for row in connection.execute(select(feed_state).order_by(feed_state.c.source)):
                source = _label(row.source)
                lines.append(f'gridscope_source_messages_total{{source="{source}"}} {row.transitions}')
                age = (now - row.last_received_at) / SECOND
                ages.append(f'gridscope_source_age_seconds{{source="{source}"}} {age:.3f}')
        return Response("\n".join([*lines, *ages, ""]), mimetype="text/plain; version=0.0.4")

    return routes


def _label(text: str) -> str:
    """Text as the value of a label in the Prometheus format."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
