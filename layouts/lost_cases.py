"""What a part of a score was lost by: its cases, the volume bands, or the sources, as rows with a head."""

from typing import Any, Final

from dash.development.base_component import Component

from layouts import format as written
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.score_words import count, exactly
from layouts.text import Text

CASED: Final = ("closure", "on_time", "rework", "satisfaction", "evidence", "acceptance")

Row = dict[str, Any]


def lost_rows(
    rows: list[Row], parts: list[Row], attrs: dict[Any, Any], context: Context
) -> tuple[list[Component], list[Component]]:
    """The head, which counts all of them, and a row each of those that the frame gives."""
    text, opened = context.text, attrs.get("opened")
    if opened is None:
        return [], []
    name = text(f"score.part.{opened}")
    lost = attrs.get("lost_cases")
    if opened in CASED:
        words = text("panel.score-detail.cases.none", part=name)
        if lost:
            words = text(f"panel.score-detail.cases.{opened}", n=written.number(lost))
    else:
        words = text(f"panel.score-detail.cases.{opened}")
    drawn = {"case": _case, "band": _band, "source": _source}
    found = [drawn[row["row"]](row, attrs, context) for row in rows if row["row"] in drawn]
    return [span("a", name), span("b", words)], found


def _case(row: Row, attrs: dict[Any, Any], context: Context) -> Component:
    text = context.text
    title = row["title"] or row["event_id"] or written.UNKNOWN
    place = row["area_path"] or text("area.unlocated")
    department = row["department_label"] or text("department.none")
    explained = text(
        "panel.score-detail.cases.explained",
        event_id=row["event_id"] or written.UNKNOWN,
        title=title,
        place=place,
        department=department,
    )
    beside = place if attrs.get("kind") == "department" else department
    return div(
        "lost",
        span("t", _amount(row["amount"], attrs.get("amounts"), context)),
        span("a", title),
        span("pl", beside),
        span("id", row["event_id"] or written.UNKNOWN),
        title=explained,
    )


def _amount(amount: Any, what: str | None, context: Context) -> str:
    """A case's amount in the words of its kind; see the frame."""
    if amount is None:
        return written.UNKNOWN
    text = context.text
    if what == "late":
        return written.late(text, amount)
    if what == "closed":
        return written.clock(int(amount), context.zone, "%m-%d %H:%M")
    if what == "times":
        return text("panel.score-detail.reworked", n=written.number(amount))
    return text("panel.score-detail.scored", n=f"{amount:g}")


def _band(row: Row, attrs: dict[Any, Any], context: Context) -> Component:
    text: Text = context.text
    last = row["denominator"]
    key = "band_last" if last is None else "band"
    words = text(f"panel.score-detail.cases.{key}", first=count(row["numerator"]), last=count(last))
    return div(
        "lost holds" if row["value"] else "lost",
        span("t", text("panel.score-detail.cases.band_points", points=exactly(row["points"]))),
        span("a", words),
        span("pl", text("panel.score-detail.cases.holds") if row["value"] else ""),
        mark("n") if row["value"] else span(""),
    )


def _source(row: Row, attrs: dict[Any, Any], context: Context) -> Component:
    amount = context.text("panel.score-detail.amount", n=written.number(row["amount"]))
    return div("lost", span("t", amount), span("a", row["title"] or row["source"] or written.UNKNOWN))
