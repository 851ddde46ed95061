"""`gridscope demo`, `simulate` and `serve` as far as they go without a server; the rest is in tests/services."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.commands import demo
from dashboard.demo.live import Feed, Playback, beginning
from dashboard.settings import Settings, load_settings
from tests.waiting import wait_until

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIMES = ("--begin=2026-11-21T12:00:00+00:00", "--now=2026-11-22T12:00:00+00:00", "--seen=2026-11-22T12:00:00+00:00")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command which cannot start prints."""
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    printed = capsys.readouterr().err
    assert caught.value.code == 2, printed
    assert printed.startswith("gridscope: ")
    assert printed.count("\n") == 1
    return printed


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_demo_on_a_taken_port_fails_at_once(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", str(taken))
    printed = refusal(capsys, "demo")
    assert f"PORT={taken}: cannot listen on 127.0.0.1: Address already in use; expected a free port" in printed
    assert not Path(demo.DATABASE).exists(), "nothing was loaded"


def test_demo_on_a_host_that_is_not_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HOST", "192.0.2.1")
    assert "cannot listen on 192.0.2.1" in refusal(capsys, "demo")


@pytest.mark.parametrize("command", ["demo", "serve", "simulate"])
def test_settings_that_cannot_be_used(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRIDSCOPE_STREAMS", "many")
    arguments = TIMES if command == "simulate" else ()
    assert "GRIDSCOPE_STREAMS='many'" in refusal(capsys, command, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [("--days", "0"), ("--days", "1000"), ("--daily", "0"), ("--rate", "-1"), ("--speed", "0.5"), ("--behind", "-1")],
)
def test_options_have_bounds(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments[0] in refusal(capsys, "demo", *arguments)


def test_simulate_needs_its_feed_s_token(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GRIDSCOPE_FEED_TOKENS", "hotline=x")
    assert "GRIDSCOPE_FEED_TOKENS names no feed 'demo'; expected demo=token" in refusal(capsys, "simulate", *TIMES)


@pytest.mark.parametrize(
    ("option", "text"), [("--begin", "yesterday"), ("--now", "2026-11-22T12:00:00"), ("--seen", "2026-11-22")]
)
def test_simulate_names_the_time_it_cannot_use(
    option: str, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRIDSCOPE_FEED_TOKENS", "demo=x")
    arguments = [given for given in TIMES if not given.startswith(option)]
    printed = refusal(capsys, "simulate", *arguments, f"{option}={text}")
    assert option in printed
    assert text in printed


def test_the_demo_has_a_store_and_a_token_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", "sqlite:///real.db")
    monkeypatch.setenv("GRIDSCOPE_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("GRIDSCOPE_FEED_TOKENS", "hotline=x")
    settings = demo._demo_settings()
    assert settings.database_url == "sqlite:///var/demo.db"
    assert settings.redis_url is None
    assert settings.feed_tokens["hotline"] == "x"
    assert len(settings.feed_tokens["demo"]) >= 32
    assert demo._demo_settings().feed_tokens["demo"] != settings.feed_tokens["demo"]
    # What the simulator's process reads from its environment is the same.
    for name, value in demo._environment(settings).items():
        monkeypatch.setenv(name, value)
    assert load_settings().feed_tokens == settings.feed_tokens


def test_a_title_that_was_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo._demo_settings().title == "泓川区基层治理指挥中心"
    monkeypatch.setenv("GRIDSCOPE_TITLE", "我的屏")
    assert demo._demo_settings().title == "我的屏"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1:8050"),
        ("0.0.0.0", "127.0.0.1:8050"),
        ("localhost", "localhost:8050"),
        ("::1", "[::1]:8050"),
    ],
)
def test_the_feed_reaches_the_server_wherever_it_listens(
    host: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", host)
    assert demo._reachable(Settings()) == address


def test_playback_catches_up_and_stays_with_the_clock() -> None:
    playback = Playback(NOW - timedelta(hours=6), 60.0, NOW)
    assert playback.now(NOW) == NOW - timedelta(hours=6)
    assert playback.now(NOW + timedelta(minutes=1)) == NOW - timedelta(hours=5)
    assert playback.now(NOW + timedelta(hours=6)) == NOW + timedelta(hours=6)


def test_playback_begins_behind_only_when_it_runs_faster() -> None:
    assert beginning(NOW, 1.0, timedelta(hours=6)) == NOW
    assert beginning(NOW, 2.0, timedelta(hours=6)) == NOW - timedelta(hours=6)


class Receiver:
    """An HTTP server that answers as a test says and keeps what it got."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.bodies: list[list[dict[str, Any]]] = []
        self.headers: dict[str, str] = {}
        self.path = ""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.headers, receiver.path = dict(self.headers), self.path
                status = receiver.answers.pop(0) if receiver.answers else 202
                if status == 202:
                    receiver.bodies.append([json.loads(line) for line in body.split("\n")])
                answer = json.dumps({"accepted": 1, "duplicate": 0, "quarantined": [{"index": 0, "reason": "bad"}]})
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Told:
    """A simulator that says some messages once."""

    def __init__(self, count: int) -> None:
        self.left = [{"event_id": str(number), "title": "占道"} for number in range(count)]

    def messages(self, _now: datetime) -> list[dict[str, Any]]:
        found, self.left = self.left, []
        return found


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


def test_the_feed_pushes_in_batches_and_tries_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dashboard.demo.live.STEP", 0.01)
    caplog.set_level(logging.WARNING, "dashboard.demo.live")
    receiver.answers = [503]
    stop = threading.Event()
    simulator: Any = Told(4500)
    feed = Feed(simulator, Playback(NOW, 1.0, NOW), receiver.url, "s3cret")
    thread = threading.Thread(target=feed.run, args=(stop,))
    thread.start()
    wait_until(lambda: sum(map(len, receiver.bodies)) == 4500, "all have arrived")
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert [len(body) for body in receiver.bodies] == [2000, 2000, 500]
    assert [one["event_id"] for body in receiver.bodies for one in body] == [str(number) for number in range(4500)]
    assert receiver.path == "/api/v1/events"
    assert receiver.headers["Authorization"] == "Bearer s3cret"
    assert "push refused: 503" in caplog.text
    assert "quarantined: bad" in caplog.text


def test_the_feed_ends_at_once_although_nobody_answers(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dashboard.demo.live.STEP", 0.01)
    stop = threading.Event()
    simulator: Any = Told(1)
    feed = Feed(simulator, Playback(NOW, 1.0, NOW), "http://127.0.0.1:1", "x")
    thread = threading.Thread(target=feed.run, args=(stop,))
    thread.start()
    wait_until(lambda: "push failed" in caplog.text, "it has tried")
    began = time.monotonic()
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - began < 5


def test_figures_go_to_the_statistics_interface_at_their_own_pace(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.demo.live.STATISTICS_STEP", 0.01)
    stop = threading.Event()
    simulator: Any = Told(3)
    thread = threading.Thread(
        target=Feed(simulator, Playback(NOW, 1.0, NOW), receiver.url, "s3cret", "statistics").run, args=(stop,)
    )
    thread.start()
    wait_until(lambda: sum(map(len, receiver.bodies)) == 3, "all have arrived")
    stop.set()
    thread.join(10)
    assert receiver.path == "/api/v1/statistics"
