"""The briefings that are kept, as their manifests tell of them, and their files: by what is listed, never by a path."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.briefing.places import MANIFEST, Place, folder_of, kept
from data_access.reader import Reader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A briefing with its manifest; `made` is when its manifest was written, seconds since the epoch."""

    place: Place
    manifest: dict[str, Any]
    made: float

    @property
    def files(self) -> dict[str, int]:
        """The bytes of each file, the manifest's own included."""
        return {one["name"]: one["size"] for one in self.manifest["files"]}


def visible(reader: Reader, out: Path, area: str | None = None) -> Iterator[Kept]:
    """The briefings that a reader's scope holds, of an area and what is below it or of all; of areas that are in the
    tree no more only to whoever may see the whole tree."""
    tree, top = reader.tree, reader.scope.area or reader.tree.root.code
    for place in kept(out):
        known = place.area in tree
        seen = known and tree.is_within(place.area, top)
        within = area is None or place.area == area or (known and area in tree and tree.is_within(place.area, area))
        if (seen or (not known and top == tree.root.code)) and within and (found := _read(out, place)) is not None:
            yield found


def file_of(reader: Reader, out: Path, folder: str, name: str, file: str) -> Path | None:
    """The path of a file of a briefing; None for anything that is not in a visible one's manifest."""
    for one in visible(reader, out):
        place = one.place
        if folder_of(place.area) == folder and place.name == name:
            listed = file == MANIFEST or file in one.files
            path = place.under(out) / file
            return path if listed and path.is_file() else None
    return None


def _read(out: Path, place: Place) -> Kept | None:
    path = place.under(out) / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found = Kept(place, manifest, path.stat().st_mtime)
        # A manifest that somebody wrote by hand names no file elsewhere.
        sound = all("/" not in name and not name.startswith(".") for name in found.files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        log.warning("the manifest of the briefing %s of %s cannot be read", place.name, place.area)
        return None
    return found if sound else None
