"""The other side of a comparison: the equal window before, or another area over the same window."""

from dataclasses import dataclass

from data_access.clock import format_instant
from data_access.frames.asking import is_known, previous_window
from data_access.reader import Reader
from data_access.view import View


@dataclass(frozen=True, slots=True)
class Sides:
    """A view and what it is compared with. `own` and `other` ask for what happened, as known at T; `standing` asks for
    what stood on the other side: of the window before as of its end, of another area as of T. `own_known` and
    `other_known`: whether history reaches to each. `before`: whether the other side is the window before; `population`
    of the two areas is None there, and where it is not known of both."""

    own: View
    other: View
    standing: View
    own_known: bool
    other_known: bool
    before: bool
    population: tuple[int, int] | None = None


def sides_of(reader: Reader, view: View) -> Sides:
    """The two sides of a view; one that names nothing is compared with the window before. ViewError, OutsideScope for
    an area that is not there or may not be seen."""
    question = reader.question(view)
    own = view.replaced(against="", focus="")
    own_known = is_known(reader, question)
    if view.rival:
        other = own.replaced(area=view.rival)
        people = [reader.tree[code].population for code in (question.area, view.rival)]
        population = (people[0], people[1]) if people[0] and people[1] else None
        return Sides(own, other, other, own_known, own_known, False, population)
    start, end = previous_window(reader, question)
    # A window without length, or from before all time, cannot be asked for, and nothing is known of it.
    if start >= end or not reader.reaches(start):
        return Sides(own, own, own, own_known, False, True)
    before = own.replaced(window=f"{format_instant(start)}/{format_instant(end)}")
    return Sides(own, before, before.replaced(as_of=end), own_known, True, True)
