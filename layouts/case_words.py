"""An event in words: what the drawer and the exported record say alike."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from data_access.cases.naming import event_focus
from data_access.cases.nearby import Neighbour
from data_access.cases.story import Change, Holder, Step, Story
from data_access.cases.telling import Told
from data_access.clock import SECOND, Micros
from data_access.events.marks import MARKS
from data_access.events.stages import Stage
from data_access.frames.limits import severity_status
from data_access.view import View, ViewError
from layouts import format as written
from layouts.names import BETWEEN, stage_name
from layouts.text import Text

STAMP: Final = "%Y-%m-%d %H:%M:%S"

Field = tuple[str, str]


def case_view(view: View, source: str, event_id: str) -> View | None:
    """The view with an event opened; None for one that no address can hold."""
    try:
        return view.replaced(focus=event_focus(source, event_id))
    except ViewError:
        return None


def place_words(told: Told, text: Text) -> str:
    """Where it is: the areas below the top one, the lowest last."""
    names = [name for _, name in told.path]
    return BETWEEN.join(names[1:] or names) or text("area.unlocated")


def area_words(told: Told, code: str | None, text: Text) -> str:
    """The name of an area, or that there is none."""
    return text("area.unlocated") if code is None else str(told.label("area", code))


def department_words(told: Told, code: str | None, text: Text) -> str:
    """The name of a department, or that there is none."""
    return text("department.none") if code is None else str(told.label("department", code))


def severity_words(severity: int | None, text: Text) -> str:
    """Severity 1 to 5 with the word for it."""
    if severity is None:
        return written.UNKNOWN
    return text("event.value.level", n=severity, word=text(f"status.{severity_status(severity)}"))


def marks_words(marks: Mapping[str, int], text: Text) -> str:
    """How often it was returned, reworked and so on; "" for never."""
    shown = [text("event.value.times", mark=stage_name(mark, None, text), n=count) for mark, count in marks.items()]
    return BETWEEN.join(shown)


def all_marks(story: Story) -> Counter[str]:
    """The marks of an event by kind, in the order of the stages."""
    found = Counter(step.stage for step in story.steps if step.stage in MARKS)
    return Counter({stage.value: found[stage.value] for stage in Stage if found[stage.value]})


def holder_marks(holder: Holder, text: Text) -> str:
    """The marks of one holder's time."""
    return marks_words(dict(holder.marks), text)


def response_words(story: Story, text: Text) -> str:
    """The time to the first answer against the department's limit."""
    if story.state.response is None:
        return written.UNKNOWN
    seconds, limit = story.state.response / SECOND, story.response_limit
    told = {"age": written.duration(text, seconds)}
    if limit is None:
        return text("event.value.response", **told)
    key = "response_late" if seconds > limit else "response_limit"
    return text(f"event.value.{key}", **told, limit=written.duration(text, limit))


def fields(told: Told, text: Text, zone: ZoneInfo) -> list[Field]:
    """What is known of it now, as (key of the field, words), in the order of a form."""
    story, state = told.story, told.story.state
    shown = "dispatched" if state.stage == Stage.ACCEPTED else state.stage
    stage = written.UNKNOWN if shown is None else stage_name(shown, None, text)
    yes = {1: text("event.value.yes"), 0: text("event.value.no")}
    found = [
        ("source", told.label("source", story.source)),
        ("category", told.label("category", state.category)),
        ("severity", severity_words(state.severity, text)),
        ("area", place_words(told, text)),
        ("place", _place(state.lon, state.lat)),
        ("department", department_words(told, state.department, text)),
        ("post", told.label("post", state.post)),
        ("stage", stage if state.ended_at is None else stage_name(_ending(story), None, text)),
        ("collected_at", written.clock(state.collected_at, zone, STAMP)),
        ("due_at", written.clock(state.due_at, zone, STAMP)),
        ("closed_at", written.clock(state.closed_at, zone, STAMP)),
        ("response", response_words(story, text)),
        ("self_handled", yes.get(state.self_handled)),
        ("satisfaction", None if state.satisfaction is None else _score(state.satisfaction, text)),
        ("marks", marks_words(all_marks(story), text) or text("event.value.no_marks")),
    ]
    if told.sample:
        found.append(("sample", text("event.value.sample")))
    return [(key, words or written.UNKNOWN) for key, words in found]


