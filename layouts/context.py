"""What a drawing knows besides its frame."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data_access.clock import Micros
from data_access.view import WINDOWS, View
from layouts.text import Text
from layouts.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """The view and how to show it. `as_of`, `data_time`: microseconds UTC. `path`: (code, name, level) from the
    root to the area looked at. `beside`: the second scene on the wall, whoever put it there; links are drawn from
    `view`."""

    view: View
    theme: Theme
    text: Text
    zone: ZoneInfo
    as_of: Micros
    data_time: Micros | None
    path: tuple[tuple[str, str, str], ...]
    title: str
    beside: str = ""

    @property
    def window(self) -> str:
        """The window in words."""
        return self.text(f"window.{self.view.window if self.view.window in WINDOWS else 'interval'}")

    @property
    def window_short(self) -> str:
        """The window in the fewest words."""
        known = self.view.window in WINDOWS
        return self.text(f"window.short.{self.view.window}" if known else "window.interval")

    @property
    def area_name(self) -> str:
        """The name of the area looked at, "" when the tree is empty."""
        return self.path[-1][1] if self.path else ""
