"""Pages as the hub sees them."""

import threading
from typing import Any

from dashboard.live.hub import Hub
from data_access.reader import WHOLE, Scope
from data_access.view import View
from tests.dashboard.live.fakes import read


class Page:
    """A browser that holds a stream open in a thread of its own, and what it got."""

    def __init__(self, hub: Hub, view: View | None = None, mark: str = "", scope: Scope = WHOLE) -> None:
        self.events: list[bytes] = []
        self._leaving = False
        self._stream = hub.stream(view or View(), scope, mark)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for event in self._stream:
            self.events.append(event)
            if self._leaving:
                break
        self._stream.close()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    @property
    def messages(self) -> list[bytes]:
        return [event for event in list(self.events) if event.startswith(b"id:")]

    @property
    def shows(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.messages:
            found |= read(event)["props"]
        return {name: props["children"] for name, props in found.items()}

    @property
    def errors(self) -> dict[str, str]:
        """The panels that failed, as the last event has it."""
        found: dict[str, str] = read(self.messages[-1])["errors"] if self.messages else {}
        return found

    def leave(self) -> None:
        self._leaving = True
