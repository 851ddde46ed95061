"""What a rule finds, and the ground it is found on: the whole tree at one T."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from data_access.clock import DAY, Micros
from data_access.reader import Question, Reader
from data_access.view import View

KINDS = ("event", "department", "source", "area")
"""What a warning can be about; a subject is `kind:code`, of an event `event:source/event_id`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause that is there at T. `key` is the same as long as it is the same cause; `raises` False: too little to
    raise a warning, enough to keep one. `many`: it stands for several others, which name its key as their `group`."""

    key: str
    rule: str
    kind: str
    subject: str
    area: str | None
    severity: str
    evidence: Mapping[str, Any]
    raises: bool = True
    many: bool = False
    group: str | None = None
    department: str | None = None
    source: str | None = None
    category: str | None = None


def key_of(rule: str, subject: str, place: str = "") -> str:
    """The key of a finding of a rule about a subject at a place."""
    return "|".join(filter(None, (rule, subject, place)))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A reader and the question of the whole tree; findings do not depend on who looks."""

    reader: Reader
    question: Question
    _held: dict[int | str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, moment: Micros | None = None) -> Self:
        """The ground as of `moment`, else of the reader's now."""
        at = reader.now if moment is None else moment
        newest = reader.version.newest_at
        live = newest is None or at >= newest
        return cls(reader, Question(View(as_of=at), reader.tree.root.code, at - DAY, at, at, live))

    @property
    def moment(self) -> Micros:
        """T."""
        return self.question.moment

    def areas(self, level: int | str) -> list[str]:
        """The codes of a level: a depth, or the name of a level; none where the tree has no such level."""
        tree = self.reader.tree
        if isinstance(level, int):
            return [area.code for area in tree if tree.depth(area.code) == level]
        return [area.code for area in tree if area.level == level]

    def place(self, area: str | None, level: int | str) -> str:
        """The area of a level that holds an area; the root for what none does."""
        held = self._held.get(level)
        if held is None:
            tree = self.reader.tree
            held = {below: code for code in self.areas(level) for below in tree.subtree(code)}
            self._held[level] = held
        return held.get(area or "", self.reader.tree.root.code)
