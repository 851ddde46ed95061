"""Areas from CSV and GeoJSON files: all of them or none, every problem named at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from data_access.areas.datum import check_datum
from data_access.areas.encoding import decode
from data_access.areas.features import read_features
from data_access.areas.mapping import AreaMapping, Draft
from data_access.areas.rows import read_rows
from data_access.areas.tree import Area, AreaError, AreaProblem, structure_problems

LEVELS: Final = ("country", "province", "city", "district", "street", "community", "grid")
"""The usual level names, top down: what an area without a level gets from its parent's."""

MADE_UP_ROOT: Final = "all"
"""The code of the root added when a file has several top areas and no root is named."""


def read_areas(
    path: str | Path,
    *,
    datum: str = "wgs84",
    mapping: AreaMapping | None = None,
    root: tuple[str, str] | None = None,
    root_name: str = MADE_UP_ROOT,
    mend: bool = False,
) -> list[Area]:
    """The areas of one .csv, .geojson or .json file; everything else as in `read_area_files`."""
    return read_area_files([(path, mapping)], datum=datum, root=root, root_name=root_name, mend=mend)


def read_area_files(
    files: Iterable[tuple[str | Path, AreaMapping | None]],
    *,
    datum: str = "wgs84",
    root: tuple[str, str] | None = None,
    root_name: str = MADE_UP_ROOT,
    mend: bool = False,
) -> list[Area]:
    """The areas of several files as one list that makes a tree, geometries in WGS-84.

    `root` (code, name) is put above all areas without a parent, unless the files hold it. Without it,
    several parentless areas of one level get a root "all" named `root_name`. `mend` rebuilds
    self-crossing rings. AreaError lists every problem of every file; OSError for a file not readable.
    """
    check_datum(datum)
    drafts: list[Draft] = []
    problems: list[AreaProblem] = []
    for path, mapping in files:
        read, wrong = _read_file(Path(path), mapping or AreaMapping(), datum, mend)
        drafts.extend(read)
        problems.extend(wrong)
    drafts = _with_levels(_under_one_root(drafts, root, root_name))
    areas = [Area(d.code, d.name, d.level, d.parent, d.name_en, d.population, d.geometry) for d in drafts]
    if areas or not problems:
        problems.extend(structure_problems(areas, [draft.where for draft in drafts]))
    if problems:
        raise AreaError(problems)
    return areas


def _read_file(path: Path, mapping: AreaMapping, datum: str, mend: bool) -> tuple[list[Draft], list[AreaProblem]]:
    kind = path.suffix.lower()
    if kind not in (".csv", ".geojson", ".json"):
        return [], [AreaProblem("", "file", path.name, "a name ending in .csv, .geojson or .json")]
    try:
        text = decode(path.read_bytes(), path.name)
    except AreaError as error:
        return [], list(error.problems)
    if kind == ".csv":
        return read_rows(text, path.name, mapping)
    return read_features(text, path.name, mapping, mapping.datum or datum, mend)


def _under_one_root(drafts: Sequence[Draft], root: tuple[str, str] | None, root_name: str) -> list[Draft]:
    top = [draft for draft in drafts if draft.parent is None]
    if root is None:
        # Parentless areas of unlike levels are a parent left out, which a root would hide.
        if len(top) < 2 or len({draft.level for draft in top}) > 1:
            return list(drafts)
        root = (MADE_UP_ROOT, root_name)
    code, name = root
    placed = [replace(draft, parent=code) if draft.parent is None and draft.code != code else draft for draft in drafts]
    if any(draft.code == code for draft in drafts):
        return placed
    levels = [draft.level for draft in placed if draft.parent == code]
    made = Draft("the added root", code, name, _level_above(levels[0] if levels else ""), None, None, None)
    return [made, *placed]


def _level_above(level: str) -> str:
    return LEVELS[LEVELS.index(level) - 1] if level in LEVELS[1:] else "city"


def _with_levels(drafts: list[Draft]) -> list[Draft]:
    """The areas with a level each where it follows from the parent's; '' where it does not."""
    levels = {draft.code: draft.level for draft in drafts}
    waiting = [draft for draft in drafts if not draft.level]
    while waiting:
        for draft in waiting:
            above = "city" if draft.parent is None else levels.get(draft.parent, "")
            if above in LEVELS[:-1]:
                levels[draft.code] = LEVELS[LEVELS.index(above) + 1]
        still = [draft for draft in waiting if not levels[draft.code]]
        if len(still) == len(waiting):
            break
        waiting = still
    return [draft if draft.level else replace(draft, level=levels[draft.code]) for draft in drafts]
