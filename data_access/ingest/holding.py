"""Putting aside what breaks a contract: the raw text and the reason, until it is mended and taken in again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from data_access.clock import Micros
from data_access.ingest.receipt import Incoming
from data_access.store.bulk import insert_rows
from data_access.store.schema import quarantine

EVENT: Final = "event"
STATISTIC: Final = "statistic"

REASON_LIMIT: Final = 500
"""Characters of a reason; what it quotes may be of any length."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that breaks the contract, with its raw text."""

    index: int
    reason: str
    incoming: Incoming


def set_aside(
    connection: Connection,
    refused: Iterable[Refused],
    feed: str,
    received: Micros,
    *,
    kind: str = EVENT,
    datum: str | None = None,
) -> None:
    """Put messages of one kind into quarantine."""
    rows = [(received, feed, one.reason, _raw(one.incoming), datum, kind) for one in refused]
    insert_rows(connection, quarantine, ("received_at", "feed", "reason", "raw", "datum", "kind"), rows)


def _raw(incoming: Incoming) -> str:
    raw = incoming.raw if incoming.raw is not None else json.dumps(incoming.value, ensure_ascii=False, default=str)
    # PostgreSQL keeps no NUL and neither store keeps half of a surrogate pair; both are written out instead.
    return raw.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
