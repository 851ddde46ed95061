"""The one way in: a batch of messages becomes transitions, states, rollups and quarantine in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, update

from data_access.clock import Micros
from data_access.ingest.admission import Admitted, admit
from data_access.ingest.folding import NOTHING, STORED_COLUMNS, Refold, Stored, Subject, history, load_transitions
from data_access.ingest.holding import set_aside
from data_access.ingest.placeholders import ZERO, Placeholders, Shift, count_points, known_placeholders
from data_access.ingest.receipt import Incoming, Receipt, Refusal
from data_access.rollups.expand import rollup_rows
from data_access.store.bulk import add_to_rollups, chunks, insert_rows
from data_access.store.schema import event, feed_state, transition
from data_access.store.store import Site, Store, bump

_FEED: Final = text(
    "INSERT INTO feed_state (source, last_at, last_received_at, transitions, located) "
    "VALUES (:source, :last_at, :received, :transitions, :located) ON CONFLICT (source) DO UPDATE SET "
    "last_at = CASE WHEN excluded.last_at > feed_state.last_at THEN excluded.last_at ELSE feed_state.last_at END, "
    "last_received_at = excluded.last_received_at, "
    "transitions = feed_state.transitions + excluded.transitions, located = feed_state.located + excluded.located"
)


_BESIDE: Final = ("source", "event_id", "note", "feed", "received_at")
"""What a transition row holds besides what is folded."""


class Ingestor:
    """Takes batches of messages into a store. Safe to call from many threads: the store has one writer."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ingest(self, batch: Sequence[Incoming], feed: str, *, datum: str | None = None) -> Receipt:
        """Take a batch from a feed; when it returns, everything is committed and counted, or quarantined.

        `datum` is that of the batch's coordinates; None means as declared for each source. Raises NoAreasError
        before areas are loaded; a database error leaves nothing of the batch behind.
        """
        receipt = Receipt(read=len(batch))
        if not batch:
            return receipt
        received = self.store.clock()
        with self.store.reading() as connection:
            site = self.store.site(connection)
        admitted, refused = admit(batch, site, received + self.store.clock_tolerance, datum)
        with self.store.writing() as connection:
            current = self.store.site(connection)
            if current.areas != site.areas:
                admitted, refused = admit(batch, current, received + self.store.clock_tolerance, datum)
            _Batch(connection, current, feed, received, receipt).take(admitted)
            set_aside(connection, refused, feed, received, datum=datum)
            if receipt.accepted or refused:
                newest = max((one.message.at for one in admitted), default=None)
                bump(connection, newest_at=newest)
        receipt.quarantined = [Refusal(one.index, one.reason) for one in refused]
        if receipt.accepted or refused:
            self.store.changed()
        return receipt


