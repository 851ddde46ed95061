"""What a feed hands in and what it gets back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as received: `value` decoded, or `error` saying why it could not be decoded.
    `raw` is the text as it came, where there is one."""

    value: Any = None
    raw: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that went to quarantine: its place in the batch and why."""

    index: int
    reason: str


@dataclass(slots=True)
class Receipt:
    """The count of what happened to a batch; read = accepted + duplicate + len(quarantined)."""

    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    unlocated: int = 0
    quarantined: list[Refusal] = field(default_factory=list)

    def add(self, other: "Receipt") -> None:
        """Add the counts of a later batch; its refusals are renumbered to follow on."""
        self.quarantined += [Refusal(self.read + one.index, one.reason) for one in other.quarantined]
        self.read += other.read
        self.accepted += other.accepted
        self.duplicate += other.duplicate
        self.unlocated += other.unlocated

    def as_json(self) -> dict[str, Any]:
        """The answer to a push: accepted, duplicate, quarantined with index and reason."""
        return {
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "quarantined": [{"index": one.index, "reason": one.reason} for one in self.quarantined],
        }


class Takes(Protocol):
    """The one way in for a kind of message."""

    def ingest(self, batch: Sequence[Incoming], feed: str) -> Receipt:
        """Take a batch of a feed; when it returns, everything is committed and counted, or quarantined."""
