"""From the moment before a POST to the moment the event is painted on the wall, under steady load.

The demo (SQLite) serves the overview to a headless Chromium of 1920 x 1080; simulated transitions are pushed at a
steady rate, and among them marker events. Measured for each marker: the answer (after the commit), the message at a
plain reader of the same stream and in the page (what lies between is the page being busy), the row painted in the
live list, and the figure `reported` painted with the marker in it. A marker that newer events pushed out of the list
before it was painted is missing in n. The page's clock is ours: both are the machine's.
"""

import http.client
import random
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Final

import numpy as np
from harness import (
    Message,
    Program,
    Pusher,
    chromium,
    cpu_seconds,
    in_thread,
    options,
    report,
    spread,
    start_demo,
    workspace,
)
from sqlalchemy import select

from dashboard.demo.district import build_district
from dashboard.demo.simulator import Simulator
from data_access.clock import DAY, HOUR
from data_access.store.schema import event
from data_access.store.store import Store

PREFIX: Final = "GLASS"
GRACE: Final = 5.0
"""Seconds that the last marker is given to arrive."""

WATCH: Final = Path(__file__).with_name("glass.js").read_text("utf-8")


def background(seed: int) -> Iterator[Message]:
    """Transitions of a simulated history in their order; those that take a case out of the count are left out."""
    start = datetime(2026, 3, 2, tzinfo=UTC)
    simulator = Simulator(build_district(7), start=start, seed=seed)
    for message in simulator.history(start, start + timedelta(days=60)):
        if message["stage"] not in ("voided", "withdrawn"):
            yield message


def present(message: Message) -> Message:
    """The message as if it happened now, its time limit moved along."""
    now = datetime.now(UTC)
    moved = {**message, "event_id": f"BENCH-{message['event_id']}", "at": now.isoformat()}
    if message.get("due_at"):
        moved["due_at"] = (
            now + (datetime.fromisoformat(message["due_at"]) - datetime.fromisoformat(message["at"]))
        ).isoformat()
    return moved


def push_background(port: int, rate: float, stop: Event, taken: list[float]) -> None:
    """Push one message a request at a steady rate; `taken` gets the seconds each took."""
    pusher = Pusher(port)
    due = time.monotonic()
    for message in background(11):
        if stop.wait(max(due - time.monotonic(), 0)):
            return
        # What could not be kept up with is not made up for: the rate reached is reported.
        due = max(due + 1 / rate, time.monotonic() - 1)
        began = time.monotonic()
        pusher.push([present(message)])
        taken.append(time.monotonic() - began)


def push_markers(port: int, count: int, stop: Event, done: Event, sent: dict[str, tuple[float, float]]) -> None:
    """Push the markers at random intervals; `sent` gets the milliseconds before and after each POST."""
    pusher = Pusher(port)
    rng = random.Random(1)
    grids = build_district(7).at_level("grid")
    for number in range(count):
        if stop.wait(rng.uniform(0.3, 0.9)):
            return
        name = f"{PREFIX}-{number:04d}"
        grid = rng.choice(grids)
        spot = grid.geometry.representative_point()
        began = time.time()
        now = datetime.fromtimestamp(began, UTC)
        message: Message = {
            "event_id": f"{name}-{began}",
            "source": "hotline_12345",
            "stage": "collected",
            "at": now.isoformat(),
            "title": f"{name} 店外经营占用人行道",
            "category": "city/street-order",
            "severity": 2,
            "area": grid.code,
            "lon": round(spot.x, 6),
            "lat": round(spot.y, 6),
            "due_at": (now + timedelta(days=1)).isoformat(),
        }
        pusher.push([message])
        sent[name] = (1000 * began, 1000 * time.time())
    done.set()


