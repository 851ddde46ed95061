"""Time of the frames of every scene for representative views, and how it grows with the history.

Each scene is asked as the server asks it: all its panels through one reader. "Kept" analyses (a tick old at most) are
timed warm, as nearly every picture finds them, and cold, as the first viewer after a tick does. With --events the
history is grown: one store of a tenth of so many events and one of all of them, at the same events a day, and the
ratio of their times. A cost that depends on the view and not on the history stays near 1.
"""

import time
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from harness import fill_store, options, report, workspace
from sqlalchemy import func, select

from data_access.clock import DAY, HOUR, MINUTE, Micros
from data_access.reader import WHOLE, open_reader
from data_access.store.keeper import Keeper
from data_access.store.schema import event, transition
from data_access.store.store import Store
from data_access.view import View
from layouts.panels import EVERY
from layouts.scenes import SCENES, Scene

GROWTH: Final = 10
PAST: Final = "as of"
FRAMES: Final = {panel.id: panel.frame for panel in EVERY}


@dataclass(slots=True)
class Times:
    """Milliseconds of one scene and view: `warm` of each round, `cold` of the first, and of each panel."""

    cold: float = 0.0
    warm: list[float] = field(default_factory=list)
    panels: dict[str, tuple[float, float]] = field(default_factory=dict)


Key = tuple[str, str]


def views(store: Store) -> dict[str, View]:
    """The views measured, by name: all levels, windows, filters and moments."""
    with open_reader(store, WHOLE) as reader:
        first = {area.level: area.code for area in reversed(list(reader.tree))}
        now = reader.now
    places = {level: View(area=first[level]) for level in ("street", "community", "grid")}
    return {
        "root today": View(window="today"),
        "root 24h": View(),
        "root 7d": View(window="7d"),
        "root 30d": View(window="30d"),
        **{f"{level} 24h": view for level, view in places.items()},
        "street 30d": places["street"].replaced(window="30d"),
        "community 7d": places["community"].replaced(window="7d"),
        "department": View(department="chengguan"),
        "department 30d": View(department="chengguan", window="30d"),
        "category": View(category="city"),
        "department+source": View(department="chengguan", source="hotline_12345"),
        "department+source 30d": View(department="chengguan", source="hotline_12345", window="30d"),
        "as of 6 h ago": View(as_of=now - 6 * HOUR),
        "street as of 1 d ago": places["street"].replaced(as_of=now - DAY),
        "7d as of 1 d ago": View(window="7d", as_of=now - DAY),
    }


def asked(store: Store, scene: Scene, view: View) -> tuple[float, dict[str, float]]:
    """Milliseconds of a scene's frames through one reader, and of each of them."""
    began = time.perf_counter()
    each = {}
    with open_reader(store, WHOLE) as reader:
        frozen = view if view.as_of is not None else view.replaced(as_of=reader.now)
        for panel in scene.shown:
            since = time.perf_counter()
            FRAMES[panel](reader, frozen)
            each[str(panel)] = 1000 * (time.perf_counter() - since)
    return 1000 * (time.perf_counter() - began), each


def measure(store: Store, rounds: int) -> dict[Key, Times]:
    """The times of all scenes and views."""
    found = {}
    for scene in SCENES:
        for name, view in views(store).items():
            times = found[scene.id, name] = Times()
            shown = view.replaced(scene=scene.id)
            store.kept = Keeper()
            asked(store, scene, shown)  # the first touch of a page of the database is the disk's time
            store.kept = Keeper()
            times.cold, cold = asked(store, scene, shown)
            warm = [asked(store, scene, shown) for _ in range(rounds)]
            times.warm = [whole for whole, _ in warm]
            times.panels = {name: (cold[name], median(each[name] for _, each in warm)) for name in cold}
    return found


def filled(folder: Path, events: float, daily: float) -> Store:
    """A store of about so many events, frozen at the moment its history ends."""
    path = folder / f"{events:g}.db"
    fill_store(f"sqlite:///{path}", days=events / daily, daily=daily)
    return opened(path)


def opened(path: Path) -> Store:
    """A store whose clock stands just after its newest message."""
    store = Store(f"sqlite:///{path}")
    newest = store.version().newest_at or 0
    moment: Micros = newest + MINUTE
    store.clock = lambda: moment
    return store


def size(store: Store) -> str:
    """Events and transitions in words."""
    with store.reading() as connection:
        events = connection.execute(select(func.count()).select_from(event)).scalar_one()
        moves = connection.execute(select(func.count()).select_from(transition)).scalar_one()
    return f"{events:,} events ({moves:,} transitions)"


Row = tuple[str, str, float, float, float, str]


def by_scene(found: Mapping[Key, Times]) -> list[Row]:
    """A row a scene, now and in the past: p50 and p95 over every view and round, and the view that is slowest."""
    rows = []
    for scene in SCENES:
        for what, past in (("now", False), ("past", True)):
            chosen = {name: times for (one, name), times in found.items() if one == scene.id and (PAST in name) == past}
            samples = [one for times in chosen.values() for one in times.warm]
            slowest = max(chosen, key=lambda name: median(chosen[name].warm))
            coldest = max(times.cold for times in chosen.values())
            rows.append((scene.id, what, median(samples), quantiles(samples, n=20)[-1], coldest, slowest))
    return rows


def show(title: str, given: Namespace, found: Mapping[Key, Times]) -> None:
    """Three tables: scenes, views, and the panels that take longest."""
    report(f"{title}: ms by scene", given, ("scene", "as of", "p50", "p95", "coldest", "slowest view"), by_scene(found))
    rows = []
    for (scene, name), times in found.items():
        panels = sorted(times.panels.items(), key=lambda pair: -pair[1][1])[:3]
        most = ", ".join(f"{panel} {warm:.0f}" for panel, (_, warm) in panels)
        rows.append((scene, name, median(times.warm), times.cold, most))
    report(f"{title}: ms by view", given, ("scene", "view", "warm", "cold", "panels, warm"), rows)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--daily", type=float, default=2740, help="events a day")
    parser.add_argument("--events", type=int, default=30_000, help="events in the history")
    parser.add_argument("--grown", action="store_true", help="compare with a tenth of the history")
    parser.add_argument("--database", type=Path, help="a SQLite file made before, in place of a new one")
    parser.add_argument("--rounds", type=int, default=5, help="rounds per figure")
    given = parser.parse_args()
    with workspace() as folder:
        store = opened(given.database) if given.database else filled(folder, given.events, given.daily)
        large = measure(store, given.rounds)
        show(f"frames.py, {size(store)}", given, large)
        store.close()
        if given.grown:
            small_store = filled(folder, given.events / GROWTH, given.daily)
            small = measure(small_store, given.rounds)
            show(f"frames.py, {size(small_store)}", given, small)
            small_store.close()
            rows = [
                (*key, median(times.warm) / median(small[key].warm), times.cold / small[key].cold)
                for key, times in large.items()
            ]
            report(
                "frames.py: times as many ms with ten times the history", given, ("scene", "view", "warm", "cold"), rows
            )


if __name__ == "__main__":
    main()
