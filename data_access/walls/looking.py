"""What a wall shows, read from the store."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from data_access.areas.tree import AreaTree
from data_access.clock import Micros
from data_access.walls.alarms import read_alarms
from data_access.walls.book import Entry, Wall, WallBook
from data_access.walls.desk import read_control
from data_access.walls.orders import PAUSED, Control, Situation
from data_access.walls.rotation import Anchor, Turn, Usable, turn
from data_access.walls.showing import Shown, showing

Progress = dict[str, tuple[tuple[Anchor, tuple[bool, ...]], Anchor]]
"""By wall: an anchor with the entries that could be shown, and what was on the wall when it was last counted from
there. From the second the same follows as from the first, in fewer steps."""


def look(
    connection: Connection,
    book: WallBook,
    wall: Wall,
    tree: AreaTree,
    zone: ZoneInfo,
    now: Micros,
    progress: Progress | None = None,
) -> Shown:
    """What a wall shows now."""
    found, control = situation(connection, book, wall, tree, zone, now, progress)
    alarms = []
    if wall.takeover.enabled or control.held is not None:
        areas = set(tree.subtree(wall.area)) if wall.area and wall.area in tree else None
        alarms = read_alarms(connection, wall.takeover, areas, now, control.held)
    return showing(found, control, alarms)


def situation(
    connection: Connection,
    book: WallBook,
    wall: Wall,
    tree: AreaTree,
    zone: ZoneInfo,
    now: Micros,
    progress: Progress | None = None,
) -> tuple[Situation, Control]:
    """A wall as an order finds it, and what it was told before. `progress` is read and kept up."""
    control = read_control(connection, wall.id, now)
    playlist, can = book.playlist(wall), usable(wall, tree)
    anchor = control.anchor
    if control.mode == PAUSED:
        stands = Turn(anchor.place % len(playlist.entries), anchor.at, None)
        return Situation(wall, playlist, stands, now, zone, can), control
    # Other areas, other turns: every process counts them from the anchor again.
    begun = (anchor, tuple(can(entry) for entry in playlist.entries))
    known = None if progress is None else progress.get(wall.id)
    if known is not None and known[0] == begun and known[1].at <= now:
        anchor = known[1]
    round_ = turn(playlist, anchor, now, zone, can)
    if progress is not None and round_.since <= now:
        progress[wall.id] = (begun, Anchor(round_.place, round_.since))
    return Situation(wall, playlist, round_, now, zone, can), control


def usable(wall: Wall, tree: AreaTree) -> Usable:
    """Whether an entry can be shown: its area is there, and so is the one that it is compared with."""

    def can(entry: Entry) -> bool:
        view = entry.view(wall.area, wall.language)
        return all(not area or area in tree for area in (view.area, view.rival))

    return can
