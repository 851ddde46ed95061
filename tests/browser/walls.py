"""Servers of the wall: the real one in a process of its own, and one in this process whose parts a test may change."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from werkzeug.serving import make_server

from dashboard.app import Program, create_app
from dashboard.settings import Settings
from data_access.store.store import Store
from tests.browser.world import Message
from tests.ports import free_port
from tests.waiting import wait_until

ROOT: Final = Path(__file__).resolve().parents[2]
TOKEN: Final = "open-sesame"


class Address:
    """Where a wall is served, and what any HTTP client can do with it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> Any:
        """The JSON that a path answers; urllib.error.HTTPError for a status of 400 or more."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
            return json.loads(answer.read())

    def measures(self, query: str = "") -> dict[str, Any]:
        """The one row of GET /api/v1/measures."""
        (row,) = self.get(f"/api/v1/measures?{query}")["rows"]
        return dict(row)

    def push(self, *messages: Message) -> None:
        """Push messages, none of which may be refused."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/events",
            json.dumps(messages).encode(),
            {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.loads(answer.read())["quarantined"] == []

    def answers(self) -> bool:
        """Whether somebody answers there."""
        try:
            self.get("/healthz")
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


class WallServer(Address):
    """`gridscope serve` on a SQLite file. The port, and so the url, stays the same over restarts."""

    def __init__(self, database: Path) -> None:
        super().__init__(free_port())
        self.database = database
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GRIDSCOPE_")}
        environment |= {
            "GRIDSCOPE_DATABASE_URL": f"sqlite:///{self.database}",
            "GRIDSCOPE_FEED_TOKENS": f"test={TOKEN}",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        with self.database.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dashboard.cli", "serve"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        wait_until(self.answers, f"the wall answers on port {self.port}", seconds=60)

    def kill(self) -> None:
        """End the server and its workers as a crash would."""
        self._end(signal.SIGKILL)

    def swap_database(self, content: bytes | None) -> bytes:
        """While it is down: put another database in the place of its own, None for an empty one; what was there."""
        own = self.database.read_bytes()
        for suffix in ("-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        self.database.unlink()
        if content is not None:
            self.database.write_bytes(content)
        return own

    def stop(self) -> None:
        """End the server in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait()


class WallHere(Address):
    """A program served from a thread of this process."""

    def __init__(self, program: Program, port: int) -> None:
        super().__init__(port)
        self.program = program
        self.panels = program.hub.renderer.panels


@contextmanager
def served_here(store: Store, **settings: Any) -> Iterator[WallHere]:
    """The program on a store, with its hub running."""
    given = Settings(database_url=store.url, feed_tokens={"test": TOKEN}, **settings)
    program = create_app(given, store)
    server = make_server("127.0.0.1", 0, program.server, threaded=True)
    # A stream may still be open when the test is over.
    server.daemon_threads = True  # type: ignore[attr-defined]  # of socketserver.ThreadingMixIn
    thread = threading.Thread(target=server.serve_forever, name="wall", daemon=True)
    program.hub.start()
    thread.start()
    try:
        yield WallHere(program, server.server_port)
    finally:
        program.hub.stop()
        server.shutdown()
        server.server_close()
        thread.join()