def read_stream(port: int, stop: Event, arrived: dict[str, float], messages: list[float]) -> None:
    """Read the overview's stream as a page does, without a page; `arrived` gets the milliseconds of each marker,
    `messages` the monotonic second of every message."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/live?view=")
    answer = connection.getresponse()
    while not stop.is_set() and (line := answer.readline()):
        now = 1000 * time.time()
        if line.startswith(b"data:"):
            messages.append(time.monotonic())
        for name in re.findall(rb"GLASS-\d+", line):
            arrived.setdefault(name.decode(), now)
    connection.close()


def reached(folder: Path, names: list[str], reported: list[tuple[float, float, float]]) -> dict[str, float]:
    """When the figure first showed each marker's event counted: the store tells, in the order of its commits, how
    many cases the window then held. Milliseconds by name; what was never reached is left out."""
    store = Store(f"sqlite:///{folder}/var/demo.db")
    c = event.c
    since = int(reported[0][2]) - DAY - HOUR
    with store.reading() as connection:
        chosen = select(c.id, c.event_id, c.collected_at, c.ended_at).where(c.collected_at >= since).order_by(c.id)
        rows = connection.execute(chosen).all()
    store.close()
    collected = np.array([row.collected_at for row in rows])
    ended = np.array([row.ended_at or 2**62 for row in rows])
    place = {row.event_id.rpartition("-")[0]: number for number, row in enumerate(rows)}
    found = {}
    for name in names:
        upto = slice(place[name] + 1)
        for at, value, as_of in reported:
            within = (collected[upto] >= as_of - DAY) & (collected[upto] < as_of) & (ended[upto] > as_of)
            if collected[place[name]] < as_of and value >= within.sum():
                found[name] = at
                break
    return found


def run(program: Program, given: Any) -> dict[str, Any]:
    """Open the page, push, and collect what the page and the system saw."""
    stop, done, taken, sent, read, messages = Event(), Event(), [], {}, {}, []
    with chromium() as browser, ExitStack() as stack:
        # Also when it is broken off: the threads must not outlive the program.
        stack.callback(stop.set)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.add_init_script(WATCH)
        page.goto(program.url)
        page.wait_for_function("window.gridscope && window.gridscope.painted", timeout=60_000)
        page.wait_for_function("window.glass.messages > 0", timeout=60_000)
        page.evaluate("window.glass.watch()")
        probe = page.context.new_cdp_session(page)
        received: list[int] = []
        probe.on("Network.dataReceived", lambda what: received.append(what["dataLength"]))
        # Two sessions: time on the clock, and time on the processor, which other programs cannot lengthen.
        ticks = page.context.new_cdp_session(page)
        ticks.send("Performance.enable", {"timeDomain": "threadTicks"})
        for domain in ("Performance", "Network"):
            probe.send(f"{domain}.enable")
        reader = in_thread(read_stream, program.port, stop, read, messages)
        threads = [in_thread(push_background, program.port, given.rate, stop, taken)] if given.rate else []
        page.wait_for_timeout(3000)  # under load from the first marker on
        before = _tasks(probe), _tasks(ticks)
        worker, began = program.worker(), time.monotonic()
        cpu, first = cpu_seconds(worker), len(taken)
        received.clear()
        threads.append(in_thread(push_markers, program.port, given.markers, stop, done, sent))
        while not done.is_set():
            if not threads[-1].is_alive() and not done.is_set():
                raise RuntimeError(f"the markers' thread ended after {len(sent)} of {given.markers}")
            page.wait_for_timeout(200)
        seconds = time.monotonic() - began
        streamed = sum(received)
        after = _tasks(probe), _tasks(ticks)
        shares = {
            "seconds": seconds,
            "background_per_second": (len(taken) - first) / seconds,
            "main_thread": (after[0][0] - before[0][0]) / (after[0][1] - before[0][1]),
            "main_thread_cpu": (after[1][0] - before[1][0]) / (after[1][1] - before[1][1]),
            "server_cpu": (cpu_seconds(worker) - cpu) / seconds,
            "stream_bytes_per_second": streamed / seconds,
            "messages_per_second": sum(began <= at < began + seconds for at in messages) / seconds,
        }
        page.wait_for_timeout(1000 * GRACE)
        stop.set()
        for thread in threads:
            thread.join()
        seen = page.evaluate("({ ...window.glass, watch: null })")
        reader.join(timeout=10)
    background_ms = [1000 * one for one in taken[first:]]
    return {"sent": sent, "read": read, "shares": shares, "background_ms": background_ms, **seen}


def _tasks(probe: Any) -> tuple[float, float]:
    """Seconds that the main thread has worked, and the second of that answer: a busy page answers late."""
    found = probe.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration")), time.monotonic()


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--days", type=int, default=30, help="days of history")
    parser.add_argument("--markers", type=int, default=100, help="marker events")
    parser.add_argument("--rate", type=float, default=20, help="other events a second")
    given = parser.parse_args()
    with workspace() as folder, start_demo(folder, max(given.days, 2)) as program:
        program.wait_ready()
        seen = run(program, given)
        sent, shares = seen["sent"], seen["shares"]
        counted = reached(folder, list(sent), seen["reported"])
        delays = {
            "POST answered (committed)": [after - before for before, after in sent.values()],
            "message at a plain reader": [at - sent[name][0] for name, at in seen["read"].items()],
            "message in the page": [at - sent[name][0] for name, at in seen["arrived"].items()],
            "row painted in the live list": [at - sent[name][0] for name, at in seen["listed"].items()],
            "figure `reported` painted": [at - sent[name][0] for name, at in counted.items()],
            "background POST answered": seen["background_ms"],
        }
        figures = {name: spread(values) for name, values in delays.items()}
        rows = [(name, *one.values()) for name, one in figures.items()]
        report(
            f"event_to_glass.py: ms from before the POST, {given.markers} markers",
            given,
            ("what", "n", "p50", "p95", "max"),
            rows,
            delays=figures,
            **shares,
            unlisted=sorted(set(sent) - set(seen["listed"])),
        )
        print(
            f"  background {shares['background_per_second']:.1f}/s; "
            f"main thread of the page {shares['main_thread']:.0%} busy "
            f"({shares['main_thread_cpu']:.0%} of a core), web worker {shares['server_cpu']:.0%} of a core; "
            f"stream {shares['stream_bytes_per_second'] / 1000:,.0f} kB/s, "
            f"{shares['messages_per_second']:.1f} messages/s; the list has room for {seen['rows']} rows"
        )


if __name__ == "__main__":
    main()
