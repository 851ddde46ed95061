"""Counts by department, kind or source beside those of what they are compared with, the largest differences first."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data_access.frames.paired import Tallies, sides_told, spreads, tallies
from data_access.frames.sides import Sides, sides_of
from data_access.judging import POISSON, Judged, Pair, judge
from data_access.reader import UNASSIGNED, Reader
from data_access.tally import Tally
from data_access.view import View

COUNTED: Final = ("reported", "other_reported", "difference", "change", "share", "other_share", "verdict")
"""The columns after the key and its label."""


def grouped(reader: Reader, view: View, by: str) -> pd.DataFrame:
    """One row a key of `by` that either side counted, the largest difference first: `reported` in the window, its
    `share` of the side, `verdict` as in frames/compare_figures.py. attrs: those of `sides_told`."""
    sides = sides_of(reader, view)
    own, other = tallies(reader, sides, by, ("reported",))
    rows = [(key, label_of(reader, view, by, key), *row) for key, row in counted(reader, sides, by, own, other).items()]
    table = pd.DataFrame(rows, columns=[by, "label", *COUNTED], dtype=object)
    table.attrs.update(sides_told(reader, sides))
    return table


def keys_of(own: Tallies, other: Tallies) -> list[str]:
    """The keys of which either side has cases, those that differ most first, then the largest; nobody's last."""

    def reported(key: str) -> tuple[int, int]:
        return own.get(key, Tally()).reported, other.get(key, Tally()).reported

    found = [key for key in {**own, **other} if any(reported(key))]
    gaps = {key: abs(reported(key)[0] - reported(key)[1]) for key in found}
    return sorted(found, key=lambda key: (key == UNASSIGNED, -gaps[key], -max(reported(key)), key))


def counted(
    reader: Reader, sides: Sides, by: str, own: Tallies, other: Tallies
) -> Mapping[str, tuple[float | str | None, ...]]:
    """The values of COUNTED by key, in the order of `keys_of`; None of a side that is not known."""
    keys = keys_of(own, other)
    judged = _judged(reader, sides, by, [(own.get(key, Tally()), other.get(key, Tally())) for key in keys])
    sums = [sum(tally.reported for tally in side.values()) for side in (own, other)]
    found: dict[str, tuple[float | str | None, ...]] = {}
    for key, one in zip(keys, judged, strict=True):
        mine = own.get(key, Tally()).reported if sides.own_known else None
        theirs = other.get(key, Tally()).reported if sides.other_known else None
        gap = None if mine is None or theirs is None else mine - theirs
        parts = zip((mine, theirs), sums, strict=True)
        shares = [value / total if value is not None and total else None for value, total in parts]
        change = gap / theirs if gap is not None and theirs else None
        found[key] = (mine, theirs, gap, change, *shares, None if gap is None else one.verdict)
    return found


def label_of(reader: Reader, view: View, by: str, key: str) -> str:
    """The label of a key; what no department has is its own."""
    return key if key == UNASSIGNED else reader.vocabulary.label(by, key, view.language)


def _judged(reader: Reader, sides: Sides, by: str, pairs: list[tuple[Tally, Tally]]) -> list[Judged]:
    if not (sides.own_known and sides.other_known) or not (sides.before or sides.population):
        return judge([None] * len(pairs))
    spread = spreads(reader, sides, by).get("reported", POISSON)
    sizes = sides.population or (1, 1)
    return judge([Pair("count", own.reported, other.reported, 0, spread, sizes) for own, other in pairs])
