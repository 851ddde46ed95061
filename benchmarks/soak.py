"""Weeks on a wall in half an hour: does the page leak, and does it come back whenever the server was gone?

A real server (SQLite) gets events at ten times a busy centre's rate; a headless Chromium of 1920 x 1080 rotates over
all scenes every three seconds. Once a round, on the overview and after a forced collection, the page's heap, nodes,
listeners, documents, maps and graphs are counted; every few minutes the server is killed and started again. Slopes are
least squares over the samples after the warm-up, per hour of this run and per hour of a wall: that is divided by the
lesser of the two accelerations. At the end a new page goes the same rounds on the same data: what it holds too is no
leak, but more to show.
"""

import os
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any, Final

import numpy as np
from event_to_glass import background, present
from harness import Message, Program, Pusher, chromium, fill_store, in_thread, options, report, workspace

from dashboard.demo.district import build_district
from dashboard.demo.loading import load_statistics
from dashboard.demo.statistics.simulator import StatisticSimulator
from data_access.store.store import Store
from layouts.scenes import MAIN, SYSTEMS

DWELL: Final = 25.0
"""Seconds that a wall shows a scene."""

BUSY: Final = 2.0
"""Events a second of a busy centre."""

DOWN: Final = 5.0
PATIENCE: Final = 60.0
"""Seconds that the server stays away, and that the page is given to come back."""

ROUNDS: Final = 2
"""Rounds of a new page, the first of which mounts what the second changes."""

COUNTED: Final = ("JSHeapUsedSize", "Nodes", "JSEventListeners", "Documents")
IN_PAGE: Final = """() => ({
  maps: document.querySelectorAll('.leaflet-container').length,
  graphs: document.querySelectorAll('.js-plotly-plot').length,
  elements: document.getElementsByTagName('*').length,
  loads: performance.timeOrigin,
})"""
PAINTED: Final = "query => window.gridscope?.painted && gridscope.painted.view === query"
BACK: Final = """since => window.gridscope?.painted && gridscope.painted.at > since
  && !document.documentElement.classList.contains('lost')"""


@dataclass(slots=True)
class Course:
    """What was seen: samples by second, seconds of each recovery (None: it never came), switches painted too late."""

    samples: list[dict[str, float]] = field(default_factory=list)
    fresh: dict[str, float] = field(default_factory=dict)
    recoveries: list[float | None] = field(default_factory=list)
    switches: int = 0
    missed_switches: int = 0
    pushed: int = 0
    errors: list[str] = field(default_factory=list)


def serve(folder: Path, database: str, port: int | None) -> Program:
    """The server on a database; on the port it had before, if any."""
    environment = {"GRIDSCOPE_DATABASE_URL": database, **({"PORT": str(port)} if port else {})}
    program = Program.gridscope(["serve"], folder, **environment)
    if port:
        program.port, program.url = port, f"http://127.0.0.1:{port}"
    program.wait_ready()
    return program


def push(port: int, rate: float, stop: Event, up: Event, course: Course) -> None:
    """Push one message a request at a steady rate while the server is up."""
    pusher, waiting = Pusher(port), background(13)
    while not stop.is_set():
        due = time.monotonic() + 1 / rate
        message: Message = present(next(waiting))
        # A server that is killed may have begun its answer.
        with suppress(OSError, RuntimeError, HTTPException):
            if up.is_set():
                pusher.push([message])
                course.pushed += 1
            else:
                pusher = Pusher(port)
        stop.wait(max(due - time.monotonic(), 0))


def sample(page: Any, probe: Any, began: float) -> dict[str, float]:
    """The page's counts after a collection."""
    probe.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in probe.send("Performance.getMetrics")["metrics"]}
    return {"second": time.monotonic() - began, **{name: found[name] for name in COUNTED}, **page.evaluate(IN_PAGE)}


def switch(page: Any, query: str, course: Course) -> None:
    """Show another scene as a link on the page does."""
    course.switches += 1
    page.evaluate("search => window.dash_clientside.set_props('url', { search })", f"?{query}" if query else "")
    try:
        page.wait_for_function(PAINTED, arg=query, timeout=10_000)
    except Exception as error:
        course.missed_switches += 1
        course.errors.append(f"{query}: {type(error).__name__}")


def rotate(page: Any, queries: Sequence[str], dwell: float, course: Course) -> None:
    """Show one scene after the other, each for so many seconds."""
    for query in queries:
        shown = time.monotonic()
        switch(page, query, course)
        page.wait_for_timeout(max(1000 * (dwell - (time.monotonic() - shown)), 0))


def restart(program: Program, database: str, page: Any, up: Event, course: Course) -> Program:
    """Kill the server, start it again, and wait for the page."""
    up.clear()
    os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait()
    page.wait_for_timeout(1000 * DOWN)
    again = serve(program.folder, database, program.port)
    up.set()
    ready, began = 1000 * time.time(), time.monotonic()
    try:
        page.wait_for_function(BACK, arg=ready, timeout=1000 * PATIENCE)
        course.recoveries.append(time.monotonic() - began)
    except Exception as error:
        course.recoveries.append(None)
        course.errors.append(f"recovery: {type(error).__name__}")
    return again


