"""The quarantine: what broke the contract, with the reason and the raw text; listed, mended, replayed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from data_access.clock import Micros
from data_access.ingest.holding import STATISTIC
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt
from data_access.statistics.intake import StatisticIngestor
from data_access.store.schema import quarantine
from data_access.store.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """One message in quarantine."""

    id: int
    received_at: Micros
    feed: str
    reason: str
    raw: str
    datum: str | None
    kind: str


def waiting(store: Store, *, limit: int = 100) -> list[Held]:
    """Messages not yet replayed, newest first."""
    columns = (
        quarantine.c.id,
        quarantine.c.received_at,
        quarantine.c.feed,
        quarantine.c.reason,
        quarantine.c.raw,
        quarantine.c.datum,
        quarantine.c.kind,
    )
    chosen = select(*columns).where(quarantine.c.replayed_at.is_(None)).order_by(quarantine.c.id.desc()).limit(limit)
    with store.reading() as connection:
        return [Held(*row) for row in connection.execute(chosen)]


def count_waiting(store: Store) -> int:
    """How many messages wait in quarantine."""
    with store.reading() as connection:
        chosen = select(func.count()).select_from(quarantine).where(quarantine.c.replayed_at.is_(None))
        return int(connection.execute(chosen).scalar_one())


def mend(store: Store, held: int, raw: str) -> None:
    """Replace the raw text of a held message; KeyError if it is not waiting."""
    with store.writing() as connection:
        chosen = (quarantine.c.id == held) & quarantine.c.replayed_at.is_(None)
        if connection.execute(update(quarantine).where(chosen).values(raw=raw)).rowcount == 0:
            raise KeyError(f"quarantine {held}: no such message is waiting")


def replay(store: Store, ids: Iterable[int] | None = None) -> Receipt:
    """Take held messages in again, all that wait or those named; what still breaks the contract is held anew
    with its new reason."""
    wanted = None if ids is None else set(ids)
    total = Receipt()
    # In the order in which they came: of two with one identity the first counts.
    for held in reversed(waiting(store, limit=1_000_000)):
        if wanted is not None and held.id not in wanted:
            continue
        total.add(_taken(store, held))
        with store.writing() as connection:
            done = update(quarantine).where(quarantine.c.id == held.id).values(replayed_at=store.clock())
            connection.execute(done)
    return total


def _taken(store: Store, held: Held) -> Receipt:
    batch = [_incoming(held.raw)]
    if held.kind == STATISTIC:
        return StatisticIngestor(store).ingest(batch, held.feed)
    return Ingestor(store).ingest(batch, held.feed, datum=held.datum)


def _incoming(raw: str) -> Incoming:
    try:
        return Incoming(json.loads(raw), raw)
    except (ValueError, RecursionError) as error:
        return Incoming(raw=raw, error=f"message is not JSON: {error}")
