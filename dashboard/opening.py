"""The store that the settings name, its schema brought up to date."""

import logging

from dashboard.settings import Settings
from data_access.clock import SECOND
from data_access.feeds.announce import announcer
from data_access.ingest.rebuild import rebuild_if_outdated
from data_access.risk import index_rules
from data_access.scores.rules import load_rules
from data_access.statistics.catalogue import MetricSource, metric_paths
from data_access.store.store import Store
from data_access.walls.book import load_walls

log = logging.getLogger(__name__)


def open_store(settings: Settings, *, announcing: bool = True) -> Store:
    """The store; with Redis set, and unless `announcing` is False, each commit of this process is announced."""
    store = Store(
        settings.database_url,
        zone=settings.zone,
        clock_tolerance=settings.clock_tolerance * SECOND,
        score_rules=None if settings.score_rules is None else load_rules(settings.score_rules),
        risk_rules=None if settings.risk_rules is None else index_rules.load_rules(settings.risk_rules),
        metrics=MetricSource(metric_paths(settings.metrics)),
        walls=load_walls(settings.walls),
    )
    store.migrate()
    if rebuild_if_outdated(store):
        log.info("states, marks and rollups were derived anew: they had been made by an earlier release")
    if announcing and settings.redis_url is not None:
        store.on_change(announcer(settings.redis_url))
    return store