def run(folder: Path, database: str, given: Namespace) -> Course:
    """Rotate, push, kill and count for so many minutes."""
    course, stop, up = Course(), Event(), Event()
    queries = ["" if scene.id == "overview" else f"scene={scene.id}" for scene in (*MAIN, *SYSTEMS)]
    with ExitStack() as stack:
        program = serve(folder, database, None)
        stack.callback(lambda: program.stop())
        up.set()
        stack.callback(stop.set)
        browser = stack.enter_context(chromium())
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.on("pageerror", lambda error: course.errors.append(f"script: {error}"[:300]))
        page.goto(program.url)
        page.wait_for_function(PAINTED, arg="", timeout=60_000)
        probe = page.context.new_cdp_session(page)
        probe.send("Performance.enable")
        in_thread(push, program.port, given.rate, stop, up, course)
        rounds = (*queries[1:], queries[0])
        began = killed = time.monotonic()
        while (now := time.monotonic()) - began < 60 * given.minutes:
            if now - killed > 60 * given.restart:
                program = restart(program, database, page, up, course)
                killed = time.monotonic()
            rotate(page, rounds, given.dwell, course)
            course.samples.append(sample(page, probe, began))
            # Hours are long: it is said how they go.
            print(course.samples[-1], *course.recoveries[-1:], file=sys.stderr, flush=True)
        page.close()
        fresh = browser.new_page(viewport={"width": 1920, "height": 1080})
        fresh.goto(program.url)
        fresh.wait_for_function(PAINTED, arg="", timeout=60_000)
        probe = fresh.context.new_cdp_session(fresh)
        probe.send("Performance.enable")
        for _ in range(ROUNDS):
            rotate(fresh, rounds, given.dwell, course)
        course.fresh = sample(fresh, probe, began)
    return course


def slope(samples: list[dict[str, float]], name: str) -> float:
    """Change per hour by least squares; NaN of fewer than three samples."""
    if len(samples) < 3:
        return float("nan")
    seconds = np.array([one["second"] for one in samples])
    return float(np.polyfit(seconds / 3600, np.array([one[name] for one in samples]), 1)[0])


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20, help="events a second")
    parser.add_argument("--dwell", type=float, default=3, help="seconds a scene is shown")
    parser.add_argument("--restart", type=float, default=4, help="minutes between two kills of the server")
    parser.add_argument("--warm", type=float, default=0.25, help="share of the run that is warming up")
    parser.add_argument("--days", type=float, default=10, help="days of history")
    # In a thin history every hundred cases are more to show, and a page that grows by them seems to leak.
    parser.add_argument("--daily", type=float, default=10_000, help="cases a day of history")
    given = parser.parse_args()
    with workspace() as folder:
        database = f"sqlite:///{folder}/soak.db"
        fill_store(database, days=given.days, daily=given.daily)
        store, now = Store(database), datetime.now(UTC).replace(microsecond=0)
        figures = StatisticSimulator(build_district(7), now=now)
        load_statistics(store, figures, now - timedelta(days=1), now, lambda done, total: None)
        store.close()
        course = run(folder, database, given)
    tell(course, given)


def tell(course: Course, given: Namespace) -> None:
    """Print the table, and write everything where --json says."""
    rotation, events = DWELL / given.dwell, given.rate / BUSY
    acceleration = max(min(rotation, events), 1.0)
    warm = [one for one in course.samples if one["second"] >= 60 * given.minutes * given.warm]
    rows = []
    for name in (*COUNTED, "elements", "maps", "graphs"):
        size = 1e6 if name == "JSHeapUsedSize" else 1.0
        values = [one[name] / size for one in warm] or [float("nan")]
        hourly = slope(warm, name) / size
        drift = 100 * (values[-1] - values[0]) / values[0] if values[0] else 0.0
        label = "heap MB" if name == "JSHeapUsedSize" else name
        new = course.fresh[name] / size
        rows.append((label, values[0], values[-1], max(values), drift, hourly, hourly / acceleration, new))
    missed = sum(one is None for one in course.recoveries)
    came = [one for one in course.recoveries if one is not None]
    report(
        f"soak.py: {given.minutes:g} minutes, {len(warm)} samples after warming up",
        given,
        ("what", "first", "last", "most", "drift %", "per hour", "per hour of a wall", "new page"),
        rows,
        acceleration={"rotation": rotation, "events": events, "divided_by": acceleration},
        course=asdict(course),
        table=rows,
    )
    loads = len({one["loads"] for one in course.samples})
    print(
        f"  rotation x{rotation:.1f}, events x{events:.1f}; {course.switches} switches, {course.missed_switches} not"
        f" painted in 10 s; {course.pushed:,} events; the page was loaded {loads} {'time' if loads == 1 else 'times'}\n"
        f"  {len(course.recoveries)} restarts of the server, {missed} missed, the others back after"
        f" {max(came, default=float('nan')):.1f} s at most\n  errors: {'; '.join(course.errors[:5]) or 'none'}"
    )


if __name__ == "__main__":
    main()
