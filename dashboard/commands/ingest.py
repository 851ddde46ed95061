"""`gridscope ingest`: take events from the Redis stream until told to stop."""

import logging
import signal
import threading
from typing import Annotated

import typer

from dashboard.opening import open_store
from dashboard.settings import SettingsError, load_settings
from data_access.feeds.redis_stream import StreamFeed


def ingest(
    stream: Annotated[str, typer.Option(help="Stream to read.")] = "gridscope:events",
    group: Annotated[str, typer.Option(help="Consumer group.")] = "gridscope",
    consumer: Annotated[
        str | None, typer.Option(help="Name in the group, unlike any other's; host and process by default.")
    ] = None,
    dead: Annotated[str, typer.Option(help="Stream that gets what breaks the contract.")] = "gridscope:dead",
    batch: Annotated[int, typer.Option(min=1, max=20_000, help="Most entries in one transaction.")] = 1000,
) -> None:
    """Take events from the Redis stream until told to stop; any number of these may run."""
    settings = load_settings()
    if settings.redis_url is None:
        raise SettingsError("GRIDSCOPE_REDIS_URL is not set; expected e.g. redis://127.0.0.1:6379/0")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    # The feed announces on its own connection.
    store = open_store(settings, announcing=False)
    feed = StreamFeed(store, settings.redis_url, stream=stream, group=group, consumer=consumer, dead=dead, batch=batch)
    typer.echo(f"taking {stream} as {feed.consumer} of {group}", err=True)
    try:
        feed.run(stop)
    finally:
        feed.close()
        store.close()
