"""From a click to the painted view, level by level: district, street, community, grid, event, and back up.

A real server (gunicorn as it is served) on a store of --events, a real Chromium at 1440 x 900 and 1920 x 1080. A walk
goes down the tree in a scene by what is on the glass there: names on the map, rows of areas, lists of events; then back
up by Escape, the breadcrumb, the browser's back and forward; and sideways, to other scenes and windows. Of each step:
milliseconds from the time stamp of the click to the paint of the new view (0 of it the server's where the page had
asked ahead), how long the server took to answer (sent to first byte), and the page before and after; then when its last
slow panel was there. Areas are drawn by lot and seldom come twice, so that a step down is what nobody has asked for
before. Graphs and maps of the first page must be those of the last.

The store ends when it was filled; the server's clock stands there too and goes on from there, and new events go on
coming in at --rate. On a machine that does something else too, look at its load before the figures.
"""

import random
import sys
import time
from argparse import Namespace
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Final
from urllib.parse import parse_qs

from event_to_glass import background
from harness import Program, Pusher, chromium, fill_store, in_thread, options, percentile, report, spread, workspace
from sqlalchemy import func, select

from data_access.clock import now_micros
from data_access.store.schema import area as area_table
from data_access.store.schema import warning_watch
from data_access.store.store import Store

HERE: Final = Path(__file__).parent
SIZES: Final = ("1440x900", "1920x1080")
SCENES: Final = ("overview", "flow", "risk", "response", "scores")
LIMIT: Final = 400.0
GRACE: Final = 400
"""Milliseconds between two steps, as long as a quick reader takes."""

COLUMNS: Final = (
    *(("total", share) for share in (0.5, 0.95, 1.0)),
    *(("server", share) for share in (0.5, 0.95)),
    ("before", 0.5),
    *(("after", share) for share in (0.5, 0.95)),
    ("settled", 0.95),
    ("bytes", 0.5),
)
"""What is told of each kind of step, and at which percentile; HEADER names them."""

HEADER: Final = (
    "step",
    "n",
    "> 400",
    "p50",
    "p95",
    "max",
    "server",
    "p95",
    "before",
    "page",
    "p95",
    "whole p95",
    "bytes",
)

Step = dict[str, Any]


