"""Stories for the analysis: shared places, echoes of one matter, departments with limits, sources with a cadence."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from shapely import box

from data_access.areas.tree import Area
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming
from data_access.reader import Reader, Scope, open_reader
from data_access.scores.rules import load_rules
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.recomputation.cases import cases_at, chosen, instant, transitions
from tests.recomputation.stories import (
    BEGIN,
    CATEGORIES,
    DAY,
    DEPARTMENTS,
    HOUR,
    SOURCES,
    Question,
    Story,
    batches,
    story,
    text_of,
)
from tests.recomputation.telling import Loaded, filters_of, view_of

NOW = BEGIN + 400 * DAY
"""What the clock of the store shows: `Question.now` asks as of it."""

ANSWER_LIMITS = {"chengguan": 3600.0, "gongan": 18000.0}
"""Seconds to the first answer; minzheng is declared without limits."""

HANDLING_LIMITS = {"chengguan": 18000.0, "gongan": 86400.0}
"""Seconds to the closing."""

CADENCES = {"grid_worker": 60, "hotline_12345": 1440, "resident_app": 10}
"""Minutes between two cases; enforcement promises nothing."""

DECLARED = ("chengguan", "gongan", "minzheng")

Frame = Callable[[Reader, View], pd.DataFrame]


@dataclass(frozen=True)
class Sited(Loaded):
    """Also what was folded already, by T."""

    folds: dict[int, pd.DataFrame] = field(default_factory=dict)

    def folded(self, as_of: int) -> pd.DataFrame:
        """E of the whole tree as of T."""
        if as_of not in self.folds:
            self.folds[as_of] = cases_at(self.happened, as_of)
        return self.folds[as_of]


def site_story(rng: Random, *, events: int) -> Story:
    """A random story in which many cases lie within a few places and some are told again by another source."""
    told = story(rng, events=events)
    spots = [(rng.uniform(117.05, 117.9), rng.uniform(34.05, 34.9)) for _ in range(3)]
    messages: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for message in told.messages:
        if message["stage"] == "collected" and message.get("lon") != 0 and rng.random() < 0.7:
            message = message | _beside(rng, *rng.choice(spots))
            if rng.random() < 0.4:
                again.append(_echo(rng, message, len(again)))
        messages.append(message)
    later = tuple(instant(one["at"]) for one in again)
    return replace(told, messages=(*messages, *again), times=tuple(dict.fromkeys((*told.times, *later))))


def _beside(rng: Random, lon: float, lat: float) -> dict[str, Any]:
    """A point up to about 100 m off, never the same twice."""
    return {"lon": lon + rng.uniform(-0.0006, 0.0006), "lat": lat + rng.uniform(-0.0005, 0.0005)}


def _echo(rng: Random, message: dict[str, Any], number: int) -> dict[str, Any]:
    """The same matter told by any source, up to 30 hours later, or a day later to the microsecond."""
    at = instant(message["at"]) + rng.choice((0, DAY, DAY + 1, rng.randrange(30 * HOUR)))
    who = {"event_id": f"again{number}", "source": rng.choice(SOURCES), "at": text_of(at)}
    return message | who | _beside(rng, message["lon"], message["lat"]) | {"due_at": None}


@contextmanager
def sited(told: Story, rng: Random, *, rules: Path | None = None) -> Iterator[Sited]:
    """A story told in random batches to a store that knows limits and cadences and scores by a file of rules."""
    with TemporaryDirectory() as folder:
        book = None if rules is None else load_rules(rules)
        store = Store(f"sqlite:///{Path(folder) / 'site.db'}", clock=lambda: NOW, score_rules=book)
        store.migrate()
        people = people_of(told.areas)
        shapes = {code: box(*bounds) for code, bounds in told.boxes.items()}
        store.replace_areas(
            Area(code, code, "area", parent, geometry=shapes.get(code), population=people[code])
            for code, parent in told.areas
        )
        store.declare(terms())
        ingestor = Ingestor(store)
        for batch in batches(rng, told.messages):
            receipt = ingestor.ingest([Incoming(message) for message in batch], "site")
            assert [refusal.reason for refusal in receipt.quarantined] == []
        yield Sited(told, store, transitions(told.messages, told.locate))
        store.close()


def terms() -> list[Term]:
    """The words of the site."""
    found = []
    for source in SOURCES:
        found.append(Term("source", source, source, source, _known(cadence_minutes=CADENCES.get(source))))
    for department in DECLARED:
        answer, handling = ANSWER_LIMITS.get(department), HANDLING_LIMITS.get(department)
        limits = _known(
            response_limit_minutes=None if answer is None else answer / 60,
            handling_limit_hours=None if handling is None else handling / 3600,
        )
        found.append(Term("department", department, department, department, limits))
    return found


def _known(**attributes: float | None) -> dict[str, float]:
    return {name: value for name, value in attributes.items() if value is not None}


def shown(known: Loaded, asked: Question, frame: Frame, **view: Any) -> pd.DataFrame:
    """What a frame answers."""
    with open_reader(known.store, Scope()) as reader:
        return frame(reader, view_of(asked).replaced(**view))


def cases_by(known: Sited, asked: Question, *, as_of: int | None = None, **without: None) -> pd.DataFrame:
    """E of a question, recomputed; `without` lifts filters by name."""
    cases = known.folded(asked.as_of if as_of is None else as_of)
    return chosen(cases, known.story.areas, area=asked.area, **(filters_of(asked) | without))


def before(asked: Question) -> tuple[int, int]:
    """The equal window before; for `today` the same hours of yesterday."""
    shift = DAY if asked.window == "today" else asked.end - asked.start
    return asked.start - shift, asked.end - shift


def reaches(known: Loaded, moment: int) -> bool:
    """Whether history goes back to an instant, give or take a day."""
    return bool(len(known.happened)) and int(known.happened["at"].min()) - DAY <= moment


def weeks_story(rng: Random, *, weeks: int, events: int) -> Story:
    """A story that lasts for weeks: more cases by day, a rush at the end, some handled, some moved, some voided."""
    told = site_story(rng, events=0)
    codes = [code for code, _ in told.areas]
    spots = [(rng.uniform(117.05, 117.9), rng.uniform(34.05, 34.9)) for _ in range(3)]
    end = BEGIN + weeks * 7 * DAY
    messages: list[dict[str, Any]] = []
    for number in range(events):
        at = BEGIN if number == 0 else BEGIN + rng.randrange(weeks * 7) * DAY + _busy(rng) * HOUR + rng.randrange(HOUR)
        if number and rng.random() < 0.08:
            at = end - rng.randrange(36 * HOUR)
        who = {"event_id": f"E{number}", "source": rng.choice(SOURCES)}
        first = {"stage": "collected", "category": rng.choice(CATEGORIES), "area": rng.choice(codes)}
        first |= {"severity": rng.choice((None, 1, 2, 3, 4)), "department": rng.choice(DEPARTMENTS)}
        if rng.random() < 0.8:
            first |= _beside(rng, *rng.choice(spots))
        if rng.random() < 0.4:
            first["due_at"] = text_of(at + rng.randrange(5 * DAY))
        messages.append(who | first | {"at": text_of(at)})
        if number and rng.random() < 0.6:
            later = {"stage": rng.choice(("handled", "handled", "handled", "dispatched", "voided", "returned"))}
            if rng.random() < 0.3:
                later |= {"area": rng.choice(codes), "category": rng.choice(CATEGORIES)}
            messages.append(who | later | {"at": text_of(at + rng.randrange(8 * DAY))})
    times = tuple(dict.fromkeys(instant(one["at"]) for one in messages))
    return replace(told, messages=tuple(messages), times=times)


def late_question(rng: Random, told: Story, weeks: int) -> Question:
    """A view from late in such a story, or from after it."""
    end = BEGIN + weeks * 7 * DAY
    as_of = end + rng.choice((0, HOUR, -rng.randrange(10 * DAY), -rng.randrange(30 * HOUR), rng.randrange(DAY)))
    window = rng.choice(("24h", "7d", "30d", "today", "interval"))
    start, until = as_of - {"24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY}.get(window, DAY), as_of
    if window == "today":
        start = BEGIN + (as_of - BEGIN) // DAY * DAY
    if window == "interval":
        until = as_of - rng.randrange(5 * DAY)
        start = until - rng.choice((HOUR, 20 * HOUR, 9 * DAY))
        window = f"{text_of(start)}/{text_of(until)}"
    areas = [code for code, _ in told.areas]
    area = told.root if rng.random() < 0.5 else rng.choice(areas)
    chosen: dict[str, str] = {}
    if rng.random() < 0.2:
        chosen["source"] = rng.choice(SOURCES)
    if rng.random() < 0.15:
        chosen["category"] = rng.choice(CATEGORIES)
    return Question(area, window, start, until, as_of, False, "none", **chosen)


def _busy(rng: Random) -> int:
    """An hour of UTC that is a working hour in Shanghai more often than not."""
    return rng.randrange(24) if rng.random() < 0.3 else rng.randrange(0, 10)


def people_of(areas: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """The residents of each area: a few thousand in each that has none below it, elsewhere the sum."""
    parent = dict(areas)
    found = dict.fromkeys(parent, 0)
    for code in parent:
        if code not in parent.values():
            above: str | None = code
            while above is not None:
                found[above] += 1000 + 311 * (sum(map(ord, code)) % 7)
                above = parent[above]
    return found
