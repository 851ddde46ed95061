"""The evaluator of a deployment: a thread in every process, of which one evaluates, by a lease in the store."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from data_access.alerts.evaluation import evaluate
from data_access.alerts.figures import gather
from data_access.alerts.finding import Ground
from data_access.alerts.fleets import Fleets
from data_access.alerts.keeping import Told, apply, load_known
from data_access.alerts.outbox import Wish, enqueue
from data_access.alerts.rules import Rules
from data_access.alerts.watching import evaluated_at, is_free, note_evaluation, release, take_lease
from data_access.clock import SECOND, Micros
from data_access.reader import WHOLE, open_reader
from data_access.store.store import NoAreasError, Store, bump

log = logging.getLogger(__name__)

LEASE_TURNS: Final = 3
"""For how many turns a lease holds: one that missed so many is taken for dead."""

LEAST_LEASE: Final = 30 * SECOND


class Watcher:
    """Evaluates the rules every `period` seconds while it holds the lease. `start` it once per process, after the
    fork; `stop` ends it and gives the lease back. `wishes` say which changes go into the outbox."""

    def __init__(
        self,
        store: Store,
        rules: Rules,
        *,
        period: float = 15.0,
        wishes: Sequence[Wish] = (),
        fleets: Fleets | None = None,
        holder: str | None = None,
    ) -> None:
        self.store = store
        self.rules = rules
        self.period = period
        self.wishes = tuple(wishes)
        self.fleets = fleets
        self.holder = holder or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.lease = max(int(LEASE_TURNS * period * SECOND), LEAST_LEASE)
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, name="warnings", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, so that another process takes over at once."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        try:
            with self.store.reading() as connection:
                mine = is_free(connection, self.holder, 0)
            if mine:
                with self.store.writing() as connection:
                    release(connection, self.holder)
        except SQLAlchemyError:
            log.warning("the lease of the warnings could not be given back; it runs out by itself")

    def turn(self) -> list[Told] | None:
        """Evaluate once and tell what changed; None if another process holds the lease. NoAreasError before areas are
        loaded."""
        if not self._holds():
            return None
        with open_reader(self.store, WHOLE) as reader:
            # The T of evaluations never goes back, though a clock may.
            moment: Micros = max(reader.now, evaluated_at(reader.connection) or 0)
            figures = gather(Ground.of(reader, moment), self.rules, self.fleets)
        with self.store.writing() as connection:
            # Gathering took a while; whoever took over meanwhile has newer figures.
            now = self.store.clock()
            if not take_lease(connection, self.holder, now, now + self.lease):
                return None
            known = load_known(connection, self.rules, moment)
            told = apply(connection, evaluate(figures, known, self.rules), self.rules)
            enqueue(connection, told, self.wishes, now)
            note_evaluation(connection, self.rules, moment)
            if told:
                bump(connection)
        if told:
            self.store.changed()
        return told

    def _holds(self) -> bool:
        now = self.store.clock()
        with self.store.reading() as connection:
            self.store.site(connection)
            if not is_free(connection, self.holder, now):
                return False
        with self.store.writing() as connection:
            return take_lease(connection, self.holder, now, now + self.lease)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.turn()
            except NoAreasError:
                log.debug("no areas are loaded yet: there is nothing to warn of")
            except Exception:
                log.exception("warnings could not be evaluated; it is tried again in %s s", self.period)
            self._stopped.wait(self.period)
