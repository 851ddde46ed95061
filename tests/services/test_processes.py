"""The program as processes: gunicorn, its workers, the demo and its feed."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from data_access.clock import now_micros
from data_access.store.store import Store
from tests.data_access.worlds import prepare, said
from tests.ports import free_port
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
DEMO = ("demo", "--days", "1", "--daily", "50")
HEADERS = {"Authorization": "Bearer open-sesame"}


class Process:
    """`gridscope` with some arguments in a folder and a session of its own, so that all it starts can be found."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.port = int(environment.get("PORT", 0)) or free_port()
        self.log = folder / f"{arguments[0]}-{self.port}.log"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PORT": str(self.port)} | (
            environment
        )
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "dashboard.cli", *arguments],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str, timeout: float = 10) -> tuple[int, str]:
        """Status and body; status 0 while nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as found:
                return found.status, found.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            assert self.popen.poll() is None, self.text
            return 0, ""

    def post(self, *messages: Any) -> dict[str, Any]:
        """What a push of a feed is answered with."""
        body = json.dumps(messages).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/events", body, HEADERS)
        with urllib.request.urlopen(request, timeout=30) as found:
            answer: dict[str, Any] = json.loads(found.read())
            return answer

    def ready(self, seconds: float = 60) -> "Process":
        """Wait until it serves."""
        wait_until(lambda: self.get("/readyz")[0] == 200, f"ready, see {self.log}", seconds=seconds)
        return self

    @property
    def text(self) -> str:
        return self.log.read_text()

    @property
    def family(self) -> dict[int, str]:
        """Every living process of its session, with its command line."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    status = (entry / "stat").read_text().rpartition(")")[2].split()
                    if int(status[3]) == self.popen.pid and status[0] != "Z":
                        found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
        return found

    def child(self, words: str) -> list[int]:
        """The processes other than itself whose command line holds some words."""
        return [pid for pid, line in self.family.items() if pid != self.popen.pid and words in line]

    def end(self, number: int = signal.SIGTERM, seconds: float = 60) -> float:
        """Send a signal to the main process alone; the seconds until it was gone."""
        began = time.monotonic()
        self.popen.send_signal(number)
        self.popen.wait(seconds)
        return time.monotonic() - began

    def kill(self) -> None:
        """Leave nothing behind."""
        for pid in self.family:
            os.kill(pid, signal.SIGKILL)
        self.popen.wait()


