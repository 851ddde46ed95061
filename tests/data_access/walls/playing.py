"""What the tests of walls write and play: books of a few lines, playlists, a walk that counts every single turn."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from data_access.clock import SECOND, Micros
from data_access.walls.book import Playlist, Wall, WallBook
from data_access.walls.orders import Control, Situation
from data_access.walls.rotation import Anchor, Turn, Usable, turn
from tests.data_access.worlds import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")


def everything(_entry: object) -> bool:
    """Every entry can be shown."""
    return True


def playlist(*entries: dict[str, Any], id: str = "day") -> Playlist:
    """A playlist; an entry is the overview for 25 seconds unless it says otherwise."""
    return Playlist.model_validate({"id": id, "entry": [{"scene": "overview", **entry} for entry in entries]})


def wall(id: str = "main", **given: Any) -> Wall:
    """A wall that follows the playlist `day`."""
    return Wall.model_validate({"id": id, "zh": f"{id}屏", "en": f"Wall {id}", "playlist": "day", **given})


def book(*entries: dict[str, Any], walls: Sequence[Wall] = ()) -> WallBook:
    """One playlist, followed by the wall `main` or by those given."""
    return WallBook.model_construct(playlists=(playlist(*entries),), walls=tuple(walls) or (wall(),))


def situation(
    *entries: dict[str, Any],
    control: Control | None = None,
    on: Wall | None = None,
    now: Micros = NOW,
    zone: ZoneInfo = SHANGHAI,
    usable: Usable = everything,
) -> Situation:
    """The wall `main` (or another) at a moment, its playlist counted from the control's anchor, from now without."""
    played = playlist(*entries)
    anchor = Anchor(0, now) if control is None else control.anchor
    return Situation(on or wall(), played, turn(played, anchor, now, zone, usable), now, zone, usable)


def walked(played: Playlist, anchor: Anchor, now: Micros, zone: ZoneInfo, usable: Usable) -> Turn:
    """The turn at a moment, found by going from entry to entry and asking of each moment anew what is played."""

    def at(moment: Micros) -> list[int]:
        can = [place for place, entry in enumerate(played.entries) if usable(entry)] or [0]
        return [place for place in can if played.entries[place].hours.hold(moment, zone)] or can[:1]

    def after(place: int, moment: Micros) -> int:
        found = at(moment)
        later = [one for one in found if one > place]
        return later[0] if later else found[0]

    place, since = anchor.place % len(played.entries), anchor.at
    if not usable(played.entries[place]):
        place = after(place, since)
    while since + played.entries[place].seconds * SECOND <= now:
        since += played.entries[place].seconds * SECOND
        place = after(place, since)
    until = since + played.entries[place].seconds * SECOND
    return Turn(place, since, None if len(played.entries) == 1 and now >= anchor.at else until)
