"""The latest picture of one view: its parts, when each changed, and the message that brings a viewer up to date."""

import json
import math
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.live.periods import Periods
from dashboard.render import SHAPES, Picture, Props
from data_access.clock import MINUTE, Micros
from data_access.reader import Scope
from data_access.view import View

SET_BACK: Final = 10 * MINUTE


@dataclass(frozen=True, slots=True)
class Part:
    """The properties of one component, as sent: `text` is their JSON; `version` and `turn` say when they changed. The
    properties themselves are let go, but for those that somebody else holds all the same: hundreds of views that are
    kept would be millions of objects for the collector to look through."""

    text: str
    version: int
    turn: int
    held: Props | None = None


class SceneState:
    """Shared by all who look at one view within one scope. `turn` counts pictures that differed from the one before."""

    def __init__(
        self, view: View, scope: Scope, fixed: Mapping[str, Any], cadences: Mapping[str, int], periods: Periods
    ) -> None:
        self.view = view
        self.scope = scope
        self.fixed = dict(fixed)
        self.cadences = cadences
        self.periods = periods
        self.changed = threading.Condition()
        self.rendering = threading.Lock()
        self.rendering_slow = threading.Lock()
        self.turn = 0
        self.version = -1
        self.token = secrets.token_hex(4)
        self.closed = False
        self.viewers = 0
        self.taken_at = -math.inf
        self.rendered_at: dict[str, float] = {}
        self.rendered_version: dict[str, int] = {}
        self.as_of: Micros = 0
        self._parts: dict[str, Part] = {}
        self._made: dict[str, tuple[str, ...]] = {}
        self._ages: dict[str, dict[str, Any]] = {}
        self._errors: dict[str, str] = {}
        self._messages: dict[int, bytes] = {}

    def take(self, picture: Picture, at: float, *, beside: bool = False) -> bool:
        """Take newly rendered panels, rendered at monotonic second `at`; whether anything differs from before. Those
        rendered `beside` the hot path do not put its next picture off."""
        with self.changed:
            if not beside:
                self.taken_at = at
            turn = self.turn + 1
            differs = False
            for name, rendered in picture.panels.items():
                self.rendered_at[name] = at
                self.rendered_version[name] = picture.version
                if rendered.error is not None:
                    differs |= self._errors.get(name) != rendered.error
                    self._errors[name] = rendered.error
                    continue
                differs |= self._errors.pop(name, None) is not None
                if name in self.cadences:
                    age: dict[str, Any] = {
                        "data_time": rendered.data_time,
                        "cadence": rendered.cadence or self.cadences[name],
                    }
                    if rendered.present is not None:
                        age["present"] = list(rendered.present)
                    differs |= self._ages.get(name) != age
                    self._ages[name] = age
                self._made[name] = tuple(rendered.parts)
                for component, props in rendered.parts.items():
                    known = self._parts.get(component)
                    if known is not None and known.held is not None and _same(known.held, props):
                        continue
                    text = json.dumps(props, ensure_ascii=False, separators=(",", ":"))
                    if known is None or known.text != text:
                        held = props if name == SHAPES else None
                        self._parts[component] = Part(text, picture.version, turn, held)
                        differs = True
            self.version = max(self.version, picture.version)
            # A slow panel may be of a little before; much before is a clock that was set back.
            gone_back = self.as_of - picture.as_of > SET_BACK
            self.as_of = picture.as_of if gone_back else max(self.as_of, picture.as_of)
            if differs:
                self.turn = turn
                self._messages.clear()
                self.changed.notify_all()
            return differs

    def borrow(self, other: "SceneState", names: Iterable[str], since: float) -> list[str]:
        """Take over what another state of the same scene has drawn of some panels since a monotonic second, and later
        than this one: opening something over a scene need not draw what stands behind it anew. Gives their names."""
        with other.changed:
            newer = [name for name in names if other.rendered_at.get(name, -math.inf) >= since]
            newer = [name for name in newer if other.rendered_at[name] > self.rendered_at.get(name, -math.inf)]
            newer = [name for name in newer if name in other._made and name not in other._errors]
            parts = {one: other._parts[one] for name in newer for one in other._made[name] if one in other._parts}
            ages = {name: other._ages[name] for name in newer if name in other._ages}
            drawn = {name: (other.rendered_at[name], other.rendered_version[name], other._made[name]) for name in newer}
            version, as_of = other.version, other.as_of
        if not newer:
            return newer
        with self.changed:
            self.turn += 1
            for name, (at, of, made) in drawn.items():
                self.rendered_at[name], self.rendered_version[name], self._made[name] = at, of, made
                self._errors.pop(name, None)
            self._ages |= ages
            for one, part in parts.items():
                if one not in self._parts or self._parts[one].text != part.text:
                    self._parts[one] = Part(part.text, part.version, self.turn, part.held)
            self.version, self.as_of = max(self.version, version), max(self.as_of, as_of)
            self._messages.clear()
            self.changed.notify_all()
        return newer

    @property
    def mark(self) -> str:
        """The name of the present picture: a stream that continues from it sends nothing twice."""
        return f"{self.token}.{self.turn}"

    def put_off(self, names: Iterable[str], until: float, *, beside: bool = False) -> None:
        """Render these no sooner than at a monotonic second: what failed now would fail again at once."""
        with self.changed:
            if not beside:
                self.taken_at = until
            self.rendered_at.update(dict.fromkeys(names, until))

    def payload(self) -> dict[str, Any]:
        """The whole picture, as first paint and drill-down answer it."""
        with self.changed:
            return {**self._head(), "props": {name: json.loads(part.text) for name, part in self._parts.items()}}

    def body(self, search: str) -> str:
        """The same as JSON, with the address it answers: the parts are written already, as the stream sends them."""
        with self.changed:
            return self._json(self._parts, {"search": search})

    def turn_of(self, mark: str) -> int:
        """The turn of a picture by its mark; 0, from which everything is sent, for that of another worker or of a
        state that is gone."""
        token, _, turn = mark.partition(".")
        return min(int(turn), self.turn) if token == self.token and turn.isdigit() else 0

    def message(self, after: int) -> tuple[bytes, int]:
        """(the event of what changed after a turn, the turn it brings a viewer to); the same bytes for everyone."""
        with self.changed:
            found = self._messages.get(after)
            if found is None:
                parts = {name: part for name, part in self._parts.items() if part.turn > after}
                found = self._messages[after] = self._event(parts)
            return found, self.turn

    def _event(self, parts: Mapping[str, Part]) -> bytes:
        return f"id: {self.version}\ndata: {self._json(parts, {})}\n\n".encode()

    def _json(self, parts: Mapping[str, Part], more: Mapping[str, str]) -> str:
        head = json.dumps({**self._head(), **more}, ensure_ascii=False, separators=(",", ":"))
        props = ",".join(f"{json.dumps(name)}:{part.text}" for name, part in parts.items())
        return f'{head[:-1]},"props":{{{props}}}}}'

    def _head(self) -> dict[str, Any]:
        return {
            "view": self.view.to_query(),
            "version": self.version,
            "mark": self.mark,
            "as_of": self.as_of,
            **self.fixed,
            "language": self.view.language,
            "ages": self._ages,
            "errors": self._errors,
        }

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until there is something after a turn; False when the time ran out."""
        with self.changed:
            return self.changed.wait_for(lambda: self.turn > after or self.closed, timeout) and self.turn > after

    def close(self) -> None:
        """Let go of everyone who waits."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def due(self, now: float, version: int, periods: Mapping[str, float], idle: float) -> list[str]:
        """The panels to render now: those behind the data whose period is over, and all that are idle for long,
        since windows slide and deadlines pass without any message."""
        return [
            name
            for name, period in periods.items()
            if now - self.rendered_at.get(name, -math.inf)
            >= (period if self.rendered_version.get(name, -1) < version else max(idle, period))
        ]

    def failed(self, before: float) -> list[str]:
        """The panels of the hot path that failed, were not put off, and were last tried by a monotonic second."""
        tried = {name: self.rendered_at.get(name, -math.inf) for name in self._errors if name in self.periods.live}
        return [name for name, at in tried.items() if at <= before]

    def next_due(self, version: int, periods: Mapping[str, float], idle: float) -> float:
        """The monotonic second at which the next panel falls due; infinity without panels."""
        due = (
            self.rendered_at.get(name, -math.inf)
            + (period if self.rendered_version.get(name, -1) < version else max(idle, period))
            for name, period in periods.items()
        )
        return min(due, default=math.inf)


def _same(known: Props, props: Props) -> bool:
    """Whether properties are the very same objects: spares writing large ones out to compare them."""
    return known.keys() == props.keys() and all(known[name] is value for name, value in props.items())