def remarks(told: Told, text: Text, zone: ZoneInfo) -> list[str]:
    """What has to be said before anything else is read: voided, not counted, out of order, told elsewhere too."""
    story, found = told.story, []
    if story.state.ended_at is not None:
        found.append(text(f"event.state.{_ending(story)}", time=written.clock(story.state.ended_at, zone, STAMP)))
    if story.state.collected_at is None:
        found.append(text("event.state.uncollected"))
    if overtaken := sum(step.overtaken for step in story.steps):
        found.append(text("event.state.overtaken", n=overtaken))
    if told.same:
        found.append(text("event.state.twins", n=len(told.same)))
    return found


def step_words(told: Told, step: Step, text: Text, zone: ZoneInfo) -> list[str]:
    """What a step says besides its stage and department: its note, what it changed, that it came in late."""
    found = [text("event.steps.note", note=step.note)] if step.note else []
    # The first post stands beside its department.
    told_apart = (change for change in step.changes if change.field != "post" or change.before is not None)
    found += [change_words(told, change, text, zone) for change in told_apart]
    if step.overtaken:
        found.append(text("event.steps.overtaken", time=written.clock(step.received_at, zone, STAMP)))
    return found


def change_words(told: Told, change: Change, text: Text, zone: ZoneInfo) -> str:
    """A change in words: what it was before where that was known."""
    name = text(f"event.field.{change.field}")
    after = _value(told, change.field, change.after, text, zone)
    if change.before is None:
        return text("event.steps.first", field=name, after=after)
    before = _value(told, change.field, change.before, text, zone)
    return text("event.steps.change", field=name, before=before, after=after)


def apart_words(one: Neighbour, text: Text) -> str:
    """How far away and how much earlier or later."""
    age = written.duration(text, abs(one.seconds))
    key = "later" if one.seconds >= 0 else "earlier"
    return BETWEEN.join((text("event.near.metres", n=written.number(one.metres)), text(f"event.near.{key}", age=age)))


def neighbour_state(one: Neighbour) -> str:
    """open, overdue or closed: a key of `event.near`."""
    return "overdue" if one.overdue else "open" if one.open else "closed"


def _ending(story: Story) -> str:
    ends = (Stage.VOIDED.value, Stage.WITHDRAWN.value)
    return next((step.stage for step in story.steps if step.stage in ends), Stage.VOIDED.value)


def _place(lon: float | None, lat: float | None) -> str | None:
    return None if lon is None or lat is None else f"{lon:.6f}, {lat:.6f}"


def _score(value: float, text: Text) -> str:
    return text("event.value.score", n=written.number(value, 1).removesuffix(".0"))


def _value(told: Told, field: str, value: Any, text: Text, zone: ZoneInfo) -> str:
    if field in ("category", "post"):
        return str(told.label(field, value))
    if field == "area":
        return area_words(told, value, text)
    if field == "place":
        return _place(*value) or written.UNKNOWN
    if field == "due_at":
        return written.clock(value, zone, STAMP)
    if field == "self_handled":
        return text(f"event.value.{'yes' if value else 'no'}")
    if field == "severity":
        return severity_words(value, text)
    return _score(value, text) if field == "satisfaction" else str(value)


def instant(at: Micros | None, as_of: Micros, zone: ZoneInfo) -> str:
    """A time as short as it can be told: with its date where it is another day than T's, with its year where it is
    another year."""
    for same, pattern in (("%Y-%m-%d", "%H:%M:%S"), ("%Y", "%m-%d %H:%M")):
        if written.clock(at, zone, same) == written.clock(as_of, zone, same):
            return written.clock(at, zone, pattern)
    return written.clock(at, zone, "%Y-%m-%d %H:%M")
