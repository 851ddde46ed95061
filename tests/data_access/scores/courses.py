"""The courses of cases that the tests of the scores are told by."""

from typing import Any

from tests.data_access.worlds import said


def course(
    name: str,
    day: str = "20",
    *,
    department: str | None = "chengguan",
    area: str = "g1",
    source: str = "hotline",
    accepted: str | None = "08:10",
    due: str | None = "12:00",
    handled: str | None = "10:00",
    reworked: bool = False,
    score: float | None = None,
    own: bool = False,
    note: str | None = None,
    post: str | None = None,
) -> list[dict[str, Any]]:
    """A case collected and dispatched at 08:00 of a day of November, with what happened to it on that day; a rework
    is asked for at 10:30 and handled at 11:00. Titles are the names."""
    more = {"source": source, "department": department, "post": post}
    due_at = None if due is None else f"{day} {due}"
    steps = [
        said(name, "collected", f"{day} 08:00", area=area, title=name, due_at=due_at, self_handled=own, **more),
        said(name, "dispatched", f"{day} 08:00", **more),
    ]
    if accepted is not None:
        steps.append(said(name, "accepted", f"{day} {accepted}", **more))
    if handled is not None:
        steps.append(said(name, "handled", f"{day} {handled}", note=note, **more))
    if reworked:
        steps += [said(name, "reworked", f"{day} 10:30", **more), said(name, "handled", f"{day} 11:00", **more)]
    if score is not None:
        steps.append(said(name, "evaluated", f"{day} 12:10", satisfaction=score, **more))
    return steps
