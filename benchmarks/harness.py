"""What the benchmarks share: a program of their own in a folder of its own, HTTP pushing, percentiles, tables.

Run by itself it prints the line that describes the machine.
"""

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

ROOT: Final = Path(__file__).resolve().parents[1]
# The scripts start from this folder; the program and the servers of the tests lie beside it.
sys.path.insert(0, str(ROOT))

from dashboard.demo.district import build_district  # noqa: E402  (needs the path set above)
from dashboard.demo.loading import load_district  # noqa: E402  (as above)
from dashboard.demo.simulator import Simulator  # noqa: E402  (as above)
from data_access.ingest.ingestor import Ingestor  # noqa: E402  (as above)
from data_access.ingest.receipt import Incoming  # noqa: E402  (as above)
from data_access.store.store import Store  # noqa: E402  (as above)
from tests.ports import free_port  # noqa: E402  (as above)
from tests.waiting import wait_until  # noqa: E402  (as above)

FEED: Final = "bench"
TOKEN: Final = "benchmark"
BATCH: Final = 26_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_CHROMIUM: Final = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-gpu",
)

Message = dict[str, Any]


class Program:
    """One `gridscope` command in a process group of its own, listening on a free port where it listens at all."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "program.log"
        given = {name: value for name, value in os.environ.items() if not name.startswith("GRIDSCOPE_")}
        own = {"PORT": str(self.port), "HOST": "127.0.0.1", "GRIDSCOPE_FEED_TOKENS": f"{FEED}={TOKEN}"}
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self.began = time.time()
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env={**given, **own, "PYTHONPATH": path, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    @classmethod
    def gridscope(cls, arguments: Sequence[str], folder: Path, **environment: str) -> Self:
        """`gridscope ...` run in `folder`: what it keeps in ./var stays there."""
        return cls([sys.executable, "-m", "dashboard.cli", *arguments], folder, environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def output(self) -> str:
        """What the program has written so far."""
        return self._log.read_text("utf-8", "replace")

    def alive(self) -> bool:
        """True while it runs; RuntimeError with its output when it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the program ended with {self.process.returncode}:\n{self.output()[-4000:]}")
        return True

    def ready(self) -> dict[str, Any] | None:
        """What /readyz says, or None before it answers 200."""
        self.alive()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            body = answer.read()
        except OSError:
            return None
        finally:
            connection.close()
        return json.loads(body) if answer.status == 200 else None

    def wait_ready(self, seconds: float = 300) -> dict[str, Any]:
        """Wait until it serves."""
        found = wait_until(self.ready, "/readyz answers 200", seconds=seconds)
        assert found is not None
        return found

    def pids(self) -> list[int]:
        """The process and all below it, parents first."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (stat := _stat(int(entry.name))):
                children.setdefault(int(stat[1]), []).append(int(entry.name))
        found = [self.process.pid]
        for pid in found:
            found += children.get(pid, [])
        return found

    def worker(self) -> int:
        """The pid of the web worker: the child that has worked the most."""
        return max(self.pids()[1:], key=cpu_seconds)

    def stop(self) -> None:
        """End it in order; what is left of its group after ten seconds is killed."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Pusher:
    """Pushes messages over one kept connection; one per thread."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def push(self, messages: Sequence[Message]) -> dict[str, Any]:
        """The receipt of a batch; RuntimeError if it was refused or anything of it quarantined."""
        body = json.dumps(messages, ensure_ascii=False).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        try:
            self._connection.request("POST", "/api/v1/events", body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server gives up connections that were idle for long; messages sent twice count once.
            self._connection.close()
            self._connection.request("POST", "/api/v1/events", body, headers)
            answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != 202 or json.loads(text)["quarantined"]:
            raise RuntimeError(f"push answered {answer.status}: {text[:400]}")
        return dict(json.loads(text))


def start_demo(folder: Path, days: int, *options: str, **environment: str) -> Program:
    """`gridscope demo` of some days, its own feed starting no new cases, so that what is pushed can be counted."""
    return Program.gridscope(["demo", f"--days={days}", "--rate=0", *options], folder, **environment)


def fill_store(url: str, *, days: float, daily: float = 640.0, seed: int = 7) -> int:
    """Migrate a database, load the synthetic district and a history that ends now; the number of messages."""
    store = Store(url)
    store.migrate()
    district = build_district(seed)
    load_district(store, district)
    now = datetime.now(UTC).replace(microsecond=0)
    start = now - timedelta(days=days)
    simulator = Simulator(district, start=start, now=now, seed=seed, daily=daily)
    messages = simulator.history(start, now) if days else iter(())
    ingestor = Ingestor(store)
    count = 0
    # A million events are too many to hold at once.
    while batch := [Incoming(message) for message in islice(messages, BATCH)]:
        count += ingestor.ingest(batch, FEED).read
    store.close()
    return count


@contextmanager
def workspace() -> Iterator[Path]:
    """A temporary folder that is gone afterwards, also after Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="gridscope-bench-"))
    try:
        yield folder
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium of Playwright's."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_CHROMIUM))
        try:
            yield browser
        finally:
            browser.close()


def percentile(values: Iterable[float], share: float) -> float:
    """The percentile (share 0..1), linear between closest ranks; NaN of nothing."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread(values: Sequence[float]) -> dict[str, float]:
    """n, p50, p95 and max of some values."""
    most = max(values, default=float("nan"))
    return {"n": len(values), "p50": percentile(values, 0.5), "p95": percentile(values, 0.95), "max": most}


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used, 0 if it is gone."""
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / _TICKS if stat else 0.0


def resident(pid: int) -> float:
    """Resident memory of a process in MB, 0 if it is gone."""
    stat = _stat(pid)
    return int(stat[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if stat else 0.0


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def machine() -> str:
    """What the figures were taken on, and what else it was doing."""
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, load average {load}, {platform.machine()}, {versions}"


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser with what all benchmarks have."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return parser


def report(
    title: str, given: argparse.Namespace, header: Sequence[str], rows: Sequence[Sequence[Any]], **figures: Any
) -> None:
    """Print a table and the machine's line; write options and figures where --json says."""
    cells = [[str(one) for one in header], *([_written(one) for one in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        first, *rest = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join([first, *rest]).rstrip())
    print(f"  {machine()}")
    if given.json:
        chosen = {name: value for name, value in vars(given).items() if name != "json"}
        told = {"benchmark": title, "machine": machine(), "options": chosen, **figures}
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")


def _written(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


def in_thread(target: Any, *arguments: Any) -> threading.Thread:
    """A started daemon thread."""
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


if __name__ == "__main__":
    print(machine())
