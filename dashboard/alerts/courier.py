"""The courier: empties the outbox, a few changes a message, again and again until told or given up."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from dashboard.alerts.messages import Telling, address, payload
from dashboard.alerts.posting import PostError, post
from dashboard.alerts.targets import Target
from data_access.alerts.outbox import Notice, claim, delivered, failed, forget, next_due
from data_access.alerts.standing import as_of_change
from data_access.clock import SECOND
from data_access.frames.warnings import rows_of
from data_access.reader import WHOLE, open_reader
from data_access.store.store import NoAreasError, Store
from data_access.view import View

log = logging.getLogger(__name__)

AT_ONCE: Final = 10
"""Changes in one message: robots take some twenty messages a minute."""

PAUSE: Final = 1.0
"""Seconds between looks at the outbox."""

Post = Callable[..., None]


class Courier:
    """Tells the targets what waits for them. Any number may run: an entry is claimed before it is sent. One that was
    sent when its sender died is sent again; receivers know it by its id."""

    def __init__(
        self, store: Store, targets: Sequence[Target], titles: Mapping[str, str], *, posting: Post = post
    ) -> None:
        self.store = store
        self.targets = tuple(targets)
        self.titles = titles
        self.posting = posting
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; without targets there is nothing to do."""
        self._stopped.clear()
        if self.targets:
            self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread once what is on its way has arrived or failed."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def turn(self) -> int:
        """Send what is due, target by target; how many changes were told."""
        with self.store.reading() as connection:
            due = next_due(connection)
        if due is None or due > self.store.clock():
            return 0
        with self.store.writing() as connection:
            gone = forget(connection, [target.name for target in self.targets], self.store.clock())
        if gone:
            log.error("%s warnings were not told: their webhooks are not configured any more", gone)
        return sum(self._send(target) for target in self.targets if not self._stopped.is_set())

    def _send(self, target: Target) -> int:
        with self.store.writing() as connection:
            notices = claim(connection, target.name, self.store.clock(), AT_ONCE)
        if not notices:
            return 0
        try:
            tellings = self._tellings(notices, target.language)
            body = payload(target, tellings, self.titles[target.language], self.store.zone)
            self.posting(address(target, self.store.clock()), body, robot=target.kind != "json")
        except (SQLAlchemyError, NoAreasError):
            raise
        except PostError as error:
            self._note_failure(target, notices, str(error))
            return 0
        except Exception as error:
            log.exception("a message for webhook %s could not be written", target.name)
            self._note_failure(target, notices, f"could not be written: {type(error).__name__}")
            return 0
        with self.store.writing() as connection:
            delivered(connection, notices, self.store.clock())
        return len(notices)

    def _note_failure(self, target: Target, notices: Sequence[Notice], error: str) -> None:
        with self.store.writing() as connection:
            given_up = failed(connection, notices, error, target.wish.give_up, self.store.clock())
        log.warning("webhook %s was not told of %s changes: %s", target.name, len(notices), error)
        if given_up:
            minutes = target.wish.give_up // (60 * SECOND)
            log.error("webhook %s: %s changes are given up after %s minutes", target.name, given_up, minutes)

    def _tellings(self, notices: Sequence[Notice], language: str) -> list[Telling]:
        """The changes in words' reach: each warning as it stood at its change."""
        found = []
        with open_reader(self.store, WHOLE) as reader:
            question = reader.question(View(language=language))
            for one in notices:
                (row,) = rows_of(reader, question, [as_of_change(one.warning, one.change)], titled=False)
                change = one.change
                found.append(
                    Telling(change.change, change.number, change.at, change.severity, change.person, change.note, row)
                )
        return found

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.turn()
            except NoAreasError:
                log.debug("no areas are loaded yet: there is nothing to tell")
            except Exception:
                log.exception("the outbox of the webhooks could not be emptied; it is tried again")
            self._stopped.wait(PAUSE)
