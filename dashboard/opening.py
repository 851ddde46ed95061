"""The store that the settings name, its schema brought up to date."""

from dashboard.settings import Settings
from data_access.clock import SECOND
from data_access.feeds.announce import announcer
from data_access.store.store import Store


def open_store(settings: Settings, *, announcing: bool = True) -> Store:
    """The store; with Redis set, and unless `announcing` is False, each commit of this process is announced."""
    store = Store(settings.database_url, zone=settings.zone, clock_tolerance=settings.clock_tolerance * SECOND)
    store.migrate()
    if announcing and settings.redis_url is not None:
        store.on_change(announcer(settings.redis_url))
    return store
