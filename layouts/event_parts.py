"""The parts of an event's drawer below its head: what was done, time in each stage, who had it, what is around it."""

from typing import Any, Final

from dash.development.base_component import Component

from data_access.cases.nearby import DAYS, RADIUS, Neighbour
from data_access.cases.story import Holder, Stay, Step
from data_access.cases.telling import Told
from data_access.frames.limits import LIMITS, severity_status
from layouts import format as written
from layouts.case_words import (
    apart_words,
    case_view,
    department_words,
    holder_marks,
    instant,
    neighbour_state,
    step_words,
)
from layouts.context import Context
from layouts.elements import Child, div, mark, percent, span
from layouts.names import BETWEEN, stage_name
from layouts.opener import opener
from layouts.warning_words import headline

NEAR: Final = 5
"""Cases nearby listed at most."""


def part(
    name: str, context: Context, *children: Child, aside: str | None = None, title: str | None = None
) -> Component:
    """A section of the drawer under its heading; `aside` stands at the right of it."""
    told: dict[str, Any] = {} if title is None else {"title": title}
    heading = context.text(f"event.{name}.heading")
    return div(f"evt-part evt-{name}", div("evt-h", span("h", heading), span("as", aside or ""), **told), *children)


def steps(told: Told, context: Context) -> Component:
    """Every transition, the oldest first."""
    shown = [_step(told, step, context) for step in told.story.steps]
    return part("steps", context, *shown, aside=context.text("event.steps.count", n=len(shown)))


def _step(told: Told, step: Step, context: Context) -> Component:
    text = context.text
    who = [told.label("department", step.department), told.label("post", step.post)]
    below = [span("who", BETWEEN.join(filter(None, who)))] if any(who) else []
    below += [span("more", words) for words in step_words(told, step, text, context.zone)]
    return div(
        f"evt-step{' late' if step.overtaken else ''}",
        span("dot"),
        span("nm", stage_name(step.stage, None, text)),
        span("t", instant(step.at, context.as_of, context.zone)),
        div("b", *below) if below else None,
    )


def stays(told: Told, context: Context) -> Component:
    """A bar a stage on one scale, its limit as a tick; beyond it the bar is marked and says by how much."""
    text, found = context.text, told.story.stays
    longest = max((max(one.seconds, one.limit or 0.0) for one in found), default=0.0) or 1.0
    rows = [_stay(one, longest, context) for one in found] or [div("none", text("event.stays.none"))]
    return part("stays", context, *rows, title=text("event.stays.explained"))


def _stay(one: Stay, longest: float, context: Context) -> Component:
    text = context.text
    age = written.duration(text, one.seconds)
    if one.limit is None:
        limit = text("event.stays.no_limit")
    else:
        limit = text("event.stays.limit", limit=written.duration(text, one.limit))
    over = text("event.stays.over", age=written.duration(text, one.seconds - (one.limit or 0))) if one.over else None
    name = stage_name(one.stage, None, text)
    ticks = [] if one.limit is None else [span("lim", style={"left": percent(one.limit / longest)})]
    used = span("used", style={"width": percent(max(one.seconds, 0.0) / longest)})
    return div(
        f"evt-stay{' over' if one.over else ''}{' lasting' if one.left is None else ''}",
        span("nm", mark("warn") if one.over else None, name),
        span("bar", used, *ticks),
        span("age", age),
        span("b", BETWEEN.join(filter(None, (over, limit, text("event.stays.lasting") if one.left is None else None)))),
        title=text("event.stays.row", stage=name, age=age, limit=over or limit),
    )


def holders(told: Told, context: Context) -> Component:
    """The departments one after the other and how long each had it."""
    rows = [_holder(told, one, context) for one in told.story.holders]
    return part("holders", context, *rows, title=context.text("event.holders.explained"))


def _holder(told: Told, one: Holder, context: Context) -> Component:
    text = context.text
    since = instant(one.since, context.as_of, context.zone)
    until = text("event.holders.now") if one.until is None else instant(one.until, context.as_of, context.zone)
    times = text("event.holders.times", **{"from": since, "to": until})
    below = BETWEEN.join(filter(None, (stage_name(one.how, None, text), times, holder_marks(one, text))))
    return div(
        f"evt-holder{' now' if one.until is None else ''}",
        span("dot"),
        span("nm", department_words(told, one.department, text)),
        span("t", written.duration(text, one.seconds)),
        div("b", span("who", below)),
    )


def warnings(told: Told, context: Context) -> Component | None:
    """The warnings about it, those that cleared too; nothing where there are none."""
    rows = [_warning(row, context) for row in told.warnings]
    return part("warnings", context, *rows) if rows else None


def _warning(row: Any, context: Context) -> Component:
    text, name = context.text, "event.warnings"
    cleared, by = row["cleared_at"], row["acknowledged_by"]
    state = text(f"{name}.standing")
    if cleared is not None:
        state = text(f"{name}.cleared", time=instant(cleared, context.as_of, context.zone))
    known = None if by is None else text(f"{name}.acknowledged", by=by)
    return div(
        f"evt-line {'n' if cleared is not None else row['severity']}",
        mark("n" if cleared is not None else row["severity"]),
        span("nm", headline(row, text)),
        span("t", instant(row["raised_at"], context.as_of, context.zone)),
        span("b", BETWEEN.join(filter(None, (state, known)))),
    )


def same(told: Told, context: Context) -> Component | None:
    """What other sources told of the same matter; nothing where there is none."""
    rule = {name: LIMITS["twins"][name] for name in ("metres", "hours")}
    rows = [_neighbour(told, one, context) for one in told.same]
    return part("same", context, *rows, title=context.text("event.same.explained", **rule)) if rows else None


def near(told: Told, context: Context) -> Component:
    """The nearest other cases and how many there are."""
    text, around = context.text, len(told.near) + len(told.same)
    values = {"metres": written.number(RADIUS), "days": DAYS}
    if told.story.state.lon is None:
        return part("near", context, div("none", text("event.near.no_place")))
    if not around:
        return part("near", context, div("none", text("event.near.none", **values)))
    rows: list[Child] = [_neighbour(told, one, context) for one in told.near[:NEAR]]
    if len(told.near) > NEAR:
        rows.append(div("none", text("event.near.more", n=written.number(len(told.near) - NEAR))))
    return part("near", context, *rows, aside=text("event.near.explained", n=written.number(around), **values))


def _neighbour(told: Told, one: Neighbour, context: Context) -> Component:
    text, status = context.text, severity_status(one.severity)
    title = one.title or told.label("category", one.category) or one.event_id
    words = (apart_words(one, text), told.label("source", one.source), text(f"event.near.{neighbour_state(one)}"))
    return opener(
        case_view(context.view, one.source, one.event_id),
        f"evt-line {'warn' if one.overdue else 'n'}",
        mark(status),
        span("nm", title),
        span("t", instant(one.collected_at, context.as_of, context.zone)),
        span("b", BETWEEN.join(filter(None, words))),
        title=f"{title} ({one.event_id})",
    )
