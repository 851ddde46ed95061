"""Time of every panel's frame, of its rendering (frame, drawing, JSON) and of a whole scene, for representative views.

With --events the history is grown: one store of about so many transitions and one of ten times as many, at the
same events a day, and the ratio of their times. A cost that depends on the view and not on the history stays near 1.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from harness import fill_store, options, report, workspace

from dashboard.render import Renderer
from data_access.clock import DAY, HOUR, now_micros
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View
from layouts.panels import PANELS

Times = dict[str, dict[str, float]]

GROWTH: Final = 10
PER_DAY: Final = 2590
"""Transitions a day of the simulator at its usual 640 events."""


def views(store: Store) -> dict[str, View]:
    """The views measured, by name: all levels, windows, filters and moments."""
    with open_reader(store, WHOLE) as reader:
        first = {area.level: area.code for area in reversed(list(reader.tree))}
    now = now_micros()
    places = {level: View(area=first[level]) for level in ("street", "community", "grid")}
    return {
        "root 24h": View(),
        **{f"{level} 24h": view for level, view in places.items()},
        "root today": View(window="today"),
        "root 7d": View(window="7d"),
        "root 30d": View(window="30d"),
        "street 30d": places["street"].replaced(window="30d"),
        "root, department": View(department="chengguan"),
        "root, department+source": View(department="chengguan", source="hotline_12345"),
        "root 7d, department+source": View(window="7d", department="chengguan", source="hotline_12345"),
        "root, category": View(category="city"),
        "root as of 6 h ago": View(as_of=now - 6 * HOUR),
        "root 7d as of 1 d ago": View(window="7d", as_of=now - DAY),
        "street as of 1 d ago": places["street"].replaced(as_of=now - DAY),
    }


def timed(what: Callable[[], object], rounds: int) -> float:
    """The median milliseconds of some calls after one that warms up."""
    what()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def measure(store: Store, rounds: int) -> tuple[Times, Times]:
    """Milliseconds by view, of frames and of rendering: each panel alone, and the scene, whose panels share what
    they ask."""
    renderer = Renderer(store, {"zh": "bench", "en": "bench"})
    frames: Times = {}
    rendered: Times = {}
    for name, view in views(store).items():

        def alone(panel: Any, view: View = view) -> None:
            with open_reader(store, WHOLE) as reader:
                panel.frame(reader, view)

        def together(view: View = view) -> None:
            with open_reader(store, WHOLE) as reader:
                for panel in PANELS:
                    panel.frame(reader, view)

        def drawn(names: Sequence[str], view: View = view) -> None:
            picture = renderer.render(view, WHOLE, names)
            failed = [one for one, part in picture.panels.items() if part.error]
            if failed:
                raise RuntimeError(f"view {view.to_query()!r}: {', '.join(failed)} could not be rendered")

        frames[name] = {"scene": timed(together, rounds)}
        frames[name] |= {str(panel.id): timed(partial(alone, panel), rounds) for panel in PANELS}
        rendered[name] = {"scene": timed(partial(drawn, renderer.names), rounds)}
        rendered[name] |= {one: timed(partial(drawn, [one]), rounds) for one in renderer.names}
    return frames, rendered


def filled(folder: Path, days: float) -> tuple[Store, int]:
    url = f"sqlite:///{folder}/{days:g}.db"
    count = fill_store(url, days=days)
    return Store(url), count


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--days", type=float, default=30, help="days of history")
    parser.add_argument("--events", type=int, help="compare about so many transitions with ten times as many")
    parser.add_argument("--rounds", type=int, default=5, help="calls per figure")
    given = parser.parse_args()
    with workspace() as folder:
        days = given.events / PER_DAY if given.events else given.days
        store, count = filled(folder, days)
        small = measure(store, given.rounds)
        store.close()
        title = f"frames.py: {count} transitions in {days:.1f} days"
        figures: dict[str, Any] = {"transitions": count, "frames": small[0], "rendered": small[1]}
        shown = small
        if given.events:
            store, grown = filled(folder, days * GROWTH)
            large = measure(store, given.rounds)
            store.close()
            title += f" against {grown} in {days * GROWTH:.1f}"
            figures |= {"grown": {"transitions": grown, "frames": large[0], "rendered": large[1]}}
            shown = (compared(small[0], large[0]), compared(small[1], large[1]))
        for what, times in zip(("frames", "rendered (frame, drawing, JSON)"), shown, strict=True):
            columns = ("view", *next(iter(times.values())))
            rows = [(name, *some.values()) for name, some in times.items()]
            report(f"{title}: {what}, median ms of {given.rounds}", given, columns, rows, **figures)


def compared(small: Times, large: Times) -> Times:
    """Three rows a view: small, grown and their ratio."""
    found: Times = {}
    for name, some in small.items():
        found |= {name: some, f"{name}, grown": large[name]}
        found[f"{name}, ratio"] = {one: large[name][one] / value for one, value in some.items()}
    return found


if __name__ == "__main__":
    main()
