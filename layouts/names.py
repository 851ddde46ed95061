"""Names in the interface's words: areas without what is plain from the place, stages in the view's language."""

from typing import Final
from unicodedata import east_asian_width

from layouts.text import Text

LATIN: Final = 0.54
"""The mean width of a Latin letter or digit, in em."""
LONG: Final = 13.0
"""Names wider than this, in em, take two lines in a table."""
BETWEEN: Final = " \N{MIDDLE DOT} "
"""What stands between the names of a place, from the upper area to the lower one."""


def short_name(name: str, above: str, text: Text) -> str:
    """The name without the area above at its start and without its level at its end, unless too little is left."""
    shortened = name.removeprefix(above).strip() if above and name != above else name
    for ending in text("area.endings").split("|"):
        if shortened.endswith(ending) and len(shortened) > len(ending) + 1:
            shortened = shortened.removesuffix(ending)
            break
    return shortened or name


def width(words: str) -> float:
    """About how wide a text is, in em: Chinese characters are one wide, all others a mean Latin letter."""
    return sum(1.0 if east_asian_width(one) in "WF" else LATIN for one in words)


def name_class(name: str) -> str:
    """The class of a name in a table: one that is too long for a line gets two."""
    return "nm" if width(name) <= LONG else "nm long"


def short_place(place: str, room: float, text: Text) -> str:
    """A place that fits into `room` em: as given, else its names without their levels, else the lowest name only."""
    if width(place) <= room:
        return place
    names = [short_name(name, "", text) for name in place.split(BETWEEN)]
    shortened = BETWEEN.join(names)
    return shortened if width(shortened) <= room else names[-1]


def stage_name(stage: str, label: str | None, text: Text) -> str:
    """A stage or mark in words; one that the catalogue does not know keeps the frame's label."""
    key = f"stage.{stage}"
    return text(key) if text.has(key) else (label or stage)