class Walk:
    """One page that steps from view to view and notes what each step took."""

    def __init__(self, page: Any, parents: dict[str, str | None], chance: random.Random, hover: float) -> None:
        self.page = page
        self.parents = parents
        self.chance = chance
        self.hover = hover
        self.steps: list[Step] = []
        self.missing: list[str] = []

    @property
    def area(self) -> str:
        """The area looked at."""
        root = next(code for code, parent in self.parents.items() if parent is None)
        return parse_qs(self.page.evaluate("location.search").lstrip("?")).get("area", [root])[0]

    def take(self, kind: str, act: Any) -> None:
        """Do something that leads to another view, and note what it took."""
        self.page.evaluate("drill.arm()")
        act()
        told = self.page.evaluate("drill.told()")
        calls = [one for one in told["calls"] if one["end"] <= told["shown"]]
        last = max(calls, key=lambda one: one["end"], default=None)
        total = told["shown"] - told["began"]
        server = 0.0 if last is None else last["first"] - last["start"]
        self.page.wait_for_timeout(GRACE)
        self.steps.append(
            {
                "kind": kind,
                "total": total,
                "server": server,
                "wire": 0.0 if last is None else last["end"] - last["first"],
                "before": 0.0 if last is None else max(last["start"] - told["began"], 0.0),
                "after": told["shown"] - (told["began"] if last is None else max(last["end"], told["began"])),
                "settled": None if told["settled"] is None else told["settled"] - told["began"],
                "bytes": 0 if last is None else last["bytes"],
                "view": told["view"],
            }
        )

    def click(self, kind: str, x: float, y: float) -> None:
        """A click at a place where the pointer comes to rest for a while, or at once."""
        self.page.mouse.move(x, y)
        if self.hover:
            self.page.wait_for_timeout(self.hover)
        self.take(kind, lambda: self.page.mouse.click(x, y))

    def down(self, level: str, scene: str) -> bool:
        """One level down by what is on the glass; whether anything there leads down."""
        here = self.area
        names = self.page.evaluate("drill.names()") if scene == "overview" else []
        if names and self.chance.random() < 0.7:
            one = self.chance.choice(names)
            self.click(f"to {level}", one["x"], one["y"])
            return True
        links = [
            one for one in self.page.evaluate("drill.links('.main > .p a[href^=\"?\"]')") if self._below(one, here)
        ]
        if not links:
            self.missing.append(f"{scene} at {here}: nothing leads to a {level}")
            return False
        one = self.chance.choice(links)
        self.click(f"to {level}", one["x"], one["y"])
        return True

    def _below(self, link: Step, here: str) -> bool:
        asked = parse_qs(link["href"].lstrip("?"))
        return "focus" not in asked and self.parents.get(asked.get("area", [""])[0]) == here

    def event(self) -> bool:
        """Open the first event listed, and shut it again."""
        links = self.page.evaluate("drill.links('.main > .p a[href*=\"focus=event\"]')")
        if not links:
            return False
        self.click("to event", links[0]["x"], links[0]["y"])
        self.take("shut event", lambda: self.page.keyboard.press("Escape"))
        return True

    def up(self) -> None:
        """One level up by the breadcrumb, or by Escape."""
        if self.chance.random() < 0.5:
            self.take("up", lambda: self.page.keyboard.press("Escape"))
            return
        above = self.page.evaluate("drill.links('#page-breadcrumb a.up')")[-1]
        self.click("up", above["x"], above["y"])

    def through(self, way: str) -> None:
        """Back or forward by the browser's history."""
        self.take(way, lambda: self.page.evaluate(f"drill.began = performance.now(), history.{way}()"))

    def aside(self, kind: str, selector: str) -> None:
        """To another scene or window."""
        links = self.page.evaluate(f"drill.links('{selector}')")
        one = self.chance.choice(links)
        self.click(kind, one["x"], one["y"])


def walk(walker: Walk, url: str, scene: str, turns: int) -> None:
    """Down to an event and back up in one scene, so many times; then through the other scenes and windows."""
    page = walker.page
    page.goto(f"{url}/?scene={scene}" if scene != "overview" else url)
    page.wait_for_function("window.gridscope && gridscope.painted", timeout=120_000)
    page.wait_for_timeout(2000)
    page.evaluate("drill.keep()")
    for _ in range(turns):
        depth = 0
        for level in ("street", "community", "grid"):
            if not walker.down(level, scene):
                break
            depth += 1
        walker.event()
        if depth > 1:
            walker.through("back")
            walker.through("forward")
        for _ in range(depth):
            walker.up()
    walker.down("street", scene)
    for _ in range(2):
        walker.aside("other window", '#page-windows a[href^="?"]:not(.on)')
        walker.aside("other scene", '.tabs a[href^="?"]:not(.on)')
    lost = page.evaluate("drill.lost()")
    if lost:
        walker.missing.append(
            f"{scene}: {lost} of {page.evaluate('drill.kept.length')} graphs and maps were mounted anew"
        )


def push(port: int, behind: float, rate: float, stop: Event) -> None:
    """Go on with what comes in, as of the server's clock."""
    pusher, due = Pusher(port), time.monotonic()
    for message in background(23):
        if stop.wait(max(due - time.monotonic(), 0)):
            return
        due = max(due + 1 / rate, time.monotonic() - 1)
        now = datetime.now(UTC) - timedelta(seconds=behind)
        moved = {**message, "event_id": f"DRILL-{message['event_id']}", "at": now.isoformat()}
        if message.get("due_at"):
            late = datetime.fromisoformat(message["due_at"]) - datetime.fromisoformat(message["at"])
            moved["due_at"] = (now + late).isoformat()
        pusher.push([moved])


