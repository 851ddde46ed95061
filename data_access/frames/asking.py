"""What several frames ask alike: shared answers, previous windows, buckets and the places of cases."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from data_access.clock import DAY, HOUR, SECOND, Micros, from_micros, to_micros
from data_access.kept import kept
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.rolled import is_rolled
from data_access.series import Bars
from data_access.tally import Tally, total
from data_access.view import View

TICK: Final = 10 * SECOND
"""How old what stands behind the figures may be: previous windows and lines. The figures themselves never are."""
BASIC = ("reported", "closed", "open", "due", "satisfaction", "response")


def shared(reader: Reader, view: View, by: str, wants: Iterable[str] = BASIC) -> dict[str, Tally]:
    """The tallies of a view, worked out once for all panels of a reader."""
    key = (view, by, tuple(sorted(wants)))
    if key not in reader.memory:
        question = reader.question(view)
        if by == "none" and "diversity" not in wants and _adds_up(reader, question):
            # Every case is of one department, or of none: what is asked by department anyway need not be asked twice.
            reader.memory[key] = {"": total(shared(reader, view, "department", wants).values())}
        else:
            reader.memory[key] = measure(reader, question, by, wants)
    found: dict[str, Tally] = reader.memory[key]
    return found


def _adds_up(reader: Reader, question: Question) -> bool:
    """Whether to ask by department costs no more than to ask for the total."""
    return is_rolled(reader, question, "department") or not is_rolled(reader, question, "none")


def previous_window(reader: Reader, question: Question) -> tuple[Micros, Micros]:
    """The equal window before the question's own."""
    return question.view.previous(question.moment, reader.zone)


def is_known(reader: Reader, question: Question) -> bool:
    """Whether anything can be said of a question: a window before the history holds what nobody knows, not nothing."""
    return reader.reaches(question.end)


def previously(reader: Reader, question: Question, by: str, wants: Iterable[str]) -> dict[str, Tally]:
    """The tallies of the equal window before, at most a tick old."""
    wanted, window = frozenset(wants), previous_window(reader, question)
    asked = (by, wanted)
    return kept(
        reader,
        question,
        "previously",
        lambda: measure(reader, question, by, wanted, window=window),
        tick=TICK,
        extra=asked,
    )


def bucket_bounds(question: Question, zone: ZoneInfo) -> list[Micros]:
    """The bounds of the bars of a window: hours up to a day and a bit, then 6 hours, then days, in local time.
    The first and last bar hold only what lies in the window; for `today` the bars of the whole day are given."""
    start, end = question.start, question.end
    if question.view.window == "today":
        end = max(end, _local(start, zone, days=1))
    span = end - start
    step = HOUR if span <= 26 * HOUR else 6 * HOUR if span <= 8 * DAY else DAY
    while span // step > 62:
        step *= 7
    bounds = [_floor(start, step, zone)]
    # An empty window has a bar too, in which nothing happened.
    while bounds[-1] < end or len(bounds) == 1:
        bounds.append(bounds[-1] + step)
    return bounds


def bars_of(bounds: list[Micros], shift: Micros = 0) -> Bars:
    """The bars between bounds, laid `shift` back, as hours are counted into them."""
    first = bounds[0] - shift
    return first + -first % HOUR, bounds[1] - bounds[0]


def _floor(instant: Micros, step: Micros, zone: ZoneInfo) -> Micros:
    offset = from_micros(instant).astimezone(zone).utcoffset() or timedelta()
    shift = offset // timedelta(microseconds=1)
    if step <= HOUR:
        # Hours are those of the rollups; zones that are off by half an hour keep whole UTC hours.
        shift = 0
    return instant - (instant + shift) % step


def _local(midnight: Micros, zone: ZoneInfo, *, days: int) -> Micros:
    moment = from_micros(midnight).astimezone(zone) + timedelta(days=days)
    return to_micros(datetime(moment.year, moment.month, moment.day, tzinfo=zone))


def place(reader: Reader, question: Question, code: str | None) -> str | None:
    """Where a case is, in words: the two levels below the area looked at, or the area's own name."""
    if code is None or code not in reader.tree:
        return None
    language = question.view.language
    below = [one for one in reader.tree.path(code) if reader.tree.depth(one.code) > reader.tree.depth(question.area)]
    names = [reader.area_label(one.code, language) for one in below[:2]] or [reader.area_label(code, language)]
    return " · ".join(names)
