"""What a playlist shows at a moment: a function of the clock alone, so that every process and every screen of a wall
agree, and a restart changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data_access.clock import Micros
from data_access.walls.book import Entry, Playlist
from data_access.walls.hours import next_edge

Usable = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where it is counted: the place of an entry and the instant at which it began."""

    place: int
    at: Micros


@dataclass(frozen=True, slots=True)
class Turn:
    """The entry on the wall by its place, from `since` to `until`; `until` None while nothing else is to come."""

    place: int
    since: Micros
    until: Micros | None


def played(playlist: Playlist, moment: Micros, zone: ZoneInfo, usable: Usable) -> tuple[int, ...]:
    """The places of the entries whose hours hold; those that cannot be shown are left out, and where no hour holds
    the first that can stands for all."""
    can = [place for place, entry in enumerate(playlist.entries) if usable(entry)] or [0]
    held = tuple(place for place in can if playlist.entries[place].hours.hold(moment, zone))
    return held or (can[0],)


def following(playlist: Playlist, place: int, moment: Micros, zone: ZoneInfo, usable: Usable) -> int:
    """The place of the entry that comes after one, if that ends at a moment."""
    return _after(played(playlist, moment, zone, usable), place)


def preceding(playlist: Playlist, place: int, moment: Micros, zone: ZoneInfo, usable: Usable) -> int:
    """The place of the entry that came before one."""
    found = played(playlist, moment, zone, usable)
    return next((one for one in reversed(found) if one < place), found[-1])


def turn(playlist: Playlist, anchor: Anchor, now: Micros, zone: ZoneInfo, usable: Usable) -> Turn:
    """What is on the wall now. Before its anchor the anchor's entry stands, to begin there. An entry that began in
    its hours stays its full time."""
    place, since = anchor.place % len(playlist.entries), anchor.at
    if not usable(playlist.entries[place]):
        place = following(playlist, place, since, zone, usable)
    if now < since:
        return Turn(place, since, since + playlist.entries[place].dwell)
    hours = {entry.hours for entry in playlist.entries}
    found: tuple[int, ...] = ()
    # Until when `found` is what is played: until an hour begins or ends.
    edge: Micros | None = since
    while True:
        until = since + playlist.entries[place].dwell
        if now < until:
            return Turn(place, since, None if len(playlist.entries) == 1 else until)
        if edge is not None and until >= edge:
            found, edge = played(playlist, until, zone, usable), next_edge(hours, until, zone)
        place, since = _after(found, place), until
        # Weeks of whole rounds are stepped over at once.
        last = now if edge is None else min(now, edge - 1)
        round_ = sum(playlist.entries[one].dwell for one in found)
        since += max(last - since, 0) // round_ * round_


def _after(found: tuple[int, ...], place: int) -> int:
    return next((one for one in found if one > place), found[0])
