"""The last orders of the walls, and the sounds they made."""

from typing import Final

import pandas as pd

from data_access.frames.walls import area_label
from data_access.reader import Reader
from data_access.view import View
from data_access.walls.desk import read_log

COLUMNS: Final = ("at", "wall", "label", "by", "order", "detail", "area_label")
ROWS: Final = 40


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 40 rows, the newest first; a view as of T shows those up to T.

    `label` is that of the wall, its id if no file names it any more; `area_label` that of the area of a view that was
    shown."""
    moment = reader.question(view).moment
    rows = []
    for line in read_log(reader.connection, count=ROWS, until=moment):
        wall = reader.walls.wall(line.wall)
        label = line.wall if wall is None else wall.label(view.language)
        area = area_label(reader, line.detail, view.language) if line.order == "show" else None
        rows.append((line.at, line.wall, label, line.by, line.order, line.detail, area))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs["data_time"] = reader.now
    return table
