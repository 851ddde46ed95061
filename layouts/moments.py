"""Moments on an axis of time: a hairline each, a faint band for a span, and labels in a strip above the plot.

Labels neither overlap nor leave the axis: of those too near one another the first stands for all, with how many more
there are; a label without room gives way to the word for its kind. They are placed for axes of several widths, and the
style sheet shows those that its screen has room for. Each says everything when pointed at.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash.development.base_component import Component

from data_access.clock import Micros, from_micros
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, percent, span
from layouts.names import width

WIDTHS: Final[Mapping[str, float]] = {"narrow": 8.0, "medium": 16.0, "wide": 32.0}
"""Least widths of an axis in em of the labels, by the class of what is shown from there on (assets/moments.css)."""
GAP: Final = 1.2
"""Between two labels, in em; what a label keeps from its line is within it."""
LONGEST: Final = 0.5
"""A label wider than this share of the axis gives way to its kind."""
THIN: Final = 0.004
"""The least width of a band, as a share of the axis: a short span is seen too."""
REST: Final = 3.5
"""The room for how many more there are, in em."""

Told = Mapping[str, Any]
Share = Callable[[Micros], float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on an axis, both ends as shares of it (equal for an instant); `said` is everything about it."""

    start: float
    end: float
    at: Micros
    label: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words in the strip, from `left` to `right` in em of an axis; if `before` they end at their line."""

    words: str
    left: float
    right: float
    before: bool
    marks: tuple[Mark, ...]


def linear(start: Micros, end: Micros) -> Share:
    """Where an instant lies on an even axis: 0 at `start`, 1 at `end`."""
    return lambda instant: (instant - start) / (end - start)


def stepped(starts: Sequence[Micros]) -> Share:
    """Where an instant lies among points that stand for the periods beginning at `starts`: at the point of its own."""
    return lambda instant: (bisect_right(starts, instant) - 1) / max(len(starts) - 1, 1)


def moments_box(name: str) -> Component:
    """Where the moments of a panel are drawn: over its plot and the strip above it."""
    return div("moments", id=name)


def moment_marks(told: Sequence[Told] | None, share: Share, context: Context) -> list[Component]:
    """Lines, bands and labels of a frame's moments."""
    marks = marks_of(told, share, context)
    placed = {name: [_note(one, wide) for one in place_labels(marks, wide)] for name, wide in WIDTHS.items()}
    return [*moment_lines(marks), *_shown("moment-label", placed)]


def marks_of(told: Sequence[Told] | None, share: Share, context: Context) -> list[Mark]:
    """The moments that lie on an axis, in order; what reaches beyond an end is cut there."""
    found = []
    for one in told or ():
        start = share(one["start_at"])
        end = start if one["end_at"] is None else share(one["end_at"])
        if end < 0 or start > 1:
            continue
        kind = context.text(f"moment.kind.{one['kind']}")
        found.append(Mark(max(start, 0.0), min(end, 1.0), one["start_at"], one["label"], kind, said(one, context)))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def moment_lines(marks: Sequence[Mark]) -> list[Component]:
    """The lines and bands alone, one element of them."""
    return [div("moment-lines", style={"background": painted(marks)})] if marks else []


def painted(marks: Sequence[Mark]) -> str:
    """The lines and bands as a CSS background; "none" of none. A background costs no element, however many plots it
    stands behind."""
    layers = []
    for mark in marks:
        layers.append(f"var(--moment-line) {percent(mark.start)} 0 / var(--hairline) 100% no-repeat")
        if mark.end > mark.start:
            wide = max(mark.end - mark.start, THIN)
            # A position in percent is that of the same percent of the layer itself.
            left = min(mark.start / (1 - wide), 1.0) if wide < 1 else 0.0
            layers.append(f"var(--moment-band) {percent(left)} 0 / {percent(wide)} 100% no-repeat")
    return ", ".join(layers) or "none"