def tree(database: Path) -> tuple[dict[str, str | None], float]:
    """Each area's parent, and how many seconds ago the last thing happened in the store."""
    store = Store(f"sqlite:///{database}")
    store.migrate()
    with store.reading() as connection:
        parents = {row.code: row.parent for row in connection.execute(select(area_table.c.code, area_table.c.parent))}
        # A store that was served before has warnings of later than its events: no clock may go back behind them.
        watched = connection.execute(select(func.max(warning_watch.c.evaluated_at))).scalar() or 0
    last = max(store.version().newest_at or now_micros(), watched)
    store.close()
    return parents, max((now_micros() - last) / 1e6 - 5, 0.0)


def table(steps: list[Step]) -> list[tuple[Any, ...]]:
    """A row a kind of step, and one of all: milliseconds, and kilobytes."""
    kinds = defaultdict(list)
    for one in steps:
        kinds[one["kind"]].append(one)
    rows = []
    for kind, some in [*kinds.items(), ("all", steps)]:
        known = {name: [one[name] for one in some if one[name] is not None] for name, _ in COLUMNS}
        figures = [percentile(known[name], share) for name, share in COLUMNS]
        over = sum(one["total"] > LIMIT for one in some)
        rows.append((kind, len(some), over, *figures))
    return rows


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--events", type=int, default=30_000, help="events in the history")
    parser.add_argument("--daily", type=float, default=2740, help="events a day")
    parser.add_argument("--database", type=Path, help="a SQLite file made before; it is served itself")
    parser.add_argument("--rate", type=float, default=0.13, help="messages a second that come in meanwhile; 0: none")
    parser.add_argument("--turns", type=int, default=2, help="ways down and up in each scene and size")
    parser.add_argument(
        "--hover", type=float, default=150, help="milliseconds the pointer rests before a click; 0: none"
    )
    parser.add_argument("--scenes", nargs="*", default=SCENES, help="scenes to walk in")
    parser.add_argument("--sizes", nargs="*", default=SIZES, help="sizes of the window")
    parser.add_argument("--seed", type=int, default=1, help="of the ways that are taken")
    given = parser.parse_args()
    with workspace() as folder:
        database = given.database or folder / "drill.db"
        if given.database is None:
            fill_store(f"sqlite:///{database}", days=given.events / given.daily, daily=given.daily)
        parents, behind = tree(database)
        environment = {"GRIDSCOPE_DATABASE_URL": f"sqlite:///{database.resolve()}"}
        command = [sys.executable, str(HERE / "served.py"), str(behind)]
        with Program(command, folder, environment) as program, chromium() as browser:
            program.wait_ready()
            measure(program, browser, parents, behind, given)


def measure(program: Program, browser: Any, parents: dict[str, str | None], behind: float, given: Namespace) -> None:
    """Walk in every scene and size, and report."""
    stop, chance = Event(), random.Random(given.seed)
    if given.rate:
        in_thread(push, program.port, behind, given.rate, stop)
    steps: list[Step] = []
    missing: list[str] = []
    try:
        for size in given.sizes:
            width, height = map(int, size.split("x"))
            page = browser.new_page(viewport={"width": width, "height": height})
            page.add_init_script(path=str(HERE / "drill.js"))
            for scene in given.scenes:
                walker = Walk(page, parents, chance, given.hover)
                walk(walker, program.url, scene, given.turns)
                steps += [{**one, "size": size, "scene": scene} for one in walker.steps]
                missing += [f"{size} {one}" for one in walker.missing]
            page.close()
    finally:
        stop.set()
    report(f"drill.py: ms from the click, {given.database or given.events}", given, HEADER, table(steps), steps=steps)
    scenes = []
    for size in given.sizes:
        for scene in given.scenes:
            some = [one["total"] for one in steps if (one["size"], one["scene"]) == (size, scene)]
            scenes.append((f"{size} {scene}", *spread(some).values()))
    report("drill.py: ms from the click, by scene", given, ("scene", "n", "p50", "p95", "max"), scenes, steps=steps)
    for one in dict.fromkeys(missing):
        print(f"  {one}")


if __name__ == "__main__":
    main()
