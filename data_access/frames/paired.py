"""What both sides of a comparison counted, key by key, and by how much such counts vary anyway."""

from collections.abc import Iterable
from typing import Any, Final

from data_access.briefing.comparing import Spread, spread_of
from data_access.clock import MINUTE
from data_access.frames.asking import previous_window, previously, shared
from data_access.frames.sides import Sides
from data_access.kept import kept
from data_access.levels import levels_at
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.tally import Tally

WINDOWS: Final = 8
"""How many equal windows before this one are looked at, where history has them."""

SPREAD: Final = ("reported", "closed", "due")
"""The counts of which a spread is known."""

Tallies = dict[str, Tally]


def tallies(reader: Reader, sides: Sides, by: str, wants: Iterable[str]) -> tuple[Tallies, Tallies]:
    """The tallies of both sides, as known at T; {} of a side that is not known. Levels are those as of T: of a window
    before ask `stood`."""
    wanted = frozenset(wants)
    own = shared(reader, sides.own, by, wanted) if sides.own_known else {}
    if not sides.other_known:
        return own, {}
    if sides.before:
        return own, previously(reader, reader.question(sides.own), by, wanted - {"open"})
    return own, shared(reader, sides.other, by, wanted)


def stood(reader: Reader, sides: Sides) -> tuple[int, int]:
    """(open, overdue) of the window before as of its end."""
    question = reader.question(sides.own)
    end = previous_window(reader, question)[1]
    levels = kept(reader, question, "stood before", lambda: levels_at(reader, question, [end]))
    return int(levels.open[0]), int(levels.overdue[0])


def spreads(reader: Reader, sides: Sides, by: str = "none") -> dict[str, Spread]:
    """By how much more than chance each of SPREAD varied over the equal windows before, over all keys together."""
    question = reader.question(sides.own)
    return kept(reader, question, "spreads", lambda: _spreads(reader, question, by), tick=10 * MINUTE, extra=by)


def sides_told(reader: Reader, sides: Sides) -> dict[str, Any]:
    """What every drawing of a comparison has to say of its sides: `before`, the names of the two areas, the windows,
    and whether anything is known of each."""
    language = sides.own.language
    told: dict[str, Any] = {"before": sides.before}
    for name, view, known in (("own", sides.own, sides.own_known), ("other", sides.other, sides.other_known)):
        question = reader.question(view)
        start, end = question.start, question.end
        if name == "other" and sides.before:
            start, end = previous_window(reader, reader.question(sides.own))
        told |= {
            f"{name}_area": reader.area_label(question.area, language),
            f"{name}_start": start,
            f"{name}_end": end,
            f"{name}_known": known,
        }
    return told


def _spreads(reader: Reader, question: Question, by: str) -> dict[str, Spread]:
    start, end = question.start, question.end
    stride = start - previous_window(reader, question)[0]
    windows: list[Tallies] = []
    while stride and len(windows) < WINDOWS and reader.reaches(start - stride, early=0):
        start, end = start - stride, end - stride
        windows.append(measure(reader, question, by, SPREAD, window=(start, end)))
    keys = dict.fromkeys(key for found in windows for key in found)
    return {
        name: spread_of([getattr(found.get(key, Tally()), name) for found in windows] for key in keys)
        for name in SPREAD
    }