Start = Callable[..., Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts processes, and ends them whatever happens."""
    made: list[Process] = []

    def run(*arguments: str, **environment: str) -> Process:
        made.append(Process(tmp_path, *arguments, **environment))
        return made[-1]

    yield run
    for one in made:
        one.kill()


@pytest.fixture
def serve(start: Start, tmp_path: Path) -> Start:
    """Starts `gridscope serve` on the small tree."""
    url = f"sqlite:///{tmp_path / 'world.db'}"
    store = Store(url)
    prepare(store)
    store.close()

    def run(**environment: str) -> Process:
        more = {"GRIDSCOPE_DATABASE_URL": url, "GRIDSCOPE_FEED_TOKENS": "hotline=open-sesame", **environment}
        return start("serve", **more).ready()

    return run


def open_stream(port: int) -> tuple[http.client.HTTPConnection, IO[bytes]]:
    """A page's stream, its first event read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/live?view=")
    answer = connection.getresponse()
    assert answer.status == 200
    while not answer.readline().startswith(b"data:"):
        pass
    return connection, answer


def test_it_serves_and_pushes(serve: Start) -> None:
    process = serve()
    assert process.get("/")[0] == 200
    connection, stream = open_stream(process.port)
    assert process.post(said("1", "collected", now_micros()))["accepted"] == 1
    line = b""
    while not line.startswith(b"data:"):
        line = stream.readline()
    assert "ticker-rows" in json.loads(line[5:])["props"]
    assert json.loads(process.get("/api/v1/measures")[1])["rows"][0]["reported"] == 1
    assert "gridscope_streams 1" in process.get("/metrics")[1]
    connection.close()
    wait_until(
        lambda: "gridscope_streams 0" in process.get("/metrics")[1], "the page's leaving was noticed", seconds=20
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_ends_with_open_streams_and_starts_again_on_its_port(serve: Start, number: int) -> None:
    process = serve()
    streams = [open_stream(process.port) for _ in range(5)]
    assert process.end(number) < 10
    assert process.popen.returncode == 0, process.text
    wait_until(lambda: not process.family, "every worker is gone")
    assert "Traceback" not in process.text
    again = serve(PORT=str(process.port))
    assert again.post(said("1", "collected", now_micros()))["accepted"] == 1
    for connection, _ in streams:
        connection.close()


def test_a_worker_that_dies_is_replaced(serve: Start) -> None:
    process = serve()
    process.post(said("1", "collected", now_micros()))
    (worker,) = [pid for pid in process.family if pid != process.popen.pid]
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: process.get("/readyz")[0] == 200 and worker not in process.family, "it serves again", seconds=30)
    connection, _ = open_stream(process.port)
    connection.close()
    assert process.post(said("1", "collected", now_micros() - 5_000_000))["accepted"] == 1


def test_two_workers_without_redis_see_each_other_s_commits(serve: Start) -> None:
    process = serve(GRIDSCOPE_WORKERS="2")
    streams = [open_stream(process.port) for _ in range(6)]
    process.post(said("1", "collected", now_micros(), title="two workers"))
    for _, stream in streams:
        line = b""
        while b"two workers" not in line:
            line = stream.readline()
            assert line
    for connection, _ in streams:
        connection.close()


def test_serve_on_a_taken_port_says_so_and_ends(serve: Start, start: Start, tmp_path: Path) -> None:
    process = serve()
    database = f"sqlite:///{tmp_path / 'world.db'}"
    second = start("serve", PORT=str(process.port), GRIDSCOPE_DATABASE_URL=database)
    assert second.popen.wait(30) != 0
    assert "Traceback" not in second.text
    assert str(process.port) in second.text
    assert process.get("/healthz")[0] == 200


def test_a_full_server_still_answers_everything_else(serve: Start) -> None:
    process = serve(GRIDSCOPE_STREAMS="3", GRIDSCOPE_THREADS="8")
    streams = [open_stream(process.port) for _ in range(3)]
    assert process.get("/live?view=")[0] == 503
    assert process.get("/healthz")[0] == 200
    assert process.post(said("1", "collected", now_micros()))["accepted"] == 1
    for connection, _ in streams:
        connection.close()
    wait_until(lambda: "gridscope_streams 0" in process.get("/metrics")[1], "there is room again", seconds=20)


def test_the_demo_on_a_taken_port_fails_at_once(serve: Start, start: Start) -> None:
    process = serve()
    began = time.monotonic()
    second = start(*DEMO, PORT=str(process.port))
    assert second.popen.wait(30) == 2
    assert time.monotonic() - began < 15
    assert second.text.count("\n") == 1
    assert f"PORT={process.port}: cannot listen on 127.0.0.1: Address already in use" in second.text


def test_the_demo_from_end_to_end(start: Start, tmp_path: Path) -> None:
    process = start(*DEMO, "--speed", "600", "--behind", "6").ready(120)
    assert process.get("/")[0] == 200
    assert "ready in " in process.text
    status, before = process.get("/api/v1/measures?window=30d")
    assert status == 200
    reported = json.loads(before)["rows"][0]["reported"]
    assert reported > 10

    def grown() -> bool:
        return bool(json.loads(process.get("/api/v1/measures?window=30d")[1])["rows"][0]["reported"] > reported)

    wait_until(grown, "the simulator feeds it", seconds=60)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRIDSCOPE_DATABASE_URL": "sqlite:///var/demo.db"}
    command = [sys.executable, "-m", "dashboard.cli", "verify"]
    for _ in range(2):
        verified = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert (verified.returncode, verified.stdout) == (0, "no differences\n"), verified.stdout + verified.stderr
    assert process.end() < 10
    wait_until(lambda: not process.family, "nothing is left behind")
    assert "Traceback" not in process.text
    assert "quarantined:" not in process.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_the_demo_leaves_no_process_behind(start: Start, number: int) -> None:
    process = start(*DEMO).ready(120)
    assert process.child("simulate")
    connection, _ = open_stream(process.port)
    assert process.end(number) < 15
    wait_until(lambda: not process.family, "nothing is left behind", seconds=15)
    connection.close()


def test_the_demo_s_feed_outlives_a_worker(start: Start) -> None:
    """gunicorn aborts a worker that hangs and starts another; the feed is not the worker's to end."""
    process = start(*DEMO).ready(120)
    (feed,) = process.child("simulate")
    (worker,) = [pid for pid in process.family if pid not in (process.popen.pid, feed)]
    os.kill(worker, signal.SIGABRT)
    wait_until(lambda: worker not in process.family, "the worker is gone", seconds=30)
    process.ready()
    time.sleep(1.0)
    assert process.child("simulate") == [feed]


def test_the_demo_ends_when_it_is_stopped_while_it_loads(start: Start) -> None:
    process = start("demo", "--days", "30")
    wait_until(lambda: process.popen.poll() is None and (process.log.parent / "var" / "demo.db").exists(), "it loads")
    process.end(signal.SIGINT)
    assert process.popen.returncode == 130, process.text
    assert process.text == ""
    wait_until(lambda: not process.family, "nothing is left behind")
