"""The walls of the site: what each shows, until when, by whose order, and on which screens."""

from typing import Any, Final

import pandas as pd

from data_access.clock import SECOND
from data_access.reader import Reader
from data_access.view import View, ViewError
from data_access.walls.desk import Page, read_log, read_pages
from data_access.walls.looking import look

COLUMNS: Final = (
    "wall",
    "label",
    "mode",
    "query",
    "area_label",
    "since",
    "until",
    "place",
    "entries",
    "warning",
    "waiting",
    "acknowledged",
    "dim",
    "sound",
    "order",
    "by",
    "at",
    "screens",
)

GONE: Final = 60 * SECOND
"""After so long without a word a screen is taken to be dark."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """A row a wall, in the order of their file.

    `area_label` is None for the whole; `place` from 1 of `entries`; `warning` the id of the one that has the wall, None
    for none; `order`, `by`, `at` its last order; `screens` objects (screen, seen_at, query, age in seconds, shows:
    whether it shows what it is to, dark: nothing heard for a minute), the one heard last first."""
    now = reader.now
    pages = read_pages(reader.connection)
    rows = []
    for wall in reader.walls.walls:
        shown = look(reader.connection, reader.walls, wall, reader.tree, reader.zone, now)
        last = next(iter(read_log(reader.connection, count=1, wall=wall.id)), None)
        taken = shown.taken
        rows.append(
            {
                "wall": wall.id,
                "label": wall.label(view.language),
                "mode": shown.mode,
                "query": shown.query,
                "area_label": area_label(reader, shown.query, view.language),
                "since": shown.since,
                "until": shown.until,
                "place": shown.place + 1,
                "entries": len(reader.walls.playlist(wall).entries),
                "warning": None if taken is None else taken.warning,
                "waiting": 0 if taken is None else taken.waiting,
                "acknowledged": taken is not None and taken.acknowledged,
                "dim": shown.dim,
                "sound": shown.sound,
                "order": None if last is None else last.order,
                "by": None if last is None else last.by,
                "at": None if last is None else last.at,
                "screens": [_screen(page, shown.query, now) for page in pages if page.wall == wall.id],
            }
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs["data_time"] = now
    return table


def area_label(reader: Reader, query: str, language: str) -> str | None:
    """The name of the area of a view, None for the whole and for one that is not there."""
    try:
        code = View.from_query(query).area
    except ViewError:
        return None
    return reader.area_label(code, language) if code in reader.tree else None


def _screen(page: Page, query: str, now: int) -> dict[str, Any]:
    return {
        "screen": page.screen,
        "seen_at": page.seen_at,
        "query": page.query,
        "age": page.age,
        "shows": page.query == query,
        "dark": now - page.seen_at > GONE,
    }
