"""Events from files: CSV, JSON lines or a JSON array, streamed in batches through the one way in."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from data_access.areas.datum import check_datum
from data_access.feeds.bodies import read_body, read_message
from data_access.feeds.csv_rows import CsvRows
from data_access.feeds.lines import FileError, Progress, read_lines
from data_access.feeds.mapping import EventMapping
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt, Refusal
from data_access.store.store import Store

SUFFIXES: Final = (".csv", ".jsonl", ".ndjson", ".json")
BATCH: Final = 5000

Placed = tuple[int, Incoming]
"""A message and the line it came from (0: no line of its own)."""


def load_events(
    store: Store,
    path: str | Path,
    mapping: EventMapping | None = None,
    *,
    feed: str,
    datum: str | None = None,
    progress: Progress = lambda done, total: None,
    batch: int = BATCH,
) -> Receipt:
    """Load a file's messages; `progress` is told the bytes read. Loading it again counts everything as duplicate.

    The mapping's words are declared first; `datum` goes before the mapping's. The reasons in the receipt begin
    with the line. FileError and MappingError before anything is loaded, NoAreasError, OSError.
    """
    file, chosen = Path(path), mapping or EventMapping()
    if not 1 <= len(feed) <= 64:
        raise FileError(f"feed {feed!r}: expected a name of 1 to 64 characters")
    coordinates = check_datum(datum) if datum is not None else chosen.datum
    with store.reading() as connection:
        store.site(connection)
    messages = read_events(file, chosen, progress)
    total = Receipt()
    first = next(messages, None)
    if first is None:
        raise FileError(f"{file.name} holds no messages; expected rows below the header, or JSON lines")
    if chosen.terms:
        store.declare(chosen.terms)
    ingestor = Ingestor(store)
    for some in batches(first, messages, batch):
        receipt = ingestor.ingest([one for _, one in some], feed, datum=coordinates)
        receipt.quarantined = [at_line(refusal, some) for refusal in receipt.quarantined]
        total.add(receipt)
    return total


def read_events(path: Path, mapping: EventMapping, progress: Progress = lambda done, total: None) -> Iterator[Placed]:
    """The messages of a file with their lines, as a stream; FileError where the file cannot be used."""
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise FileError(f"{path.name}: expected a name ending in {', '.join(SUFFIXES)}")
    if kind == ".csv":
        return _csv(path, mapping, progress)
    return _document(path, mapping, progress) if kind == ".json" else _json_lines(path, mapping, progress)


def _csv(path: Path, mapping: EventMapping, progress: Progress) -> Iterator[Placed]:
    rows = CsvRows(read_lines(path, mapping.encoding, progress), path.name, mapping.delimiter)
    wanted = {"event_id", "source", "stage", "at"} if mapping.own_names else mapping.columns()
    missing = sorted(wanted - set(rows.header))
    if missing:
        shown = ", ".join(rows.header)
        raise FileError(f"{path.name}: no column {', '.join(missing)}; expected it among those there: {shown}")
    for row in rows:
        if row.error is not None:
            yield row.number, Incoming(raw=row.raw, error=row.error)
        else:
            yield from _mapped(row.number, row.cells, mapping)


def _json_lines(path: Path, mapping: EventMapping, progress: Progress) -> Iterator[Placed]:
    for line in read_lines(path, mapping.encoding, progress):
        text = line.text.strip()
        if line.error is not None:
            yield line.number, Incoming(raw=text, error=f"line {line.number}: {line.error}")
        elif text:
            yield from _object(line.number, read_message(text), mapping)


def _document(path: Path, mapping: EventMapping, progress: Progress) -> Iterator[Placed]:
    body = path.read_bytes()
    for incoming in read_body(body):
        yield from _object(0, incoming, mapping)
    progress(len(body), len(body))


def _object(number: int, incoming: Incoming, mapping: EventMapping) -> Iterator[Placed]:
    if incoming.error is not None:
        yield number, Incoming(raw=incoming.raw, error=placed(number, incoming.error))
    elif mapping.takes_contract:
        yield number, incoming
    elif isinstance(incoming.value, dict):
        yield from _mapped(number, dict(_flat(incoming.value)), mapping)
    else:
        yield number, Incoming(incoming.value, incoming.raw, placed(number, "message is not a JSON object"))


def _mapped(number: int, row: dict[str, str], mapping: EventMapping) -> Iterator[Placed]:
    for one in mapping.messages(row):
        yield number, one if one.error is None else Incoming(raw=one.raw, error=placed(number, one.error))


def placed(number: int, reason: str) -> str:
    """A reason with the line that it is about."""
    return f"line {number}: {reason}" if number else reason


def _flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a JSON object by column; what lies deeper under dotted names."""
    for key, part in value.items():
        name = prefix + key
        if isinstance(part, dict):
            yield from _flat(part, f"{name}.")
        elif isinstance(part, float) and part.is_integer() and abs(part) < 1e15:
            yield name, str(int(part))
        elif isinstance(part, str):
            yield name, part
        elif part is not None:
            yield name, json.dumps(part, ensure_ascii=False)


def batches(first: Placed, others: Iterable[Placed], size: int) -> Iterator[list[Placed]]:
    """A first message and those that follow it, in lists of at most `size`."""
    iterator = iter(others)
    found = [first, *islice(iterator, size - 1)]
    while found:
        yield found
        found = list(islice(iterator, size))


def at_line(refusal: Refusal, some: list[Placed]) -> Refusal:
    """A refusal whose reason begins with the line of its message."""
    number, incoming = some[refusal.index]
    said = incoming.error is not None or not number
    return refusal if said else Refusal(refusal.index, f"line {number}: {refusal.reason}")
