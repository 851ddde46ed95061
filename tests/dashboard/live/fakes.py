"""A renderer whose panels show what a test says, and which notes when it was asked for what."""

import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.live.hub import Hub
from dashboard.render import CHROME, SHAPES, Picture, Rendered
from data_access.reader import Scope
from data_access.store.store import DataVersion
from data_access.view import View

PANELS = {"quick": 4.0, "slow": 1.0}
"""Two panels and their most pushes a second."""

ANALYSIS = {**PANELS, "analysis": 0.1}
"""The same and a panel that is rendered beside the others."""


@dataclass(frozen=True)
class Call:
    """One call of `render`: when by the monotonic clock, for what, and on which thread."""

    at: float
    view: View
    names: tuple[str, ...]
    thread: str


@dataclass
class FakePanel:
    cadence: int
    hertz: float


def fake_panels(hertz: Mapping[str, float]) -> dict[str, FakePanel]:
    """Panels by name, of so many pushes a second."""
    return {name: FakePanel(60, most) for name, most in hertz.items()}


class FakeStore:
    """A data version that a test sets, and listeners that it may tell."""

    def __init__(self) -> None:
        self.number = 1
        self.listeners: list[Any] = []
        self.failure: Exception | None = None

    def version(self) -> DataVersion:
        if self.failure is not None:
            raise self.failure
        return DataVersion(self.number, None, 1)

    def clock(self) -> int:
        return 1_000_000 * self.number

    def on_change(self, listener: Any) -> None:
        self.listeners.append(listener)

    def commit(self, *, quietly: bool = False) -> None:
        """The data changed; `quietly` as when another process did it."""
        self.number += 1
        if not quietly:
            for listener in self.listeners:
                listener(self.number)


@dataclass
class FakeRenderer:
    """`shown` is what every panel shows; `refused` raises for a view's area, `held` keeps the renderings of a panel
    waiting, a panel in `broken` comes out as an error, and one in `fatal` lets the whole rendering fail."""

    store: FakeStore = field(default_factory=FakeStore)
    panels: Mapping[str, FakePanel] = field(default_factory=lambda: fake_panels(PANELS))
    shown: Any = 0
    refused: dict[str, Exception] = field(default_factory=dict)
    held: dict[str, threading.Event] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    fatal: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)

    def names(self, view: View) -> tuple[str, ...]:
        """All panels stand in every scene but `bare`, which has the chrome only."""
        return (CHROME,) if view.scene == "bare" else (*self.panels, CHROME, SHAPES)

    def render(self, view: View, scope: Scope, names: Iterable[str]) -> Picture:
        asked = tuple(names)
        self.calls.append(Call(time.monotonic(), view, asked, threading.current_thread().name))
        if view.area in self.refused:
            raise self.refused[view.area]
        if self.fatal & set(asked):
            raise ZeroDivisionError("fatal")
        version, shown = self.store.number, self.shown
        for name in self.held.keys() & set(asked):
            self.held[name].wait(20)
        drawn = {
            name: Rendered(error="broken")
            if name in self.broken
            else Rendered({f"{name}-slot": {"children": shown}}, 5)
            for name in asked
        }
        return Picture(version, len(self.calls), drawn)

    def renders(self, name: str = "quick", area: str = "") -> list[float]:
        """When a panel of the view of an area was rendered."""
        return [call.at for call in self.calls if name in call.names and call.view.area == area]

    def threads(self, name: str) -> set[str]:
        """On which threads a panel was rendered."""
        return {call.thread for call in self.calls if name in call.names}


def hub_of(renderer: FakeRenderer, **options: Any) -> Hub:
    """A hub on a fake; start it yourself."""
    return Hub(renderer, fixed={"build": "b"}, **options)  # type: ignore[arg-type]  # that is what a fake is


def read(event: bytes) -> dict[str, Any]:
    """The payload of one server-sent event."""
    lines = event.decode().split("\n")
    assert lines[-2:] == ["", ""]
    fields = dict(line.split(": ", 1) for line in lines[:-2])
    assert set(fields) == {"id", "data"}
    found: dict[str, Any] = json.loads(fields["data"])
    assert int(fields["id"]) == found["version"]
    return found
