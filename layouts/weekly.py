"""The header of a briefing's pictures: which week they tell of, in the place of the tabs."""

from data_access.briefing.weeks import Week
from data_access.view import WINDOWS
from layouts import format as written
from layouts.context import Context


def week_of(context: Context) -> Week | None:
    """The ISO week that a frozen view tells of: its window begins on that Monday and ends within it."""
    view = context.view
    if view.window in WINDOWS or view.as_of is None:
        return None
    start, end = view.interval(context.as_of, context.zone)
    week = Week.of(start, context.zone)
    monday, next_monday = week.interval(context.zone)
    return week if start == monday and start < end <= next_monday else None


def weekly_title(context: Context) -> str:
    """What stands in the header of a briefing's picture, "" where the view is not that of a week."""
    week = week_of(context)
    text = context.text
    if week is None:
        return ""
    return text("briefing.heading", title=text("briefing.title"), year=week.year, week=week.number)


def weekly_as_of(context: Context) -> str:
    """As of when a briefing's picture holds, "" where the view is not that of a week."""
    if week_of(context) is None:
        return ""
    return context.text("briefing.as_of", time=written.clock(context.as_of, context.zone, "%Y-%m-%d %H:%M"))
