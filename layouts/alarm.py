"""What the panels of the takeover share: running times, the words for "nothing", the view of another warning."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros
from data_access.view import View
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import span
from layouts.panel import Drawing, drawing
from layouts.scenes import OVERVIEW, TAKEOVER
from layouts.text import Text

HOUR: Final = 3600
_DAYS: Final = 100 * HOUR
"""From so many seconds on a length of time is told in days."""


def alarm_drawing(panel: str, context: Context, parts: Drawing, **more: Any) -> Drawing:
    """A panel's drawing; what is empty says so in one sentence, since neither window nor filters matter here."""
    empty = more.pop("empty", None)
    made = drawing(panel, context, parts, **more)
    return {**made, ids.empty_of(panel): {"children": None if empty is None else [html.B(empty)]}}


def opened(view: View, number: int) -> View:
    """The takeover by another warning."""
    return view.replaced(scene=TAKEOVER.id, focus=f"warning:{number}")


def away(view: View) -> View:
    """Where a takeover is left to."""
    return view.replaced(scene=OVERVIEW.id, focus="")


def length(text: Text, seconds: float) -> str:
    """A length of time as it runs: 05:41, 1:05:41, in days from 100 hours on."""
    whole = int(max(seconds, 0))
    if whole >= _DAYS:
        return f"{whole // 86_400} {text('unit.day')}"
    hours, rest = divmod(whole, HOUR)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{clock}" if hours else clock


def short_length(text: Text, seconds: float) -> str:
    """The same without seconds from an hour on, for the large figure: 24:19, 1:05."""
    whole = int(max(seconds, 0))
    return length(text, whole) if whole < HOUR or whole >= _DAYS else length(text, whole).rpartition(":")[0]


def running(context: Context, since: Micros, until: Micros | None = None) -> Component:
    """The time since an instant, which the browser counts on unless it has ended or the view is of the past."""
    end = context.as_of if until is None else until
    counting: dict[str, Any] = {}
    if until is None and context.view.as_of is None:
        counting = {"data-run": str(since)}
    return span("n", length(context.text, (end - since) / SECOND), **counting)


def clock(instant: Micros | None, context: Context) -> str:
    """A time of day, with its date where it is another day than T's."""
    day = "%Y-%m-%d"
    today = written.clock(instant, context.zone, day) == written.clock(context.as_of, context.zone, day)
    return written.clock(instant, context.zone, "%H:%M:%S" if today else "%m-%d %H:%M")
