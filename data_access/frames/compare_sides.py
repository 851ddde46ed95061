"""The two sides of a comparison, and what else the area could be compared with."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_access.frames.asking import previous_window
from data_access.frames.paired import sides_told
from data_access.frames.sides import sides_of
from data_access.reader import Reader
from data_access.view import PREVIOUS, View

COLUMNS = ("part", "kind", "code", "label", "level", "population", "start_at", "end_at", "chosen")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of `part` own and other, the two sides with their windows, then `choice`: what may be compared with, by
    `kind` previous, sibling (in the order of the tree) or above (from the nearest), each within the viewer's scope.
    attrs: those of `sides_told`."""
    sides = sides_of(reader, view)
    question = reader.question(sides.own)
    before = previous_window(reader, question)
    own = _area(reader, question.area, view.language)
    rows: list[tuple[Any, ...]] = [("own", "area", *own, question.start, question.end, False)]
    if sides.before:
        rows.append(("other", "previous", *own, *before, False))
    else:
        rows.append(("other", "area", *_area(reader, view.rival, view.language), question.start, question.end, False))
    rows.append(("choice", "previous", PREVIOUS, None, None, None, *before, sides.before))
    for kind, code in others(reader, question.area):
        area = _area(reader, code, view.language)
        rows.append(("choice", kind, *area, question.start, question.end, code == view.rival))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(sides_told(reader, sides))
    return table


def others(reader: Reader, code: str) -> Iterator[tuple[str, str]]:
    """(kind, code) of the areas that an area is usefully compared with: those beside it, then those above it."""
    tree, top = reader.tree, reader.scope.area or reader.tree.root.code
    if code == top:
        return
    above = [area.code for area in tree.path(code)[:-1] if tree.is_within(area.code, top)]
    yield from (("sibling", one.code) for one in tree.children(above[-1]) if one.code != code)
    yield from (("above", one) for one in reversed(above))


def _area(reader: Reader, code: str, language: str) -> tuple[str, str, str, int | None]:
    area = reader.tree[code]
    level = reader.label("level", area.level, language) or area.level
    return code, reader.area_label(code, language), level, area.population
