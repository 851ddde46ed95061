"""Random trees and random event messages, as awkward as the contract allows.

`story` draws from a `random.Random`: give it a seeded one for a large story, or hypothesis' own
(`st.randoms(use_true_random=False)`) for one that shrinks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# 2024-03-05 00:00 in Shanghai: a local midnight that is long past wherever this runs.
BEGIN = (datetime(2024, 3, 4, 16, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND
DAYS = 9

SOURCES = ("grid_worker", "hotline_12345", "enforcement", "resident_app")
DEPARTMENTS = ("chengguan", "gongan", "minzheng", None)
# "city/street" is no part of "city/street-order": the filter must cut at "/".
CATEGORIES = ("city", "city/street", "city/street/stall", "city/street-order", "safety/fire", "safety")
FLOW = ("dispatched", "accepted", "verified", "handled", "evaluated", "archived")
TWISTS = ("returned", "reworked", "extended", "urged", "supervised", "dispatched", "accepted", "handled")
ENDS = ("voided", "withdrawn")
NOTES = (None, "", " \t", "已清理", "现场无异常\n附照片")
POSTS = ("网格员", "网格长", "受理员")
STAGES = ("collected", *FLOW, "returned", "reworked", "extended", "urged", "supervised", *ENDS)
WHOLE = (117.0, 34.0, 118.0, 35.0)
NOWHERE = (0.0, 0.0, 0.0, 0.0)
OFFSETS = (UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30)))


Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class Story:
    """`areas` are (code, parent), parents first, one root; `messages` are in order of arrival."""

    areas: tuple[tuple[str, str | None], ...]
    boxes: dict[str, Box]
    """The shapes of some areas, each inside its parent's, beside its neighbours'."""
    messages: tuple[dict[str, Any], ...]
    times: tuple[int, ...]
    """Instants that something happens at or is due at."""

    @property
    def root(self) -> str:
        return self.areas[0][0]

    def locate(self, lon: float, lat: float) -> str | None:
        """The lowest area whose box a point lies in, None outside all."""
        found = None
        for code, _ in self.areas:
            west, south, east, north = self.boxes.get(code, NOWHERE)
            if west < lon < east and south < lat < north:
                found = code
        return found


@dataclass(frozen=True)
class Question:
    """What is asked of a story. `now` asks for the present, which `as_of` then stands in for: nothing is later."""

    area: str
    window: str
    start: int
    end: int
    as_of: int
    now: bool
    by: str
    department: str | None = None
    source: str | None = None
    category: str | None = None


def text_of(moment: int, zone: timezone = UTC) -> str:
    """The ISO 8601 text of a microsecond instant."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + moment * MICROSECOND).astimezone(zone).isoformat()


def story(rng: Random, *, events: int) -> Story:
    """A story of up to `events` events on a tree of three or four levels."""
    areas = _tree(rng)
    codes = [code for code, _ in areas]
    times: list[int] = [BEGIN + 4 * DAY]
    messages: list[dict[str, Any]] = []
    for number in range(events):
        messages += _event(rng, number, codes, times)
    arrived = _disordered(rng, messages)
    return Story(tuple(areas), _boxes(rng, areas), tuple(arrived), tuple(dict.fromkeys(times)))


def question(rng: Random, story: Story, *, live: bool = False) -> Question:
    """A random view of a story: any area, window, moment, filters. `live` asks from after everything known."""
    now = live and rng.random() < 0.3
    as_of = BEGIN + 400 * DAY if now else _moment(rng, story)
    if live:
        as_of = max(as_of, max(story.times))
    window = "interval" if now else rng.choice(("today", "24h", "7d", "30d", "interval", "interval", "interval"))
    if window == "today":
        start, end = BEGIN + (as_of - BEGIN) // DAY * DAY, as_of  # Shanghai has no summer time.
    elif window != "interval":
        start, end = as_of - {"24h": 1, "7d": 7, "30d": 30}[window] * DAY, as_of
    else:
        start, end = sorted(_moment(rng, story) for _ in range(2))
        if start == end:
            start -= rng.choice((1, SECOND, HOUR))
        window = f"{text_of(start)}/{text_of(end)}"
        start, end = min(start, as_of), min(end, as_of)
    by = rng.choice(("none", "child", "department", "source", "category", "stage"))
    filters: dict[str, str] = {}
    if rng.random() < 0.25:
        filters["department"] = rng.choice([name or "unassigned" for name in DEPARTMENTS])
    if rng.random() < 0.25:
        filters["source"] = rng.choice(SOURCES)
    if rng.random() < 0.25:
        filters["category"] = rng.choice(CATEGORIES)
    area = story.root if rng.random() < 0.4 else rng.choice([code for code, _ in story.areas])
    return Question(area, window, start, end, as_of, now, by, **filters)


