"""`gridscope ingest`: take events and statistics from their Redis streams until told to stop."""

import logging
import signal
import threading
from typing import Annotated, Any

import typer

from dashboard.opening import open_store
from dashboard.settings import SettingsError, load_settings
from data_access.feeds.redis_stream import EVENTS, STATISTICS, StreamFeed
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Takes
from data_access.statistics.intake import StatisticIngestor


def ingest(
    stream: Annotated[str, typer.Option(help="Stream of events.")] = EVENTS,
    statistics: Annotated[str, typer.Option(help="Stream of statistics.")] = STATISTICS,
    group: Annotated[str, typer.Option(help="Consumer group.")] = "gridscope",
    consumer: Annotated[
        str | None, typer.Option(help="Name in the group, unlike any other's; host and process by default.")
    ] = None,
    dead: Annotated[str, typer.Option(help="Stream that gets what breaks the contract.")] = "gridscope:dead",
    batch: Annotated[int, typer.Option(min=1, max=20_000, help="Most entries in one transaction.")] = 1000,
) -> None:
    """Take events and statistics from the Redis streams until told to stop; any number of these may run."""
    settings = load_settings()
    if settings.redis_url is None:
        raise SettingsError("GRIDSCOPE_REDIS_URL is not set; expected e.g. redis://127.0.0.1:6379/0")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    # The feed announces on its own connection.
    store = open_store(settings, announcing=False)
    shared: dict[str, Any] = {"group": group, "consumer": consumer, "dead": dead, "batch": batch}
    ways: dict[str, Takes] = {stream: Ingestor(store), statistics: StatisticIngestor(store)}
    feeds = [StreamFeed(store, settings.redis_url, ingestor=way, stream=name, **shared) for name, way in ways.items()]
    for feed in feeds:
        typer.echo(f"taking {feed.stream} as {feed.consumer} of {group}", err=True)
    threads = [threading.Thread(target=feed.run, args=(stop,), name=feed.stream) for feed in feeds]
    try:
        for thread in threads:
            thread.start()
        # Signals come to the main thread, which waits for them and for nothing else.
        stop.wait()
        for thread in threads:
            thread.join()
    finally:
        for feed in feeds:
            feed.close()
        store.close()
