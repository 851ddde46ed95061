"""Somebody has seen a warning: who, and what they say to it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from data_access.alerts.keeping import AcknowledgeError, Told, acknowledge
from data_access.alerts.outbox import Wish, enqueue
from data_access.store.store import Store, bump

BY_LIMIT: Final = 40
NOTE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`by` is a name or post of 1 to 40 characters, `note` at most 200 or None."""

    by: str
    note: str | None = None

    @classmethod
    def of(cls, given: Any) -> Self:
        """From a decoded JSON body; AcknowledgeError naming field, value and what was expected."""
        if not isinstance(given, dict):
            raise AcknowledgeError("the body is not an object")
        unknown = sorted(str(name) for name in set(given) - {"by", "note"})
        if unknown:
            raise AcknowledgeError(f"field {unknown[0][:40]!r} is not known")
        by = line_of("by", given.get("by"), BY_LIMIT)
        if not by:
            raise AcknowledgeError("by is missing or blank; expected a name or post")
        return cls(by, line_of("note", given.get("note"), NOTE_LIMIT) or None)


def acknowledge_warning(store: Store, number: int, said: Acknowledgement, wishes: Sequence[Wish] = ()) -> Told:
    """Acknowledge in a transaction of its own, and tell those who wish to hear of it; errors as `acknowledge`."""
    now = store.clock()
    with store.writing() as connection:
        told = acknowledge(connection, number, said.by, said.note, now)
        enqueue(connection, [told], wishes, now)
        bump(connection)
    store.changed()
    return told


def line_of(name: str, value: Any, limit: int) -> str:
    """A given value as one line of text, None as the empty one; AcknowledgeError where it cannot be shown."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AcknowledgeError(f"{name} {value!r:.40} is not text")
    line = " ".join(value.split())
    if any(unicodedata.category(one) in ("Cc", "Cs", "Cn", "Co") for one in line):
        raise AcknowledgeError(f"{name} holds characters that cannot be shown")
    if len(line) > limit:
        raise AcknowledgeError(f"{name} has {len(line)} characters; expected at most {limit}")
    return line
