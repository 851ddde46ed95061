"""A Redis stream as a feed: what was committed is acknowledged, what was not comes again, nothing counts twice.

Entries are read through a consumer group. After a crash, of ours or of Redis, what was not acknowledged is read
again and counts as duplicate if it had been committed.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data_access.feeds.announce import announce
from data_access.feeds.backoff import Backoff
from data_access.feeds.dead_letters import bury
from data_access.feeds.entries import Entry, read_entries
from data_access.feeds.trimming import trim
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt, Takes
from data_access.store.store import NoAreasError, Store

EVENTS: Final = "gridscope:events"
STATISTICS: Final = "gridscope:statistics"

_log = logging.getLogger(__name__)

_OUTAGES: Final = (redis.RedisError, DBAPIError, PoolTimeout, NoAreasError, OSError)
"""What passes by itself, or by a hand on the servers: nothing is wrong with the messages."""


class StreamFeed:
    """Takes the entries of `stream`, field `data` holding one message as JSON, for one consumer of `group`.

    They go into `ingestor`, that of events unless another is given. What breaks the contract goes to quarantine and
    to the stream `dead`. `idle` is the age in seconds at which entries that another consumer read and never
    acknowledged are taken over; `block` how long a step waits.
    """

    def __init__(
        self,
        store: Store,
        redis_url: str,
        *,
        ingestor: Takes | None = None,
        stream: str = EVENTS,
        group: str = "gridscope",
        consumer: str | None = None,
        dead: str = "gridscope:dead",
        feed: str = "redis",
        batch: int = 1000,
        block: float = 1.0,
        idle: float = 60.0,
        housekeeping: float = 5.0,
        took: Callable[[Receipt], None] = lambda receipt: None,
    ) -> None:
        self.store = store
        self.stream = stream
        self.group = group
        self.consumer = consumer or f"{socket.gethostname()}-{os.getpid()}"
        self.dead = dead
        self.feed = feed
        self.batch = batch
        self.block = block
        self.idle = idle
        self.housekeeping = housekeeping
        self.took = took
        # Retrying is done here, where it is known what must be read again.
        self._client = redis.Redis.from_url(
            redis_url, socket_timeout=block + 5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)
        )
        self._ingestor: Takes = Ingestor(store) if ingestor is None else ingestor
        self._ready = False
        self._own = True
        self._claimed_at = self._trimmed_at = float("-inf")

    def run(self, stop: threading.Event) -> None:
        """Take entries until `stop` is set; outages of Redis or the database are logged and waited out."""
        backoff = Backoff()
        while not stop.is_set():
            try:
                receipt = self.step()
            except Exception as error:
                pause = backoff.failed()
                # A fault of our own is shown with its trace, and waited out like an outage: nothing is lost.
                trace = None if isinstance(error, _OUTAGES) else error
                text = "stream %s: %s; trying again in %.1f s"
                _log.warning(text, self.stream, describe(error), pause, exc_info=trace)
                stop.wait(pause)
            else:
                if backoff.succeeded():
                    _log.warning("stream %s: working again", self.stream)
                if receipt.read:
                    self.took(receipt)

    def close(self) -> None:
        """Give back the connection; entries not acknowledged stay for others."""
        self._client.close()

    def step(self) -> Receipt:
        """Take one batch, waiting for it at most `block` seconds: our own left over, another's given up, or new.

        An outage is raised; the entries stay pending and come again with the next step.
        """
        try:
            self._prepare()
            receipt = self._take(self._next())
            self._trim()
        except Exception:
            self._ready = False
            self._own = True
            raise
        return receipt

    def _prepare(self) -> None:
        if self._ready:
            return
        try:
            self._client.xgroup_create(self.stream, self.group, id="0", mkstream=True)
        except redis.ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        self._ready = True

    def _next(self) -> list[Entry]:
        if self._own:
            # After a failure or a restart under the same name: what was delivered to us and not acknowledged.
            found = self._read("0", None)
            if found:
                return found
            self._own = False
        return self._abandoned() or self._read(">", max(1, int(self.block * 1000)))

    def _read(self, after: str, block: int | None) -> list[Entry]:
        answer: Any = self._client.xreadgroup(
            self.group, self.consumer, {self.stream: after}, count=self.batch, block=block
        )
        return [entry for _, entries in answer or [] for entry in read_entries(entries)]

    def _abandoned(self) -> list[Entry]:
        if time.monotonic() < self._claimed_at + self.idle / 4:
            return []
        idle = int(self.idle * 1000)
        start: Any = b"0-0"
        while True:
            answer: Any = self._client.xautoclaim(self.stream, self.group, self.consumer, idle, start, count=self.batch)
            start, entries = answer[0], read_entries(answer[1])
            if entries:
                _log.warning("stream %s: took over %d entries that nobody acknowledged", self.stream, len(entries))
                return entries
            if start == b"0-0":
                self._claimed_at = time.monotonic()
                return []

    def _take(self, entries: Sequence[Entry]) -> Receipt:
        if not entries:
            return Receipt()
        receipt = self._ingest([entry.incoming for entry in entries if not entry.gone])
        if receipt.accepted or receipt.quarantined:
            announce(self._client, self.store.version().version)
        present = [entry for entry in entries if not entry.gone]
        bury(self._client, self.dead, self.feed, [(present[one.index], one.reason) for one in receipt.quarantined])
        self._client.xack(self.stream, self.group, *(entry.id for entry in entries))
        return receipt

    def _ingest(self, messages: Sequence[Incoming]) -> Receipt:
        try:
            return self._ingestor.ingest(messages, self.feed)
        except Exception as error:
            # One message the store cannot hold must not keep the others out for ever.
            if isinstance(error, _OUTAGES) and not isinstance(error, DataError | IntegrityError):
                raise
            if len(messages) > 1:
                half = len(messages) // 2
                receipt = self._ingest(messages[:half])
                receipt.add(self._ingest(messages[half:]))
                return receipt
            _log.exception("stream %s: a message could not be stored; it goes to quarantine", self.stream)
            one = messages[0]
            reason = f"message could not be stored: {describe(error)}"
            return self._ingestor.ingest([Incoming(one.value, one.raw, reason)], self.feed)

    def _trim(self) -> None:
        if time.monotonic() >= self._trimmed_at + self.housekeeping:
            trim(self._client, self.stream)
            self._trimmed_at = time.monotonic()


def describe(error: Exception) -> str:
    """An error in one line: its kind and its own words, without the statement that failed."""
    text = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())[:300]}"