def batches(rng: Random, messages: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    """The messages in order, cut at random."""
    cuts = sorted({rng.randrange(len(messages) + 1) for _ in range(rng.randrange(4))} | {0, len(messages)})
    return [messages[one:two] for one, two in pairwise(cuts)]


@st.composite
def small_stories(draw: st.DrawFn) -> tuple[Story, Random]:
    """A story of one to six events and the generator for the questions about it; both shrink."""
    rng = draw(st.randoms(use_true_random=False, note_method_calls=False))
    return story(rng, events=draw(st.integers(1, 6))), rng


def _tree(rng: Random) -> list[tuple[str, str | None]]:
    areas: list[tuple[str, str | None]] = [("d", None)]
    level = ["d"]
    for letter in ("s", "c", "g")[: rng.choice((2, 3))]:
        below = []
        for parent in level:
            # The first always has something below it; its neighbours may have nothing.
            for place in range(rng.choice((1, 2, 3)) if parent == level[0] else rng.randrange(4)):
                below.append(f"{parent}{letter}{place}")
                areas.append((below[-1], parent))
        level = below
    return areas


def _boxes(rng: Random, areas: Sequence[tuple[str, str | None]]) -> dict[str, Box]:
    boxes = {areas[0][0]: WHOLE}
    _divide(rng, areas[0][0], WHOLE, areas, boxes)
    return boxes


def _divide(rng: Random, code: str, box: Box, areas: Sequence[tuple[str, str | None]], boxes: dict[str, Box]) -> None:
    """Strips for the children of an area and a gap at the end; a child without a shape has none below it either."""
    west, south, east, north = box
    children = [child for child, parent in areas if parent == code]
    width = (east - west) / (len(children) + 0.5)
    for place, child in enumerate(children):
        if rng.random() < 0.9:
            boxes[child] = (west + place * width, south, west + (place + 1) * width, north)
            _divide(rng, child, boxes[child], areas, boxes)


def _event(rng: Random, number: int, codes: Sequence[str], times: list[int]) -> list[dict[str, Any]]:
    # One number under two sources is two events.
    event = {"event_id": f"SJ{number // 2 if rng.random() < 0.2 else number}", "source": rng.choice(SOURCES)}
    if rng.random() < 0.7:
        stages = _course(rng)
        at = _grid(rng, times)
        steps = []
        for stage in stages:
            steps.append((stage, at))
            at += rng.choice((0, 0, 1, MINUTE, HOUR - 1, HOUR, HOUR, 5 * HOUR, DAY, rng.randrange(2 * DAY)))
    else:
        steps = [
            (rng.choice(STAGES[: 14 if rng.random() < 0.3 else 12]), _grid(rng, times)) for _ in range(rng.randrange(6))
        ]
        if rng.random() < 0.85:
            steps.append(("collected", _grid(rng, times)))
    messages = []
    department = rng.choice(DEPARTMENTS)
    for stage, at in steps:
        times.append(at)
        if rng.random() < 0.15:
            department = rng.choice(DEPARTMENTS)
        messages.append(event | _content(rng, stage, at, department, codes, times))
    for message in list(messages):
        if rng.random() < 0.12:
            messages.append(message | _again(rng, codes))
        if rng.random() < 0.12:
            # Not the same: another department says it.
            messages.append(message | _again(rng, codes) | {"department": rng.choice(DEPARTMENTS)})
    return messages


def _course(rng: Random) -> list[str]:
    """A plausible life: along the flow up to somewhere, with a few twists and perhaps an end."""
    stages = ["collected", *(stage for stage in FLOW[: rng.randrange(len(FLOW) + 1)] if rng.random() < 0.85)]
    for _ in range(rng.choice((0, 0, 0, 1, 2, 4))):
        stages.insert(rng.randrange(1, len(stages) + 1), rng.choice(TWISTS))
    if rng.random() < 0.06:
        stages.insert(rng.randrange(1, len(stages) + 1), rng.choice(ENDS))
    return stages


def _content(
    rng: Random, stage: str, at: int, department: str | None, codes: Sequence[str], times: list[int]
) -> dict[str, Any]:
    first = stage == "collected"
    content: dict[str, Any] = {"stage": stage, "at": text_of(at, rng.choice(OFFSETS))}
    if department is not None or rng.random() < 0.5:
        content["department"] = department if first or rng.random() < 0.7 else None
    if first or rng.random() < 0.05:
        content["category"] = rng.choice(CATEGORIES)
    if first or rng.random() < 0.05:
        content |= _place(rng, codes)
    if rng.random() < (0.6 if first or stage == "extended" else 0.05):
        due = rng.choice((at, at + HOUR, at + DAY, _grid(rng, times), rng.choice(times)))
        times.append(due)
        content["due_at"] = text_of(due, rng.choice(OFFSETS))
    if rng.random() < (0.5 if first else 0.05):
        content["self_handled"] = rng.choice((True, False, None))
    if rng.random() < (0.8 if stage == "evaluated" else 0.05):
        content["satisfaction"] = rng.choice((None, 1, 2, 3, 4, 5))
    if rng.random() < (0.6 if first else 0.05):
        content["severity"] = rng.choice((None, 1, 2, 3, 4, 5))
    if rng.random() < (0.6 if stage == "handled" else 0.1):
        content["note"] = rng.choice(NOTES)
    if rng.random() < 0.15:
        content["post"] = rng.choice(POSTS)
    return content


def _place(rng: Random, codes: Sequence[str]) -> dict[str, Any]:
    chance = rng.random()
    if chance < 0.75:
        return {"area": rng.choice(codes)}
    if chance < 0.8:
        return {"lon": 0, "lat": 0}
    # A little of this is outside every area. No point comes twice: that would be a placeholder. None is on a border,
    # which is in two areas and in none by `locate`.
    west, south, east, north = WHOLE
    return {"lon": rng.uniform(west - 0.1, east + 0.1), "lat": rng.uniform(south + 0.01, north - 0.01)}


def _again(rng: Random, codes: Sequence[str]) -> dict[str, Any]:
    """What a repeated transition says differently: it must not matter."""
    said: dict[str, Any] = {"title": "again"}
    if rng.random() < 0.5:
        said |= {"satisfaction": rng.randint(1, 5), "self_handled": rng.random() < 0.5, "area": rng.choice(codes)}
        said |= {"note": rng.choice(NOTES), "post": rng.choice(POSTS), "severity": rng.randint(1, 5)}
    return said


def _grid(rng: Random, times: Sequence[int]) -> int:
    """An instant of the story's days: often one that is used already, or the full hour, or next to it."""
    if rng.random() < 0.25:
        return rng.choice(times) + rng.choice((0, 0, -1, 1))
    hour = BEGIN + rng.randrange(DAYS * 24) * HOUR
    return hour + rng.choice((0, 0, 0, 1, -1, 30 * MINUTE, rng.randrange(HOUR)))


def _moment(rng: Random, story: Story) -> int:
    if rng.random() < 0.5:
        return rng.choice(story.times) + rng.choice((0, 0, -1, 1))
    return _grid(rng, story.times)


def _disordered(rng: Random, messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as they arrive: mostly in their order, some late by a little, some by anything."""
    places = [
        (
            place
            if rng.random() < 0.7
            else place + rng.randrange(-20, 20)
            if rng.random() < 0.7
            else rng.randrange(len(messages))
        )
        for place in range(len(messages))
    ]
    return [messages[place] for place in sorted(range(len(messages)), key=lambda place: places[place])]