def moment_key(told: Sequence[Told] | None, share: Share, context: Context) -> list[Component]:
    """The moments by day and name, where plots are too small for labels: the newest first, as many as there is room
    for, then how many more."""
    marks = list(reversed(marks_of(told, share, context)))
    return _shown("moment-name", {name: _named(marks, wide, context) for name, wide in WIDTHS.items()})


def place_labels(marks: Sequence[Mark], wide: float) -> list[Label]:
    """The labels of marks in order, on an axis of `wide` em: none overlaps another or leaves the axis."""
    found: list[Label] = []
    for mark in marks:
        label = _placed((mark,), wide)
        while found and label.left < found[-1].right + GAP:
            label = _placed((*found.pop().marks, *label.marks), wide)
        found.append(label)
    return found


def said(one: Told, context: Context) -> str:
    """Everything about a moment in a line: kind, label, areas, when."""
    text = context.text
    areas = text("moment.areas", names=text("moment.between").join(one["areas"])) if one["areas"] else ""
    kind = text(f"moment.kind.{one['kind']}")
    return text("moment.said", kind=kind, label=one["label"], areas=areas, time=_time(one, context))


def _placed(marks: tuple[Mark, ...], wide: float) -> Label:
    first, more = marks[0], f" +{len(marks) - 1}" if len(marks) > 1 else ""
    words = f"{first.label}{more}"
    if _length(words) > LONGEST * wide:
        words = min(words, f"{first.kind}{more}", key=_length)
    words = words if _length(words) <= wide else f"{len(marks)}"
    length, line = _length(words), first.start * wide
    before = line + length > wide and line >= length
    left = line - length if before else min(line, wide - length)
    return Label(words, left, left + length, before, marks)


def _length(words: str) -> float:
    return width(words) + GAP / 2


@dataclass(frozen=True, slots=True)
class _Note:
    """Words as they are shown: `at` as a share of the axis, None where they follow one another."""

    words: str
    marks: tuple[Mark, ...]
    at: float | None = None
    before: bool = False


def _note(label: Label, wide: float) -> _Note:
    # Words that begin somewhere stay clear of what follows on a wider axis, those that end at a line of what precedes.
    return _Note(label.words, label.marks, (label.right if label.before else label.left) / wide, label.before)


def _named(marks: Sequence[Mark], wide: float, context: Context) -> list[_Note]:
    found: list[_Note] = []
    used = 0.0
    for place, mark in enumerate(marks):
        words = f"{_day(mark.at, context)} {mark.label}"
        used += width(words) + GAP
        if used + (REST if place + 1 < len(marks) else 0) > wide:
            rest = tuple(marks[place:])
            words = context.text("moment.more" if place else "moment.count", n=len(rest))
            return [*found, _Note(words, rest)]
        found.append(_Note(words, (mark,)))
    return found


def _shown(kind: str, placed: Mapping[str, Sequence[_Note]]) -> list[Component]:
    """The notes of all widths, those that are the same at several once, each with the classes of its widths."""
    classes: dict[tuple[int, _Note], list[str]] = {}
    for name, notes in placed.items():
        for place, note in enumerate(notes):
            classes.setdefault((place, note), []).append(name)
    found = []
    for (_, note), names in sorted(classes.items(), key=lambda pair: pair[0][0]):
        everything = "\n".join(mark.said for mark in note.marks)
        style = {} if note.at is None else {"style": {"left": percent(note.at)}}
        named = " ".join((kind, *names, *(("before",) if note.before else ())))
        found.append(span(named, note.words, title=everything, role="note", **{"aria-label": everything}, **style))
    return found


def _day(instant: Micros, context: Context) -> str:
    local = from_micros(instant).astimezone(context.zone)
    return context.text("axis.day", month=local.month, day=local.day)


def _time(one: Told, context: Context) -> str:
    begins = written.clock(one["start_at"], context.zone, "%m-%d %H:%M")
    if one["end_at"] is None:
        return begins
    ends = written.clock(one["end_at"], context.zone, "%m-%d %H:%M")
    return f"{begins} – {ends.removeprefix(begins[:6])}"