class _Batch:
    """The work of one transaction."""

    def __init__(self, connection: Connection, site: Site, feed: str, received: Micros, receipt: Receipt) -> None:
        self.connection = connection
        self.site = site
        self.feed = feed
        self.received = received
        self.receipt = receipt

    def take(self, admitted: Sequence[Admitted]) -> None:
        """Store what is new of the admitted messages, fold their events and add the differences."""
        subjects, fresh_ids = self._subjects(admitted)
        stored = load_transitions(self.connection, (one.id for one in subjects.values() if one.id not in fresh_ids))
        new = self._new_transitions(admitted, subjects, stored)
        if not new:
            return
        shift = self._count_feeds(new, {one.id: one for one in subjects.values()})
        by_id = self._with_moved(subjects, shift, stored)
        refold = Refold()
        for number, subject in by_id.items():
            fresh = new.get(number, [])
            if not fresh and number not in shift.events:
                continue
            before = history(subject.source, stored[number], shift.before) if number in stored else NOTHING
            after = history(subject.source, [*stored[number], *fresh], shift.after)
            refold.event(subject, before, after)
        refold.write(self.connection, known=len(fresh_ids) < len(by_id))
        add_to_rollups(self.connection, rollup_rows(refold.additions, self.site.tree))
        self._note_newest(refold)

    def _note_newest(self, refold: Refold) -> None:
        """The newest case of each feed: a case that is collected again is none, one may turn out to be older."""
        feed = feed_state.c
        for source, at in refold.newest.items():
            newest = feed.last_collected_at.is_(None) | (feed.last_collected_at < at)
            self.connection.execute(
                update(feed_state).where(feed.source == source, newest).values(last_collected_at=at)
            )
        c = event.c
        for source in refold.older:
            # No index of sources may serve it: the newest case stands at the end of those by time.
            of_it = select(c.collected_at).where(func.coalesce(c.source, "") == source, c.collected_at.is_not(None))
            last = self.connection.execute(of_it.order_by(c.collected_at.desc()).limit(1)).scalar()
            self.connection.execute(update(feed_state).where(feed.source == source).values(last_collected_at=last))

    def _subjects(self, admitted: Sequence[Admitted]) -> tuple[dict[tuple[str, str], Subject], set[int]]:
        wanted: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in admitted:
            wanted[one.message.source][one.message.event_id] = None
        subjects: dict[tuple[str, str], Subject] = {}
        for source, ids in wanted.items():
            for some in chunks(ids):
                known = select(event.c.id, event.c.event_id).where(event.c.source == source, event.c.event_id.in_(some))
                for row in self.connection.execute(known):
                    subjects[source, row.event_id] = Subject(row.id, source, row.event_id)
        # A number once given stays with its event, even if the event's row was lost.
        following = (self.connection.execute(select(func.max(transition.c.event))).scalar() or 0) + 1
        fresh: set[int] = set()
        for source, ids in wanted.items():
            for event_id in ids:
                if (source, event_id) not in subjects:
                    subjects[source, event_id] = Subject(following, source, event_id)
                    fresh.add(following)
                    following += 1
        return subjects, fresh

    def _new_transitions(
        self,
        admitted: Sequence[Admitted],
        subjects: dict[tuple[str, str], Subject],
        stored: defaultdict[int, list[Stored]],
    ) -> defaultdict[int, list[Stored]]:
        seen = {number: {one.identity for one in some} for number, some in stored.items()}
        known = known_placeholders(self.connection, {one.message.source for one in admitted})
        new: defaultdict[int, list[Stored]] = defaultdict(list)
        rows = []
        for one in admitted:
            message = one.message
            number = subjects[message.source, message.event_id].id
            fresh = _stored(number, one)
            identities = seen.setdefault(number, set())
            if fresh.identity in identities:
                self.receipt.duplicate += 1
                continue
            identities.add(fresh.identity)
            new[number].append(fresh)
            rows.append(
                (
                    *fresh[: len(STORED_COLUMNS)],
                    message.source,
                    message.event_id,
                    message.note,
                    self.feed,
                    self.received,
                )
            )
            self.receipt.accepted += 1
            if message.stage == "collected" and message.area is None and (one.located is None or _nowhere(one, known)):
                self.receipt.unlocated += 1
        insert_rows(self.connection, transition, (*STORED_COLUMNS, *_BESIDE), rows)
        return new

    def _count_feeds(self, new: dict[int, list[Stored]], by_id: dict[int, Subject]) -> Shift:
        totals: dict[str, dict[str, Any]] = {}
        points: Counter[tuple[str, float, float]] = Counter()
        for number, some in new.items():
            source = by_id[number].source
            empty = {"source": source, "last_at": some[0].at, "transitions": 0, "located": 0}
            total = totals.setdefault(source, {**empty, "received": self.received})
            for one in some:
                total["transitions"] += 1
                total["last_at"] = max(total["last_at"], one.at)
                if one.stage == "collected" and one.lon is not None and one.lat is not None:
                    total["located"] += 1
                    if (one.lon, one.lat) != ZERO:
                        points[source, one.lon, one.lat] += 1
        self.connection.execute(_FEED, list(totals.values()))
        return count_points(self.connection, set(totals), points)

    def _with_moved(
        self, subjects: dict[tuple[str, str], Subject], shift: Shift, stored: defaultdict[int, list[Stored]]
    ) -> dict[int, Subject]:
        by_id = {one.id: one for one in subjects.values()}
        moved = sorted(shift.events - by_id.keys())
        for some in chunks(moved):
            rows = select(event.c.id, event.c.source, event.c.event_id).where(event.c.id.in_(some))
            by_id.update({row.id: Subject(*row) for row in self.connection.execute(rows)})
        stored.update(load_transitions(self.connection, moved))
        return by_id


def _stored(number: int, one: Admitted) -> Stored:
    message = one.message
    return Stored(
        number,
        message.stage.value,
        message.at,
        message.department or "",
        message.title,
        message.category,
        message.severity,
        message.area,
        one.located,
        one.lon,
        one.lat,
        message.due_at,
        None if message.self_handled is None else int(message.self_handled),
        message.satisfaction,
        message.post,
        int(bool(message.note)),
    )


def _nowhere(one: Admitted, known: Placeholders) -> bool:
    return one.lon is not None and one.lat is not None and (one.message.source, one.lon, one.lat) in known
