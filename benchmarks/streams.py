"""A thousand open streams on one worker: does every picture reach everyone, how late, and what does it cost.

Plain asyncio connections in this process read GET /live of one view while one event a second is pushed. Delay: from
the answer to the POST (committed) to the first message of that data version or a later one, for every stream and
event. A dropped frame is a data version that some stream was sent and another never was; a merged picture (told apart
by as_of) reached a slow stream only as part of the next. The readers use a core of the same machine: their own share
is printed beside the worker's.
"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from event_to_glass import background, present
from harness import (
    Program,
    Pusher,
    cpu_seconds,
    fill_store,
    options,
    report,
    resident,
    spread,
    workspace,
)

OPENED_AT_ONCE = 50


class Stream(asyncio.Protocol):
    """One reader. `frames`: (monotonic seconds, data version, bytes) of each message; `pictures`: their as_of."""

    def __init__(self, view: str, after: str = "") -> None:
        # HTTP/1.0: the events come as they are, not in chunks of the transfer encoding.
        self.request = f"GET /live?view={quote(view)}&after={quote(after)} HTTP/1.0\r\nHost: bench\r\n\r\n".encode()
        self.opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.frames: list[tuple[float, int, int]] = []
        self.pictures: set[bytes] = set()
        self.mark: str | None = None
        self.lost = False
        self._rest = bytearray()
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        scanned = max(len(self._rest) - 3, 0)
        self._rest += data
        if not self.opened.done():
            end = self._rest.find(b"\r\n\r\n")
            if end < 0:
                return
            self.opened.set_result(bytes(self._rest[: self._rest.index(b"\r\n")]).decode())
            del self._rest[: end + 4]
            scanned = 0
        while (end := self._rest.find(b"\n\n", scanned)) >= 0:
            # Comments (the opening, heartbeats) carry no version.
            if self._rest.startswith(b"id: "):
                version = int(self._rest[4 : self._rest.index(b"\n")])
                self.frames.append((time.monotonic(), version, end + 2))
                place = self._rest.index(b'"as_of":')
                self.pictures.add(bytes(self._rest[place + 8 : place + 24]))
                if self.mark is None:
                    self.mark = bytes(self._rest).partition(b'"mark":"')[2].partition(b'"')[0].decode()
            del self._rest[: end + 2]
            scanned = 0

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_result(f"connection lost: {error}")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


async def open_streams(program: Program, view: str, count: int) -> list[Stream]:
    """Open streams a few at a time; RuntimeError if one is refused."""
    loop = asyncio.get_running_loop()
    first_comer = Stream(view)
    await loop.create_connection(lambda: first_comer, "127.0.0.1", program.port)
    await asyncio.wait_for(first_comer.opened, 120)
    while first_comer.mark is None:
        await asyncio.sleep(0.05)
    first_comer.close()
    # The others begin where a page would after its first paint: not with the whole picture.
    streams = [Stream(view, first_comer.mark) for _ in range(count)]
    for first in range(0, count, OPENED_AT_ONCE):
        some = streams[first : first + OPENED_AT_ONCE]
        for one in some:
            await loop.create_connection(lambda one=one: one, "127.0.0.1", program.port)
        for one in some:
            said = await asyncio.wait_for(one.opened, 120)
            if " 200 " not in f"{said} ":
                raise RuntimeError(f"a stream was answered {said!r}")
    return streams


async def push(program: Program, rate: float, seconds: float) -> tuple[list[tuple[int, float]], list[float]]:
    """Push events at a rate: (data version, monotonic second of the answer) of each, and the milliseconds taken."""
    pusher, messages = Pusher(program.port), background(11)
    ready = await asyncio.to_thread(program.ready)
    assert ready is not None
    version = ready["version"]
    commits: list[tuple[int, float]] = []
    taken = []
    due = time.monotonic()
    for _ in range(round(rate * seconds)):
        await asyncio.sleep(max(due - time.monotonic(), 0))
        due += 1 / rate
        began = time.monotonic()
        await asyncio.to_thread(pusher.push, [present(next(messages))])
        answered = time.monotonic()
        version += 1
        commits.append((version, answered))
        taken.append(1000 * (answered - began))
    ready = await asyncio.to_thread(program.ready)
    if ready is None or ready["version"] != version:
        raise RuntimeError(f"data version is {ready and ready['version']}, expected {version}: somebody else wrote")
    return commits, taken


def delays(stream: Stream, commits: Sequence[tuple[int, float]]) -> list[float | None]:
    """Milliseconds from each commit to the first message that has it; None where none came."""
    found: list[float | None] = []
    place = 0
    for version, at in commits:
        while place < len(stream.frames) and stream.frames[place][1] < version:
            place += 1
        found.append(1000 * (stream.frames[place][0] - at) if place < len(stream.frames) else None)
    return found


async def measure(program: Program, given: Any) -> dict[str, Any]:
    """Open, push, wait, and put together what every stream saw."""
    worker = program.worker()
    empty = resident(worker)
    began = time.monotonic()
    streams = await open_streams(program, given.view, given.streams)
    opening = time.monotonic() - began
    await asyncio.sleep(2)
    for one in streams:
        one.frames.clear()
        one.pictures.clear()
    cpu, own, began = cpu_seconds(worker), time.process_time(), time.monotonic()
    commits, taken = await push(program, given.rate, given.seconds)
    seconds = time.monotonic() - began
    shares = {
        "worker_cpu": (cpu_seconds(worker) - cpu) / seconds,
        "reader_cpu": (time.process_time() - own) / seconds,
    }
    await asyncio.sleep(given.grace)
    found = [delays(one, commits) for one in streams]
    last = [one[-1] for one in found]
    # Versions between ours exist only where somebody else wrote; an idle picture repeats the last one.
    sent = {version for one in streams for _, version, _ in one.frames}
    missing = [len(sent - {version for _, version, _ in one.frames}) for one in streams]
    pictures = set[bytes]().union(*(one.pictures for one in streams))
    messages = [len(one.frames) for one in streams]
    sizes = [size for one in streams for _, _, size in one.frames]
    total = resident(worker)
    for one in streams:
        one.close()
    return {
        "delay_ms": spread([one for some in found for one in some if one is not None]),
        "last_version_ms": spread([one for one in last if one is not None]),
        "post_ms": spread(taken),
        "streams_without_last_version": sum(one is None for one in last),
        "streams_lost": sum(one.lost for one in streams),
        "events": len(commits),
        "versions_sent": len(sent),
        "dropped_frames": sum(missing),
        "dropped_share": sum(missing) / max(len(sent) * len(streams), 1),
        "dropped_most": max(missing),
        "pictures_sent": len(pictures),
        "merged_pictures": sum(len(pictures - one.pictures) for one in streams),
        "messages_per_stream": {"min": min(messages), "median": median(messages), "max": max(messages)},
        "message_bytes": spread(sizes),
        "bytes_per_second": sum(sizes) / (seconds + given.grace),
        "opening_seconds": opening,
        "memory_mb": {"before": empty, "with streams": total},
        **shares,
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--streams", type=int, default=1000, help="open streams")
    parser.add_argument("--seconds", type=float, default=60, help="seconds of pushing")
    parser.add_argument("--rate", type=float, default=1, help="events a second")
    parser.add_argument("--days", type=float, default=7, help="days of history")
    parser.add_argument("--view", default="", help="query of the view that all streams show")
    parser.add_argument("--grace", type=float, default=10, help="seconds after the last event to wait for messages")
    given = parser.parse_args()
    with workspace() as folder:
        found = run(folder, given)
    rows = [
        ("POST answered -> message, every event", *found["delay_ms"].values()),
        ("POST answered -> message, last event", *found["last_version_ms"].values()),
        ("POST taken", *found["post_ms"].values()),
        ("bytes of a message", *found["message_bytes"].values()),
    ]
    title = f"streams.py: ms, {given.streams} streams, {given.rate:g} events/s for {given.seconds:g} s"
    report(title, given, ("what", "n", "p50", "p95", "max"), rows, **found)
    memory, messages = found["memory_mb"], found["messages_per_stream"]
    print(
        f"  {found['dropped_frames']} of {found['versions_sent']} x {given.streams} frames dropped "
        f"({found['dropped_share']:.2%}, most of one stream {found['dropped_most']}); "
        f"{found['streams_without_last_version']} streams without the last version, {found['streams_lost']} lost\n"
        f"  {found['merged_pictures'] / given.streams:.1f} of {found['pictures_sent']} pictures merged into the next, "
        f"mean of a stream\n"
        f"  messages per stream {messages['min']}/{messages['median']:g}/{messages['max']} (min/median/max), "
        f"{found['bytes_per_second'] / 1e6:.1f} MB/s in all; opened in {found['opening_seconds']:.1f} s\n"
        f"  worker {memory['before']:.0f} -> {memory['with streams']:.0f} MB, {found['worker_cpu']:.0%} of a core; "
        f"readers {found['reader_cpu']:.0%} of a core"
    )


def run(folder: Path, given: Any) -> dict[str, Any]:
    """Serve a filled store with one worker and measure it."""
    url = f"sqlite:///{folder}/bench.db"
    fill_store(url, days=given.days)
    environment = {"GRIDSCOPE_DATABASE_URL": url, "GRIDSCOPE_STREAMS": str(given.streams + 100)}
    with Program.gridscope(["serve"], folder, **environment) as program:
        program.wait_ready()
        return asyncio.run(measure(program, given))


if __name__ == "__main__":
    main()
