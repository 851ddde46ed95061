"""A real Redis of the test run's own, which can be killed and started again."""

import shutil
import subprocess
from pathlib import Path

import redis

from tests.ports import free_port
from tests.waiting import wait_until


class RedisServer:
    """redis-server on a free port of 127.0.0.1, its data in `folder`.

    Every write reaches the append-only file before it is answered, so what was acknowledged survives
    `kill`. The port, and so the url, stays the same over restarts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers. Does nothing when it runs."""
        if self.running:
            return
        binary = shutil.which("redis-server")
        if binary is None:
            raise RuntimeError("redis-server not found; .ci/install installs it")
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "always",
            "logfile": "redis.log",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        # In a process group of its own: Ctrl-C ends the tests first, and they end the server.
        self._process = subprocess.Popen([binary, *arguments, "--save", ""], process_group=0)
        wait_until(self._answers, f"redis-server answers on port {self.port} (log in {self.folder})")

    def kill(self) -> None:
        """End the server as a crash would, by SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End the server in order, by SIGTERM."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _answers(self) -> bool:
        if not self.running:
            raise RuntimeError(f"redis-server ended at once; its log is {self.folder / 'redis.log'}")
        with redis.Redis.from_url(self.url, retry=None) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                # Not listening yet, or (BusyLoadingError is one) still reading its file.
                return False
