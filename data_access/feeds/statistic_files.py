"""Statistics from files: CSV, JSON lines or a JSON array, streamed in batches through the one way in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from data_access.feeds.bodies import read_body, read_message
from data_access.feeds.csv_rows import CsvRows, Row
from data_access.feeds.files import BATCH, SUFFIXES, Placed, at_line, batches, placed
from data_access.feeds.lines import FileError, Progress, read_lines
from data_access.ingest.receipt import Incoming, Receipt
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store

_NEEDED: Final = ("metric", "area", "period", "value", "at")
_DIMENSION: Final = "dimensions."


def load_statistics(
    store: Store,
    path: str | Path,
    *,
    feed: str,
    progress: Progress = lambda done, total: None,
    batch: int = BATCH,
) -> Receipt:
    """Load a file's messages; `progress` is told the bytes read. Loading it again counts everything as duplicate.

    The reasons in the receipt begin with the line. FileError before anything is loaded, NoAreasError, OSError.
    """
    file = Path(path)
    if not 1 <= len(feed) <= 64:
        raise FileError(f"feed {feed!r}: expected a name of 1 to 64 characters")
    with store.reading() as connection:
        store.site(connection)
    messages = read_statistics(file, progress)
    first = next(messages, None)
    if first is None:
        raise FileError(f"{file.name} holds no messages; expected rows below the header, or JSON lines")
    total = Receipt()
    ingestor = StatisticIngestor(store)
    for some in batches(first, messages, batch):
        receipt = ingestor.ingest([one for _, one in some], feed)
        receipt.quarantined = [at_line(refusal, some) for refusal in receipt.quarantined]
        total.add(receipt)
    return total


def read_statistics(path: Path, progress: Progress = lambda done, total: None) -> Iterator[Placed]:
    """The messages of a file with their lines, as a stream; FileError where the file cannot be used."""
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise FileError(f"{path.name}: expected a name ending in {', '.join(SUFFIXES)}")
    if kind == ".csv":
        return _csv(path, progress)
    return _document(path, progress) if kind == ".json" else _json_lines(path, progress)


def _csv(path: Path, progress: Progress) -> Iterator[Placed]:
    """Columns metric, area, period, value, at; also unit, dimensions (name=code;name=code), and dimensions.NAME."""
    rows = CsvRows(read_lines(path, None, progress), path.name)
    missing = [name for name in _NEEDED if name not in rows.header]
    if missing:
        shown = ", ".join(rows.header)
        raise FileError(f"{path.name}: no column {', '.join(missing)}; expected it among those there: {shown}")
    return ((row.number, _incoming(row)) for row in rows)


def _incoming(row: Row) -> Incoming:
    if row.error is not None:
        return Incoming(raw=row.raw, error=row.error)
    content: dict[str, Any] = {name: row.cells[name] for name in _NEEDED}
    content["value"] = _number(content["value"])
    if row.cells.get("unit"):
        content["unit"] = row.cells["unit"]
    named = {
        name.removeprefix(_DIMENSION): cell for name, cell in row.cells.items() if name.startswith(_DIMENSION) and cell
    }
    content["dimensions"] = named or row.cells.get("dimensions", "")
    return Incoming(content)


def _number(text: str) -> object:
    """The number in a cell; what is none stays text and breaks the contract by itself."""
    try:
        return float(text)
    except ValueError:
        return text


def _json_lines(path: Path, progress: Progress) -> Iterator[Placed]:
    for line in read_lines(path, None, progress):
        text = line.text.strip()
        if line.error is not None:
            yield line.number, Incoming(raw=text, error=placed(line.number, line.error))
        elif text:
            one = read_message(text)
            fault = None if one.error is None else placed(line.number, one.error)
            yield line.number, Incoming(one.value, one.raw, fault)


def _document(path: Path, progress: Progress) -> Iterator[Placed]:
    body = path.read_bytes()
    for incoming in read_body(body):
        yield 0, incoming
    progress(len(body), len(body))
