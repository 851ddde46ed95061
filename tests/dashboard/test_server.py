"""What gunicorn is told."""

from typing import Any

import pytest

from dashboard import server as module
from dashboard.live.hub import Hub
from dashboard.server import Server, _watch
from dashboard.settings import Settings
from tests.dashboard.live.fakes import FakeRenderer, hub_of
from tests.waiting import wait_until


def server(tmp_path: Any, **more: Any) -> Server:
    return Server(Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", **more))


@pytest.fixture(autouse=True)
def _no_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUNICORN_CMD_ARGS", raising=False)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", ("127.0.0.1", 9000)),
        ("0.0.0.0", ("0.0.0.0", 9000)),
        ("localhost", ("localhost", 9000)),
        ("::1", ("::1", 9000)),
        ("::", ("::", 9000)),
    ],
)
def test_host_and_port_are_respected(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, host: str, address: tuple[str, int]
) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", "9000")
    assert server(tmp_path).cfg.address == [address]


@pytest.mark.parametrize(("threads", "streams"), [(256, 200), (8, 200), (8, 4000)])
def test_open_pages_leave_threads_for_everything_else(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, threads: int, streams: int
) -> None:
    monkeypatch.setenv("GRIDSCOPE_THREADS", str(threads))
    monkeypatch.setenv("GRIDSCOPE_STREAMS", str(streams))
    cfg = server(tmp_path).cfg
    # A wall holds two.
    assert cfg.threads >= 2 * streams + 8
    assert cfg.worker_connections > cfg.threads
    assert cfg.worker_class_str == "gthread"


def test_nothing_is_built_before_the_fork(tmp_path: Any) -> None:
    assert server(tmp_path, workers=3).cfg.workers == 3
    assert not server(tmp_path).cfg.preload_app
    assert not (tmp_path / "x.db").exists()


def test_without_redis_the_watcher_tries_again_until_the_hub_stops(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    hub = hub_of(FakeRenderer())
    done: list[Hub] = []

    def watch(one: Hub) -> None:
        _watch(one, "redis://127.0.0.1:1/0")
        done.append(one)

    hub.start(watch)
    wait_until(lambda: "announcements of other processes are not heard" in caplog.text, "it has tried", seconds=30)
    hub.stop()
    wait_until(lambda: done, "the watcher ends with the hub", seconds=30)
    assert module.GRACE < 10
