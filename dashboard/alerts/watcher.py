"""The evaluator of a deployment: a thread in every process, of which one evaluates, by a lease in the store."""

import logging
import os
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from data_access.alerts import severe_cases
from data_access.alerts.evaluation import RAISED, Change, Known, changes, evaluate
from data_access.alerts.figures import Judgement, gather
from data_access.alerts.finding import Ground
from data_access.alerts.fleets import Fleets
from data_access.alerts.keeping import Told, apply, load_known
from data_access.alerts.outbox import Wish, enqueue
from data_access.alerts.rules import Rules, SevereCase
from data_access.alerts.watching import evaluated_at, is_free, note_evaluation, release, take_lease
from data_access.clock import SECOND, Micros
from data_access.reader import WHOLE, Reader, open_reader
from data_access.store.store import NoAreasError, Store, bump

log = logging.getLogger(__name__)

LEASE_TURNS: Final = 3
"""For how many turns a lease holds: one that missed so many is taken for dead."""

LEAST_LEASE: Final = 30 * SECOND

LOOK: Final = 1.0
"""Seconds between looks at the data version, for commits of other processes that nobody announced."""

APART: Final = 0.25
"""Seconds between two glances at least: one serves the commits that came meanwhile."""


class Watcher:
    """Evaluates the rules every `period` seconds while it holds the lease, and in between, as soon as something is
    committed, those of severe cases for what changed. `start` it once per process, after the fork; `stop` ends it and
    gives the lease back. `wishes` say which changes go into the outbox."""

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
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen: int | None = None

    def start(self) -> None:
        """Start the thread."""
        self._stopped.clear()
        self.store.on_change(lambda _version: self._woken.set())
        self._thread = threading.Thread(target=self._run, name="warnings", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, so that another process takes over at once."""
        self._stopped.set()
        self._woken.set()
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
            moment = _moment(reader)
            seen = severe_cases.newest_transition(reader)
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
        self._seen = seen
        if told:
            self.store.changed()
        return told

    def glance(self) -> list[Told] | None:
        """Judge the severe cases that were told of since the last turn or glance, and tell what changed; None if
        another process holds the lease or there was no turn yet. Costs a look at the new transitions."""
        if self._seen is None:
            return None
        with open_reader(self.store, WHOLE) as reader:
            moment, upto = _moment(reader), severe_cases.newest_transition(reader)
            if not is_free(reader.connection, self.holder, self.store.clock()):
                # Whoever holds it sees to them. Once it is ours, a turn comes first.
                self._seen = None
                return None
            judgement = self._glimpsed(reader, self._seen, upto)
        told = self._keep(judgement, moment) if judgement.only else []
        self._seen = upto
        if told:
            self.store.changed()
        return told

    def _glimpsed(self, reader: Reader, after: int, upto: int) -> Judgement:
        """What the rules of severe cases find among those that changed; only these can be judged."""
        findings = []
        only: dict[str, frozenset[str]] = {}
        for rule in self.rules.enabled().values():
            if not isinstance(rule, SevereCase):
                continue
            found = severe_cases.changed(reader, rule, after, upto)
            if found is not None and found.subjects:
                findings += severe_cases.judge(found.cases, rule)
                only[rule.id] = frozenset(severe_cases.key(rule, subject) for subject in found.subjects)
        return Judgement(tuple(findings), frozenset(only), only)

    def _keep(self, judgement: Judgement, moment: Micros) -> list[Told]:
        now = self.store.clock()
        with self.store.writing() as connection:
            if not take_lease(connection, self.holder, now, now + self.lease):
                return []
            known = load_known(connection, self.rules, moment)
            found = self._within(changes(judgement, known, self.rules, moment), known)
            told = apply(connection, found, self.rules)
            enqueue(connection, told, self.wishes, now)
            if told:
                bump(connection)
        return told

    def _within(self, found: Sequence[Change], known: Sequence[Known]) -> list[Change]:
        """The changes without those that would raise more than a rule has at a time."""
        standing = Counter(one.rule for one in known if one.cleared_at is None)
        most = {rule.id: rule.most for rule in self.rules.rules if isinstance(rule, SevereCase)}
        kept = []
        for one in found:
            if one.change == RAISED and one.finding is not None:
                if standing[one.finding.rule] >= most[one.finding.rule]:
                    continue
                standing[one.finding.rule] += 1
            kept.append(one)
        return kept

    def _holds(self) -> bool:
        now = self.store.clock()
        with self.store.reading() as connection:
            self.store.site(connection)
            if not is_free(connection, self.holder, now):
                return False
        with self.store.writing() as connection:
            return take_lease(connection, self.holder, now, now + self.lease)

    def _run(self) -> None:
        due, version = 0.0, -1
        while not self._stopped.is_set():
            try:
                if time.monotonic() >= due:
                    due = time.monotonic() + self.period
                    self.turn()
                elif (newest := self.store.version().version) != version:
                    version = newest
                    self.glance()
            except NoAreasError:
                log.debug("no areas are loaded yet: there is nothing to warn of")
            except Exception:
                log.exception("warnings could not be evaluated; it is tried again in %s s", self.period)
            self._stopped.wait(min(APART, self.period))
            self._woken.wait(max(min(LOOK, due - time.monotonic()), 0.0))
            self._woken.clear()


def _moment(reader: Reader) -> Micros:
    """The T of an evaluation: never before that of the last, though a clock may go back."""
    return max(reader.now, evaluated_at(reader.connection) or 0)
