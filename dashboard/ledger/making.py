"""From an event's name to the file of its record."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.export.names import file_name
from dashboard.ledger.record import Exported, record
from dashboard.ledger.searchable import searchable
from dashboard.ledger.sheet import sheet
from data_access.cases.story import NOT_YET, Missing
from data_access.cases.telling import tell
from data_access.clock import Micros, format_instant
from data_access.reader import Scope, open_reader
from data_access.store.store import Store
from data_access.view import View
from layouts.text import Text

FORMS: Final = ("json", "pdf")
TYPES: Final = {"json": "application/json", "pdf": "application/pdf"}

Print = Callable[[str], bytes]
"""A document of HTML to the bytes of a PDF."""


class NoEventError(LookupError):
    """There is no such event as of T that the viewer may see; the message names it, T and what was expected."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A record as a file; `plain` is its name in ASCII."""

    content: bytes
    name: str
    plain: str
    mimetype: str
    as_of: Micros
    version: int


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes records of a store's events; `print_pdf` is asked only for a PDF."""

    store: Store
    build: str
    print_pdf: Print

    def make(self, scope: Scope, view: View, source: str, event_id: str, form: str, by: str) -> Ledger:
        """The record as of the view's T in its language. NoEventError, ValueError for another form, and of a PDF
        what printing raises."""
        if form not in FORMS:
            raise ValueError(f"format {form!r} is not offered; expected one of {', '.join(FORMS)}")
        text = Text(view.language)
        with open_reader(self.store, scope) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            told = tell(reader, view.replaced(as_of=moment), source, event_id)
            if isinstance(told, Missing):
                raise NoEventError(_missing(told, source, event_id, moment))
            version, zone = reader.version.version, reader.zone
        exported = Exported(moment, view.language, version, self.build, by, self.store.clock())
        made = record(told, exported)
        if form == "pdf":
            content = searchable(self.print_pdf(sheet(told, exported, made["sha256"], text, zone)))
        else:
            content = json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False).encode()
        name = file_name(text("ledger.file"), event_id, moment, zone, form)
        ascii_id = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "-" for one in event_id)
        plain = file_name("event", ascii_id, moment, zone, form)
        return Ledger(content, name, plain, TYPES[form], moment, version)


def _missing(missing: Missing, source: str, event_id: str, moment: Micros) -> str:
    named = f"event {event_id!r} of source {source!r}"
    if missing.reason == NOT_YET and missing.first_at is not None:
        first = format_instant(missing.first_at)
        return f"{named} is not known as of {format_instant(moment)}; expected as_of from {first} on"
    return f"{named} is not known as of {format_instant(moment)}; expected the source and id of a known event"
