"""A renderer whose panels show what a test says, and which notes when it was asked for what."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.live.hub import Hub
from dashboard.render import Picture, Rendered
from data_access.reader import Scope
from data_access.store.store import DataVersion
from data_access.view import View

PANELS = {"quick": 4.0, "slow": 1.0}
"""Two panels and their most pushes a second."""


@dataclass(frozen=True)
class Call:
    """One call of `render`: when by the monotonic clock, and for what."""

    at: float
    view: View
    names: tuple[str, ...]


@dataclass
class FakePanel:
    cadence: int
    hertz: float


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
    """`shown` is what every panel shows beside its own name; `refused` raises for a view's area."""

    store: FakeStore = field(default_factory=FakeStore)
    panels: Mapping[str, FakePanel] = field(
        default_factory=lambda: {name: FakePanel(60, hertz) for name, hertz in PANELS.items()}
    )
    shown: Any = 0
    refused: dict[str, Exception] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def render(self, view: View, scope: Scope, names: Iterable[str]) -> Picture:
        asked = tuple(names)
        self.calls.append(Call(time.monotonic(), view, asked))
        if view.area in self.refused:
            raise self.refused[view.area]
        drawn = {name: Rendered({f"{name}-slot": {"children": self.shown}}, 5) for name in asked}
        return Picture(self.store.number, len(self.calls), drawn)

    def renders(self, name: str = "quick", area: str = "") -> list[float]:
        """When a panel of the view of an area was rendered."""
        return [call.at for call in self.calls if name in call.names and call.view.area == area]


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
