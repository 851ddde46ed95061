"""The ground that the tests of the core stand on: a small tree, its words, a store whose clock stands still.

The tree: d has the streets s1, s2, s3; s1 has the communities c1 (grids g1, g2) and c2 (grid g3), s2 has c3
(grid g4), s3 has nothing below it. Each is a box inside its parent's; the strip east of 117.9 is in d alone.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from shapely import box
from sqlalchemy import select

from data_access.areas.tree import Area
from data_access.clock import MINUTE, Micros, format_instant, parse_instant
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt
from data_access.measures import measure_rows
from data_access.reader import Reader, Scope, open_reader
from data_access.rollups.contributions import HISTOGRAMS
from data_access.rollups.histogram import decode
from data_access.store.schema import event, event_version, feed_point, feed_state, mark, metadata, rollup, transition
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.recomputation.stories import SOURCES, Story

NOW = parse_instant("2026-11-22T12:34:56+08:00")
"""What the clock shows: a Sunday."""

TREE: Mapping[str, tuple[str, str | None, tuple[float, float, float, float]]] = {
    "d": ("district", None, (117.0, 34.0, 118.0, 35.0)),
    "s1": ("street", "d", (117.0, 34.0, 117.4, 35.0)),
    "s2": ("street", "d", (117.4, 34.0, 117.8, 35.0)),
    "s3": ("street", "d", (117.8, 34.0, 117.9, 35.0)),
    "c1": ("community", "s1", (117.0, 34.0, 117.4, 34.5)),
    "c2": ("community", "s1", (117.0, 34.5, 117.4, 34.9)),
    "c3": ("community", "s2", (117.4, 34.0, 117.8, 34.9)),
    "g1": ("grid", "c1", (117.0, 34.0, 117.2, 34.5)),
    "g2": ("grid", "c1", (117.2, 34.0, 117.4, 34.4)),
    "g3": ("grid", "c2", (117.0, 34.5, 117.4, 34.8)),
    "g4": ("grid", "c3", (117.4, 34.0, 117.8, 34.8)),
}
CODES = tuple(TREE)
IN_G1 = {"lon": 117.1, "lat": 34.2}
OUTSIDE = {"lon": 119.0, "lat": 34.2}
TERMS = (
    Term("source", "hotline", "热线", "Hotline", {"cadence_minutes": 60}),
    Term("source", "worker", "网格员", "Grid worker"),
    Term("source", "app", "随手拍", "Resident app", {"datum": "gcj02"}),
    Term("department", "chengguan", "城管局", "Urban management", {"response_limit_minutes": 30}),
    Term("department", "gongan", "公安局", "Police"),
    Term("category", "city", "城市管理", "City"),
)
DERIVED = (event, event_version, mark, rollup, feed_state, feed_point, transition)


STORED = settings(
    max_examples=12, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
"""For properties of a store: each try of shrinking would make a store too."""


class Clock:
    """A clock that shows what it is set to."""

    def __init__(self, now: Micros = NOW) -> None:
        self.now = now

    def __call__(self) -> Micros:
        return self.now


def areas(*, drawn: bool = True) -> list[Area]:
    """The areas of TREE, with or without their shapes."""
    return [
        Area(code, f"名{code}", level, parent, name_en=f"Name {code}", geometry=box(*bounds) if drawn else None)
        for code, (level, parent, bounds) in TREE.items()
    ]


def prepare(store: Store) -> None:
    """Make the schema and load the tree and the words."""
    store.migrate()
    store.replace_areas(areas())
    store.declare(TERMS)


@cache
def _template(*, prepared: bool) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gridscope-world-") as folder:
        path = Path(folder) / "world.db"
        store = Store(f"sqlite:///{path}")
        store.migrate()
        if prepared:
            prepare(store)
        store.close()
        return path.read_bytes()


@contextmanager
def world(*, prepared: bool = True, zone: str = "Asia/Shanghai", clock: Clock | None = None) -> Iterator[Store]:
    """A store on SQLite with the tree and the words and nothing else, or with nothing but the schema; removed at
    the end."""
    with tempfile.TemporaryDirectory(prefix="gridscope-test-") as folder:
        path = Path(folder) / "world.db"
        path.write_bytes(_template(prepared=prepared))
        store = Store(f"sqlite:///{path}", zone=zone, clock=clock or Clock())
        try:
            yield store
        finally:
            store.close()


@contextmanager
def storied(told: Story, arrivals: Iterable[Sequence[Any]]) -> Iterator[Store]:
    """A store on the tree of a random story that took in these batches of its messages."""
    shapes = {code: box(*bounds) for code, bounds in told.boxes.items()}
    with world(prepared=False) as store:
        store.replace_areas(Area(code, code, "area", parent, geometry=shapes.get(code)) for code, parent in told.areas)
        store.declare(Term("source", name, name, name) for name in SOURCES)
        for batch in arrivals:
            accept(store, batch)
        yield store


def moment(text: str) -> Micros:
    """An instant of November 2026 in Shanghai: "22 09:30" or "22 09:30:15"."""
    day, clock = text.split()
    return parse_instant(f"2026-11-{day}T{clock if clock.count(':') == 2 else clock + ':00'}+08:00")


def said(event_id: str, stage: str, at: str | Micros, **more: Any) -> dict[str, Any]:
    """A message; `at` and `due_at` as text for `moment` or in microseconds. `collected` lies in g1 unless said."""
    content: dict[str, Any] = {"source": "hotline", **more}
    if stage == "collected":
        content = {"category": "city/street", **content}
        if "area" not in content and "lon" not in content:
            content["area"] = "g1"
    for name in ("at", "due_at"):
        given = at if name == "at" else content.get("due_at")
        if given is not None:
            content[name] = format_instant(given if isinstance(given, int) else moment(given))
    return {"event_id": event_id, "stage": stage, **content}


def take(store: Store, messages: Iterable[Any], feed: str = "feed", *, datum: str | None = None) -> Receipt:
    """Ingest messages as one batch."""
    return Ingestor(store).ingest([Incoming(one) for one in messages], feed, datum=datum)


def accept(store: Store, messages: Sequence[Any]) -> None:
    """Ingest messages, none of which may be refused."""
    receipt = take(store, messages)
    assert [one.reason for one in receipt.quarantined] == []


@contextmanager
def reading(store: Store, scope: str = "") -> Iterator[Reader]:
    """A reader for one scope."""
    with open_reader(store, Scope(scope)) as reader:
        yield reader


def measures(store: Store, by: str = "none", **view: Any) -> list[dict[str, Any]]:
    """The rows of GET /api/v1/measures."""
    with reading(store) as reader:
        return measure_rows(reader, View(**view), by)


def only(store: Store, **view: Any) -> dict[str, Any]:
    """The one row of `by=none`."""
    (row,) = measures(store, **view)
    return row


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What follows from the messages, comparable between stores: every row number replaced by (source, event_id),
    histograms decoded, rollup rows of nothing but zeros left out."""
    with store.reading() as connection:
        found = {table.name: connection.execute(select(table)).mappings().all() for table in DERIVED}
    names = {row["id"]: (row["source"], row["event_id"]) for row in found["event"]}
    return {name: sorted(_normal(name, rows, names), key=repr) for name, rows in found.items()}


def _normal(name: str, rows: Sequence[Mapping[Any, Any]], names: Mapping[int, Any]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        content = {key: value for key, value in row.items() if key != "id"}
        if name in ("transition", "mark"):
            content["event"] = names.get(content["event"])
        if name == "rollup":
            for histogram in HISTOGRAMS:
                bins, counts = decode([content[histogram]])
                content[histogram] = tuple(zip(bins.tolist(), counts.tolist(), strict=True))
            content = {key: value for key, value in content.items() if value}
            if content.keys() <= {"area", "dimension", "key", "hour"}:
                continue
        yield tuple(content.items())


def every_table(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as it stands."""
    with store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def later(text: str, *, minutes: int) -> Micros:
    """`moment` and some minutes more."""
    return moment(text) + minutes * MINUTE
