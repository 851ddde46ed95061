"""The composition root: from settings to a Dash app on Flask, with its hub."""

from dataclasses import dataclass
from typing import Any, Final, cast

from dash import Dash
from flask import Flask

from callbacks import filters, navigation
from dashboard import auditing, installing
from dashboard.alerts.courier import Courier
from dashboard.alerts.targets import load_targets
from dashboard.alerts.watcher import Watcher
from dashboard.api import cases, event, feed_health, feeds, health, moments, numbers, returns, unknown, warnings
from dashboard.briefing import routes as briefings
from dashboard.build import ROOT, build_id
from dashboard.export import routes as exporting
from dashboard.export.exports import Exports
from dashboard.ledger.making import Maker
from dashboard.live import routes
from dashboard.live.hub import Hub
from dashboard.opening import open_store
from dashboard.printing import routes as printing
from dashboard.printing.press import Press
from dashboard.render import Renderer
from dashboard.settings import Settings
from dashboard.sharing import shared_panels
from dashboard.walls import routes as walls
from dashboard.walls.director import Director
from data_access.alerts.device_fleets import device_fleets
from data_access.alerts.rules import load_rules
from data_access.audit.journal import Journal
from data_access.ingest.ingestor import Ingestor
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store
from layouts.panels import EVERY
from layouts.shell import page
from layouts.text import Text

ASSETS: Final = ROOT / "assets"

PICTURES_WAIT: Final = 8
"""How many pictures may wait for the browser of a worker; who comes then is told to come back."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program's parts; `server` is the WSGI application; what has threads waits to be started."""

    server: Flask
    dash: Dash
    hub: Hub
    store: Store
    watcher: Watcher
    courier: Courier
    director: Director
    press: Press


def create_app(settings: Settings, store: Store | None = None) -> Program:
    """Build the program. Opens and migrates the store unless one is given; starts no thread."""
    kept = open_store(settings) if store is None else store
    server = Flask("gridscope")
    server.config["MAX_CONTENT_LENGTH"] = settings.body_limit * 1_000_000
    auditing.watch(server, Journal(kept, settings.audit_days), settings.feed_tokens)
    titles = {"zh": settings.title, "en": settings.title_en}
    build = build_id()
    renderer = Renderer(
        kept, titles, shared=shared_panels(server, settings.redis_url, f"{build} {settings.database_url}")
    )
    fixed = {"build": build, "zone": settings.zone}
    hub = Hub(renderer, fixed=fixed, hertz=settings.push_hertz, streams=settings.streams)
    targets = load_targets(settings.webhooks)
    wishes = [target.wish for target in targets]
    rules = load_rules(settings.warning_rules)
    watcher = Watcher(kept, rules, period=settings.warning_seconds, wishes=wishes, fleets=device_fleets)
    server.register_blueprint(warnings.blueprint(kept, settings.feed_tokens, wishes))
    server.register_blueprint(feeds.blueprint(Ingestor(kept), StatisticIngestor(kept), settings.feed_tokens))
    server.register_blueprint(feed_health.blueprint(kept))
    server.register_blueprint(moments.blueprint(kept, settings.feed_tokens))
    press = Press(settings.own_url, waiting=PICTURES_WAIT, chromium=settings.chromium)
    exports = Exports(kept, EVERY, press, build)
    server.register_blueprint(numbers.blueprint(kept, exports.directory))
    server.register_blueprint(exporting.blueprint(exports))
    server.register_blueprint(returns.blueprint(kept))
    server.register_blueprint(event.blueprint(Maker(kept, build, press.html_pdf)))
    server.register_blueprint(cases.blueprint(kept))
    server.register_blueprint(health.blueprint(kept, hub))
    server.register_blueprint(routes.blueprint(hub))
    server.register_blueprint(printing.blueprint(hub))
    director = Director(kept, streams=settings.streams)
    server.register_blueprint(walls.blueprint(director, settings.feed_tokens))
    server.register_blueprint(briefings.blueprint(kept, settings.briefing_out))
    server.register_blueprint(installing.blueprint(titles, build))
    server.register_blueprint(unknown.blueprint())
    dash = Dash(
        "gridscope",
        server=cast(Any, server),  # Dash types it as a factory; it takes an application too
        assets_folder=str(ASSETS),
        serve_locally=True,
        title=settings.title,
        update_title="",
        compress=False,
        meta_tags=installing.meta_tags(),
        index_string=installing.INDEX,
    )
    dash.layout = page(Text("zh"), settings.title)
    navigation.register(dash)
    filters.register(dash)
    return Program(server, dash, hub, kept, watcher, Courier(kept, targets, titles), director, press)
