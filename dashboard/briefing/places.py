"""Where briefings are kept: a folder for each area and week, put in place whole or not at all, one writer at a time.

`OUT/<area>/<week>[-en]/` holds the files; names of folders that begin with a dot are never shown.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from data_access.briefing.weeks import Week, WeekError

MANIFEST: Final = "manifest.json"

_NAME: Final = re.compile(r"(\d{4}-W\d{2})(-en)?")


class BriefingBusyError(RuntimeError):
    """Another process writes the same briefing."""


@dataclass(frozen=True, slots=True)
class Place:
    """One briefing's place: area, week, language."""

    area: str
    week: Week
    language: str

    @property
    def name(self) -> str:
        """The folder's own name."""
        return f"{self.week}{'' if self.language == 'zh' else f'-{self.language}'}"

    def under(self, out: Path) -> Path:
        """The folder below OUT."""
        return out / folder_of(self.area) / self.name


def folder_of(area: str) -> str:
    """An area's code as the name of a folder: whatever is in a code, it stays one name and never begins with a dot."""
    return quote(area, safe="").replace(".", "%2E")


def area_of(folder: str) -> str:
    """The code that `folder_of` made a name of."""
    return unquote(folder)


def place_of(area: str, name: str) -> Place | None:
    """The place of a folder's name below its area's; None for what is no briefing."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        return Place(area, Week.parse(found[1]), "en" if found[2] else "zh")
    except WeekError:
        return None


def kept(out: Path, area: str | None = None) -> list[Place]:
    """The briefings under OUT, of one area or of all, the newest week first."""
    areas = [folder_of(area)] if area is not None else _names(out)
    found = [place_of(area_of(one), name) for one in areas for name in _names(out / one)]
    places = [one for one in found if one is not None and (one.under(out) / MANIFEST).is_file()]
    return sorted(places, key=lambda one: (-one.week.year, -one.week.number, one.area, one.language != "zh"))


@contextmanager
def replacing(out: Path, place: Place) -> Iterator[Path]:
    """An empty folder to write into; at the end it stands in the place of the briefing, whatever fails before leaves
    the place as it was. BriefingBusyError while another process writes the same one."""
    target = place.under(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.parent / f".{place.name}.lock"
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BriefingBusyError(
                f"the briefing {place.name} of {place.area} is being written by another process; expected one at a time"
            ) from None
        # What a writer that died has left is nobody's.
        for left in target.parent.glob(f".{place.name}.*-*"):
            shutil.rmtree(left, ignore_errors=True)
        fresh = target.parent / f".{place.name}.new-{secrets.token_hex(4)}"
        fresh.mkdir()
        try:
            yield fresh
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def remove_old(out: Path, area: str, weeks: int) -> list[Place]:
    """Remove the briefings of an area but for those of its newest so many weeks; those removed."""
    places = kept(out, area)
    newest = sorted({one.week for one in places}, reverse=True)[:weeks]
    gone = [one for one in places if one.week not in newest]
    for one in gone:
        shutil.rmtree(one.under(out), ignore_errors=True)
        (out / folder_of(area) / f".{one.name}.lock").unlink(missing_ok=True)
    return gone


def _swap(fresh: Path, target: Path) -> None:
    """Put a folder in the place of another; back, if it cannot be put there."""
    old = target.parent / f".{target.name}.old-{secrets.token_hex(4)}"
    if target.exists():
        os.replace(target, old)
    try:
        os.replace(fresh, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except FileNotFoundError:
        return []
