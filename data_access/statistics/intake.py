"""The one way in for statistics: a batch of messages becomes reports, heads and quarantine in one transaction."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from data_access.clock import Micros
from data_access.events.cloudevents import unwrap
from data_access.events.contract import ContractError
from data_access.ingest.holding import REASON_LIMIT, STATISTIC, Refused, set_aside
from data_access.ingest.receipt import Incoming, Receipt, Refusal
from data_access.statistics.contract import Report, admit, parse_statistic
from data_access.statistics.entries import Catalogue
from data_access.statistics.series import changed_heads, find_series, placed
from data_access.store.bulk import insert_rows
from data_access.store.schema import statistic, statistic_head
from data_access.store.store import Site, Store, bump

_REPORT: Final = ("series", "metric", "area", "dimensions", "start", "end", "value", "at", "feed", "received_at")
_HEAD: Final = ("id", "metric", "area", "dimensions", "start", "end", "value", "at", "longest")
_MOVE: Final = text(
    'UPDATE statistic_head SET start = :start, "end" = :end, value = :value, at = :at, longest = :longest '
    "WHERE id = :id"
)

Admitted = tuple[int, Incoming, Report]


class StatisticIngestor:
    """Takes batches of statistic messages into a store. Safe to call from many threads: the store has one writer."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ingest(self, batch: Sequence[Incoming], feed: str) -> Receipt:
        """Take a batch from a feed; when it returns, everything is committed and counted, or quarantined.

        Raises NoAreasError before areas are loaded; a database error leaves nothing of the batch behind.
        """
        receipt = Receipt(read=len(batch))
        if not batch:
            return receipt
        received = self.store.clock()
        latest = received + self.store.clock_tolerance
        catalogue = self.store.metrics.current
        with self.store.reading() as connection:
            site = self.store.site(connection)
        admitted, refused = _checked(batch, catalogue, site, latest)
        with self.store.writing() as connection:
            current = self.store.site(connection)
            if current.areas != site.areas:
                admitted, refused = _checked(batch, catalogue, current, latest)
            refused += _take(connection, admitted, feed, received, receipt)
            set_aside(connection, refused, feed, received, kind=STATISTIC)
            if receipt.accepted or refused:
                bump(connection)
        receipt.quarantined = [Refusal(one.index, one.reason) for one in sorted(refused, key=lambda one: one.index)]
        if receipt.accepted or refused:
            self.store.changed()
        return receipt


def _checked(
    batch: Sequence[Incoming], catalogue: Catalogue, site: Site, latest: Micros
) -> tuple[list[Admitted], list[Refused]]:
    admitted: list[Admitted] = []
    refused: list[Refused] = []
    for index, incoming in enumerate(batch):
        try:
            if incoming.error is not None:
                raise ContractError(incoming.error)
            message = parse_statistic(unwrap(incoming.value))
            admitted.append((index, incoming, admit(message, catalogue, site, latest)))
        except ContractError as error:
            refused.append(Refused(index, str(error)[:REASON_LIMIT], incoming))
    return admitted, refused


def _take(
    connection: Connection, admitted: Sequence[Admitted], feed: str, received: Micros, receipt: Receipt
) -> list[Refused]:
    """Store what is new; returns what overlaps a stored period."""
    told = [placed(report) for _, _, report in admitted]
    found = find_series(connection, told)
    refused: list[Refused] = []
    rows = []
    for (index, incoming, _), (key, one) in zip(admitted, told, strict=True):
        series = found[key]
        try:
            new = series.take(one)
        except ContractError as error:
            refused.append(Refused(index, str(error)[:REASON_LIMIT], incoming))
            continue
        if not new:
            receipt.duplicate += 1
            continue
        receipt.accepted += 1
        rows.append((series.id, *key, one.start, one.end, one.value, one.at, feed, received))
    insert_rows(connection, statistic, _REPORT, rows)
    fresh, moved = changed_heads(found)
    insert_rows(
        connection,
        statistic_head,
        _HEAD,
        [(one.id, *key, head.start, head.end, head.value, head.at, one.reach) for one, key, head in fresh],
    )
    if moved:
        connection.execute(_MOVE, [{"id": one.id, "longest": one.reach, **head._asdict()} for one, head in moved])
    return refused
