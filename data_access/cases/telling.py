"""An event as it is told: its story, what lies around it, warnings about it, and every code of it in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from data_access.alerts.standing import one_of
from data_access.cases.ground import Ground, ground
from data_access.cases.nearby import Neighbour, neighbours
from data_access.cases.story import Missing, Story, story
from data_access.frames.warnings import rows_of
from data_access.reader import Question, Reader
from data_access.store.schema import warning
from data_access.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """`near` are other cases around it and `same` those of them that probably tell of the same matter; `warnings` rows
    of the frame of warnings, the newest first, cleared ones too; `labels` by (kind, code); `path` (code, name) of the
    areas from the top one the viewer may see; `sample`: its source sends samples."""

    story: Story
    near: tuple[Neighbour, ...]
    same: tuple[Neighbour, ...]
    warnings: tuple[Mapping[str, Any], ...]
    ground: Ground | None
    labels: Mapping[tuple[str, str], str]
    path: tuple[tuple[str, str], ...]
    sample: bool

    def label(self, kind: str, code: str | None) -> str | None:
        """A code in words, None for None; a code without a word stands for itself."""
        return None if code is None else self.labels.get((kind, code), code)


def tell(reader: Reader, view: View, source: str, event_id: str) -> Told | Missing:
    """An event as of a view's T in its language, or why there is nothing to tell. Neither area nor filters of the view
    matter; what the viewer may not see is left out everywhere."""
    # Nobody need be allowed the view's own area to open a case.
    question = reader.question(view.replaced(area="", department=None, source=None, category=None))
    found = story(reader, source, event_id, question.moment)
    if isinstance(found, Missing):
        return found
    around = neighbours(reader, found)
    state = found.state
    point = None if state.lon is None or state.lat is None else (state.lon, state.lat)
    return Told(
        found,
        tuple(one for one in around if not one.same),
        tuple(one for one in around if one.same),
        _warnings(reader, question, found),
        ground(reader, state.area, point, view.language),
        _labels(reader, view.language, found, around),
        _path(reader, state.area, view.language),
        bool(reader.vocabulary.attribute("source", source, "sample")),
    )


def _warnings(reader: Reader, question: Question, told: Story) -> tuple[Mapping[str, Any], ...]:
    """Those that were raised since its first step, by the index of when they were."""
    since = told.steps[0].at if told.steps else told.moment
    c = warning.c
    named = select(c.id).where(
        c.raised_at >= since, c.raised_at <= told.moment, c.subject == f"event:{told.source}/{told.event_id}"
    )
    numbers = reader.connection.execute(named.order_by(c.raised_at.desc(), c.id.desc())).scalars().all()
    found = [one_of(reader, question, number) for number in numbers]
    rows = rows_of(reader, question, [one for one in found if one is not None], titled=False)
    return tuple({**row, "title": told.title} for row in rows)


def _labels(reader: Reader, language: str, told: Story, around: Iterable[Neighbour]) -> Mapping[tuple[str, str], str]:
    state = told.state
    named: set[tuple[str, str | None]] = {("source", told.source), ("category", state.category)}
    named |= {("department", one.department) for one in (state, *told.steps, *told.holders)}
    named |= {("post", one.post) for one in (state, *told.steps)}
    areas: set[str | None] = {state.area}
    for one in around:
        named |= {("source", one.source), ("category", one.category), ("department", one.department)}
        areas.add(one.area)
    for step in told.steps:
        for change in step.changes:
            if change.field in ("category", "post"):
                named |= {(change.field, change.before), (change.field, change.after)}
            elif change.field == "area":
                areas |= {change.before, change.after}
    words = {(kind, code): reader.vocabulary.label(kind, code, language) for kind, code in named if code is not None}
    known = {("area", code): reader.area_label(code, language) for code in areas if code in reader.tree and code}
    return words | known


def _path(reader: Reader, area: str | None, language: str) -> tuple[tuple[str, str], ...]:
    if area is None or area not in reader.tree:
        return ()
    top = reader.tree.depth(reader.scope.area or reader.tree.root.code)
    steps = [one for one in reader.tree.path(area) if reader.tree.depth(one.code) >= top]
    return tuple((one.code, reader.area_label(one.code, language)) for one in steps)
