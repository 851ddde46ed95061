"""What the desk may order of a wall, and what an order makes of its control: values in, values out."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from data_access.alerts.acknowledging import BY_LIMIT, line_of
from data_access.clock import MINUTE, SECOND, Micros
from data_access.view import View, ViewError
from data_access.walls.book import Playlist, Wall
from data_access.walls.rotation import Anchor, Turn, Usable, following, preceding

ROTATING: Final = "rotating"
PAUSED: Final = "paused"
PINNED: Final = "pinned"
TEST: Final = "test"

ORDERS: Final = (
    "next",
    "previous",
    "pause",
    "resume",
    "play",
    "show",
    "test",
    "hold",
    "release",
    "dismiss",
    "sound_on",
    "sound_off",
    "touch",
)
"""`play` goes to an entry of the playlist; `show` pins a view; `hold` keeps a warning on the wall; `release` gives the
wall back to its playlist; `dismiss` ends a takeover unacknowledged; `touch` lets it stand while somebody uses it."""

TEST_FOR: Final[Micros] = 10 * MINUTE


class OrderError(ValueError):
    """An order that cannot be carried out; the message names field, value and what was expected."""


@dataclass(frozen=True, slots=True)
class Control:
    """What a wall was last told, see `wall_control`."""

    anchor: Anchor
    mode: str = ROTATING
    query: str = ""
    until: Micros | None = None
    held: int | None = None
    dismissed_at: Micros | None = None
    sound: bool | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """`by`: a name or post of 1 to 40 characters; `view` the query of a view to show; `entry` the place in the
    playlist, from 1; `warning` its id."""

    by: str
    order: str
    view: str = ""
    entry: int = 0
    warning: int = 0

    @classmethod
    def of(cls, given: Any) -> Self:
        """From a decoded JSON body; OrderError naming field, value and what was expected."""
        if not isinstance(given, dict):
            raise OrderError("the body is not an object; expected by and order")
        unknown = sorted(str(name) for name in set(given) - {"by", "order", "view", "entry", "warning"})
        if unknown:
            raise OrderError(f"field {unknown[0][:40]!r} is not known; expected by, order, view, entry or warning")
        order = given.get("order")
        if order not in ORDERS:
            raise OrderError(f"order {order!r:.40} is not known; expected one of {', '.join(ORDERS)}")
        try:
            by = line_of("by", given.get("by"), BY_LIMIT)
        except ValueError as error:
            raise OrderError(str(error)) from None
        if not by:
            raise OrderError("by is missing or blank; expected a name or post")
        numbers = {name: _number(name, given.get(name, 0)) for name in ("entry", "warning")}
        return cls(by, order, _view(given.get("view", "")), **numbers)

    @property
    def detail(self) -> str:
        """What the log says beside the order."""
        return self.view or str(self.entry or self.warning or "")


@dataclass(frozen=True, slots=True)
class Situation:
    """A wall as an order finds it: what its playlist shows (`turn`) at `now`."""

    wall: Wall
    playlist: Playlist
    turn: Turn
    now: Micros
    zone: ZoneInfo
    usable: Usable


def obey(order: Order, control: Control, found: Situation) -> Control:
    """The control after an order; OrderError where it names what is not there."""
    playlist, now = found.playlist, found.now
    revised = replace(control, revision=control.revision + 1)
    here = Anchor(found.turn.place, now)
    match order.order:
        case "next" | "previous":
            aside = following if order.order == "next" else preceding
            return _step(revised, aside(playlist, found.turn.place, now, found.zone, found.usable), now)
        case "play":
            if not 1 <= order.entry <= len(playlist.entries):
                raise OrderError(f"entry {order.entry} is not known; expected 1 to {len(playlist.entries)}")
            return _step(revised, order.entry - 1, now)
        case "pause":
            return replace(revised, mode=PAUSED, anchor=here, query="", until=None)
        case "resume" | "release":
            return replace(revised, mode=ROTATING, anchor=here, query="", until=None, held=None)
        case "show":
            return replace(revised, mode=PINNED, query=order.view, anchor=here, until=None)
        case "test":
            return replace(revised, mode=TEST, query="", anchor=here, until=now + TEST_FOR)
        case "hold":
            if not order.warning:
                raise OrderError("warning is missing; expected the id of the warning to keep on the wall")
            return replace(revised, held=order.warning)
        case "dismiss":
            return replace(revised, dismissed_at=now, held=None)
        case "sound_on" | "sound_off":
            return replace(revised, sound=order.order == "sound_on")
        case _ if control.mode == TEST and control.until is not None and now < control.until:
            return revised
        case _:
            mode = ROTATING if control.mode == TEST else control.mode
            until = now + found.wall.pause_seconds * SECOND
            return replace(revised, mode=mode, anchor=Anchor(found.turn.place, until), until=until)


def _step(control: Control, place: int, now: Micros) -> Control:
    """A wall that is paused stays so, any other rotates from there."""
    mode = PAUSED if control.mode == PAUSED else ROTATING
    return replace(control, mode=mode, anchor=Anchor(place, now), query="", until=None)


def _number(name: str, value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise OrderError(f"{name} {value!r:.40} is no number; expected a whole number")
    return value


def _view(value: object) -> str:
    if not isinstance(value, str):
        raise OrderError(f"view {value!r:.40} is not text; expected the query of a view")
    try:
        return View.from_query(value).to_query()
    except ViewError as error:
        raise OrderError(f"view: {error}") from None
