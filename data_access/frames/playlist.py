"""The entries of the playlists: what, for how long, when, and on which walls now."""

from typing import Final

import pandas as pd

from data_access.reader import Reader
from data_access.view import View
from data_access.walls.book import Entry
from data_access.walls.looking import look, usable
from data_access.walls.orders import ROTATING

COLUMNS: Final = (
    "playlist",
    "place",
    "scene",
    "area",
    "area_label",
    "window",
    "seconds",
    "start",
    "end",
    "days",
    "held",
    "usable",
    "on",
    "walls",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """A row an entry, `place` from 1. `area_label` None for the whole and for an area that is not there; `start`,
    `end` by the clock, `days` names of WEEK; `held`: its hours hold now; `usable`: its area is there; `on`: ids of the
    walls that show it now, `walls`: objects (wall, label) of those that follow the playlist."""
    showing: dict[str, int] = {}
    for wall in reader.walls.walls:
        shown = look(reader.connection, reader.walls, wall, reader.tree, reader.zone, reader.now)
        if shown.mode == ROTATING:
            showing[wall.id] = shown.place
    rows = []
    for playlist in reader.walls.playlists:
        followers = [wall for wall in reader.walls.walls if wall.playlist == playlist.id]
        for place, entry in enumerate(playlist.entries):
            rows.append(
                {
                    "playlist": playlist.id,
                    "place": place + 1,
                    "scene": entry.scene,
                    "area": entry.area or None,
                    "area_label": _label(reader, entry, view.language),
                    "window": entry.window,
                    "seconds": entry.seconds,
                    "start": entry.start,
                    "end": entry.end,
                    "days": list(entry.days),
                    "held": entry.hours.hold(reader.now, reader.zone),
                    "usable": not followers or all(usable(wall, reader.tree)(entry) for wall in followers),
                    "on": [wall.id for wall in followers if showing.get(wall.id) == place],
                    "walls": [{"wall": wall.id, "label": wall.label(view.language)} for wall in followers],
                }
            )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs["data_time"] = reader.now
    return table


def _label(reader: Reader, entry: Entry, language: str) -> str | None:
    if not entry.area or entry.area not in reader.tree:
        return None
    return reader.area_label(entry.area, language)
