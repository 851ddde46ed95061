"""The name of an event in a view's focus: `event:<source>/<event_id>`, whatever characters the two hold."""

import re
from typing import Final
from urllib.parse import unquote

from data_access.view import View, ViewError

FOCUS: Final = "event"

LONGEST: Final = 200
"""What a focus may hold, see data_access/view.py."""

_SPLITTING: Final = re.compile(r"[\s%/]")
_BLANK: Final = re.compile(r"[\s%]")


def event_focus(source: str, event_id: str) -> str:
    """The focus that opens an event. Blanks and "%" are percent-encoded, in the source "/" too; all else stays
    readable. ViewError naming what is empty, or too long to stand in an address."""
    for field, value in (("source", source), ("event_id", event_id)):
        if not value:
            raise ViewError(f"{field} is empty; expected the {field} of an event")
    named = f"{FOCUS}:{_SPLITTING.sub(_encoded, source)}/{_BLANK.sub(_encoded, event_id)}"
    if len(named) > LONGEST:
        told = f"{event_id[:40]!r} of {source[:40]!r}"
        raise ViewError(f"event_id {told} takes {len(named)} characters; expected at most {LONGEST} in an address")
    return named


def opened_event(view: View) -> tuple[str, str] | None:
    """(source, event_id) of the event that a view opens; None where it opens none."""
    kind, _, rest = view.focus.partition(":")
    source, slash, event_id = rest.partition("/")
    if kind != FOCUS or not slash or not event_id:
        return None
    return unquote(source), unquote(event_id)


def _encoded(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
