"""What a wall shows at a moment, and what comes next: from its playlist, its orders and the warnings, values in,
values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data_access.clock import Micros
from data_access.view import View
from data_access.walls.alarms import Alarm, Taken, choose
from data_access.walls.book import Wall
from data_access.walls.orders import PAUSED, PINNED, ROTATING, TEST, Control, Situation
from data_access.walls.rotation import following

TAKEOVER: Final = "takeover"
"""The scene of a takeover, and the mode of a wall that shows it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`query` is the view on the wall `since` an instant (in the future while somebody uses the wall; None while a
    warning has it) `until` another (None: until something happens); `next` is prepared meanwhile. `place` is that of
    the playlist's entry; `dim` the share of light given up, 0 while a warning has the wall."""

    mode: str
    query: str
    since: Micros | None
    until: Micros | None
    next: str | None
    place: int
    taken: Taken | None
    dim: float
    sound: bool
    revision: int


def showing(found: Situation, control: Control, alarms: Iterable[Alarm]) -> Shown:
    """What a wall shows now. A warning goes before all but the test pattern, a pinned view before the playlist."""
    wall, round_, now = found.wall, found.turn, found.now
    mode = control.mode
    if mode == TEST and control.until is not None and now >= control.until:
        mode = ROTATING
    taken = None
    if mode != TEST:
        taken = choose(alarms, wall.takeover, now, control.held, control.dismissed_at)
    dim = max((one.level for one in wall.dims if one.hours.hold(now, found.zone)), default=0.0)
    sound = wall.sound if control.sound is None else control.sound

    def shown(mode: str, query: str, since: Micros | None, until: Micros | None, after: str | None) -> Shown:
        light = 0.0 if taken is not None else dim
        return Shown(mode, query, since, until, after, round_.place, taken, light, sound, control.revision)

    own = _query(found, round_.place)
    if taken is not None:
        query = takeover_view(wall, taken.warning).to_query()
        return shown(TAKEOVER, query, None, taken.until, None)
    if mode == TEST:
        return shown(TEST, own, control.anchor.at, control.until, None)
    if mode == PINNED:
        return shown(PINNED, control.query, control.anchor.at, None, None)
    if mode == PAUSED:
        place = control.anchor.place % len(found.playlist.entries)
        return shown(PAUSED, _query(found, place), control.anchor.at, None, None)
    after = None
    if round_.until is not None:
        after = _query(found, following(found.playlist, round_.place, round_.until, found.zone, found.usable))
    return shown(ROTATING, own, round_.since, round_.until, after)


def takeover_view(wall: Wall, warning: int) -> View:
    """The view in which a warning has a wall."""
    return View(scene=TAKEOVER, area=wall.area, focus=f"warning:{warning}", language=wall.language)


def _query(found: Situation, place: int) -> str:
    return found.playlist.entries[place].view(found.wall.area, found.wall.language).to_query()
