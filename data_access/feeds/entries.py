"""Entries of a Redis stream as messages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data_access.feeds.bodies import read_message
from data_access.ingest.receipt import Incoming

FIELD = b"data"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry by its id. `text` is its field `data`, or all its fields as JSON where it has none.

    `gone` means that somebody removed the entry from the stream while it waited to be acknowledged.
    """

    id: bytes
    text: str
    incoming: Incoming
    gone: bool = False


def read_entries(entries: Iterable[tuple[bytes, Mapping[bytes, bytes] | None]]) -> list[Entry]:
    """The entries as Redis answers them."""
    return [_entry(number, fields) for number, fields in entries]


def _entry(number: bytes, fields: Mapping[bytes, bytes] | None) -> Entry:
    if not fields:
        return Entry(number, "", Incoming(), gone=True)
    data = fields.get(FIELD)
    if data is None:
        text = json.dumps({_text(name): _text(value) for name, value in fields.items()}, ensure_ascii=False)
        return Entry(number, text, Incoming(raw=text, error="entry has no field data; expected one holding the JSON"))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text = _text(data)
        reason = f"field data is not UTF-8: byte {data[error.start]:#04x} at position {error.start}"
        return Entry(number, text, Incoming(raw=text, error=reason))
    return Entry(number, text, read_message(text))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
