"""Several workers around one Redis and one PostgreSQL: what they share, and what happens when either is gone."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis

from dashboard.app import Program, create_app
from dashboard.live import hub as hub_module
from dashboard.live import stream as stream_module
from dashboard.live.hub import Hub
from dashboard.render import SHAPES, Rendered, Renderer
from dashboard.server import _watch
from dashboard.settings import Settings
from data_access.feeds.announce import CHANNEL, announcer
from data_access.ingest.rebuild import verify
from data_access.reader import WHOLE
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, accept, only, prepare, said, world
from tests.services.postgres_server import PostgresServer
from tests.services.redis_server import RedisServer
from tests.waiting import wait_until

FROZEN = View(as_of=NOW)
HEADERS = {"Authorization": "Bearer open-sesame"}

MakeWorker = Callable[..., Program]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with the small tree in it."""
    found = f"sqlite:///{tmp_path / 'world.db'}"
    store = Store(found)
    prepare(store)
    store.close()
    return found


@pytest.fixture
def worker(redis_url: str) -> Iterator[MakeWorker]:
    """Makes programs as the workers of one server have them; `start=True` starts the hub as a worker does."""
    made: list[Program] = []

    def make(url: str, *, start: bool = False) -> Program:
        settings = Settings(database_url=url, redis_url=redis_url, feed_tokens={"hotline": "open-sesame"})
        store = Store(url, clock=Clock())
        store.on_change(announcer(redis_url))
        made.append(create_app(settings, store))
        if start:
            made[-1].hub.start(partial(_watch, address=redis_url))
        return made[-1]

    yield make
    for one in made:
        one.hub.stop()
        one.store.close()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Store, str]]:
    """Every panel that is really rendered from now on, with the store it was rendered from."""
    calls: list[tuple[Store, str]] = []
    original = Renderer._one

    def one(self: Renderer, name: str, *rest: Any) -> Rendered:
        calls.append((self.store, name))
        return original(self, name, *rest)

    monkeypatch.setattr(Renderer, "_one", one)
    return calls


def first_message(hub: Hub) -> Any:
    """A stream of a page that is up to date."""
    stream = hub.stream(View(), WHOLE, hub.scene(View(), WHOLE)["mark"])
    next(stream)
    return stream


def test_a_panel_is_rendered_by_one_worker_for_all(
    url: str, worker: MakeWorker, rendered: list[tuple[Store, str]]
) -> None:
    one, two = worker(url), worker(url)
    accept(one.store, [said("1", "collected", "22 09:00")])
    payload = one.hub.scene(FROZEN, WHOLE)
    assert {name for store, name in rendered if store is one.store} == set(one.hub.renderer.names(FROZEN))
    assert two.hub.scene(FROZEN, WHOLE)["props"] == payload["props"]
    assert {name for store, name in rendered if store is two.store} <= {SHAPES}


def test_nothing_old_is_shared(url: str, worker: MakeWorker) -> None:
    one, two = worker(url), worker(url)
    before = one.hub.scene(FROZEN, WHOLE)
    accept(two.store, [said("1", "collected", "22 09:00", title="brand new")])
    after = two.hub.scene(FROZEN, WHOLE)
    assert after["version"] > before["version"]
    assert "brand new" in repr(after["props"]["ticker-rows"])
    assert "brand new" in repr(one.hub.scene(FROZEN, WHOLE)["props"]["ticker-rows"])


def test_views_are_kept_apart(url: str, worker: MakeWorker) -> None:
    one, two = worker(url), worker(url)
    accept(one.store, [said("1", "collected", "22 09:00", title="only in g1")])
    one.hub.scene(FROZEN.replaced(area="s1"), WHOLE)
    assert "only in g1" not in repr(two.hub.scene(FROZEN.replaced(area="s2"), WHOLE)["props"])
    assert two.hub.scene(FROZEN.replaced(language="en"), WHOLE) != one.hub.scene(FROZEN, WHOLE)


def test_installations_that_share_a_redis_do_not_see_each_other_s_panels(worker: MakeWorker) -> None:
    """A test installation beside the real one: the same code, the same view, the same number of commits."""
    with world() as mine, world() as theirs:
        one, two = worker(mine.url), worker(theirs.url)
        accept(one.store, [said("1", "collected", "22 09:00", title="confidential")])
        accept(two.store, [said("2", "collected", "22 09:00", title="harmless")])
        assert "confidential" in repr(one.hub.scene(FROZEN, WHOLE)["props"])
        assert "confidential" not in repr(two.hub.scene(FROZEN, WHOLE)["props"])


def test_a_commit_of_one_worker_reaches_the_pages_of_another(
    url: str, redis_url: str, worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody looks by himself: what comes has been announced.
    monkeypatch.setattr(hub_module, "POLL", 600.0)
    monkeypatch.setattr(hub_module, "IDLE", 600.0)
    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.2)
    one, two = worker(url), worker(url, start=True)
    stream = first_message(two.hub)
    with redis.Redis.from_url(redis_url) as client:
        wait_until(lambda: client.pubsub_numsub(CHANNEL)[0][1], "the other worker listens")
    accept(one.store, [said("1", "collected", "22 09:00", title="from afar")])
    wait_until(lambda: b"from afar" in next(stream), "the page has it")
    stream.close()


def test_what_stands_in_redis_is_not_trusted(url: str, redis_url: str, worker: MakeWorker) -> None:
    one, two = worker(url), worker(url)
    one.hub.scene(FROZEN, WHOLE)
    with redis.Redis.from_url(redis_url) as client:
        keys = client.keys("gridscope:panel:*")
        assert keys
        for key in keys:
            client.set(key, b"!no pickle")
    assert two.hub.scene(FROZEN, WHOLE)["errors"] == {}


def test_a_panel_that_failed_is_not_shared(
    url: str, worker: MakeWorker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("broken")

    one, two = worker(url), worker(url)
    with monkeypatch.context() as patched:
        patched.setitem(one.hub.renderer.panels, "kpis", replace(one.hub.renderer.panels["kpis"], frame=fail))
        assert one.hub.scene(FROZEN, WHOLE)["errors"].keys() == {"kpis"}
    assert two.hub.scene(FROZEN, WHOLE)["errors"] == {}


def test_without_redis_the_wall_goes_on(
    url: str, worker: MakeWorker, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Redis shares and announces; the data are in the database, and every worker can render for itself."""
    caplog.set_level("CRITICAL")
    program = worker(url)
    redis_server.kill()
    client = program.server.test_client()
    body = json.dumps([said("1", "collected", "22 09:00", title="all the same")])
    assert client.post("/api/v1/events", data=body, headers=HEADERS).status_code == 202
    assert client.get("/readyz").status_code == 200
    payload = program.hub.scene(View(), WHOLE)
    assert payload["errors"] == {}
    assert "all the same" in repr(payload["props"]["ticker-rows"])


def test_a_page_stays_live_while_redis_is_gone_and_after(
    url: str, worker: MakeWorker, redis_server: RedisServer, redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    one, two = worker(url), worker(url, start=True)
    stream = first_message(two.hub)
    redis_server.kill()
    accept(one.store, [said("1", "collected", "22 09:00", title="while it is gone")])
    wait_until(lambda: b"while it is gone" in next(stream), "found by looking", seconds=20)
    redis_server.start()
    with redis.Redis.from_url(redis_url) as client:
        wait_until(lambda: client.pubsub_numsub(CHANNEL)[0][1], "the worker listens again", seconds=30)
    accept(one.store, [said("2", "collected", "22 09:10", title="and after")])
    wait_until(lambda: b"and after" in next(stream), "the page is live")
    stream.close()


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """A server of this test's own, to be stopped and started."""
    folder = Path(tempfile.mkdtemp(prefix="gridscope-postgres-"))
    server = PostgresServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def test_postgres_goes_and_comes_back(postgres: PostgresServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    name = postgres.create_database()
    store = Store(postgres.url(name), clock=Clock())
    prepare(store)
    # The test server forgets its last moments when it is stopped; what is acknowledged here must last.
    with store.writing() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    store.close()
    settings = Settings(database_url=store.url, feed_tokens={"hotline": "open-sesame"})
    program = create_app(settings, store)
    client = program.server.test_client()
    program.hub.start()
    stream = first_message(program.hub)
    first, second = (json.dumps([said(title, "collected", "22 09:00", title=title)]) for title in ("one", "two"))
    assert client.post("/api/v1/events", data=first, headers=HEADERS).status_code == 202
    postgres.stop()
    found = client.post("/api/v1/events", data=second, headers=HEADERS)
    assert found.status_code == 503
    assert int(found.headers["Retry-After"]) >= 1
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    postgres.start()
    wait_until(lambda: client.get("/readyz").status_code == 200, "it is back", seconds=30)
    assert client.post("/api/v1/events", data=second, headers=HEADERS).json == {
        "accepted": 1,
        "duplicate": 0,
        "quarantined": [],
    }
    wait_until(lambda: b'"two"' in next(stream), "the page is live", seconds=30)
    stream.close()
    program.hub.stop()
    assert only(store)["reported"] == 2
    assert verify(store) == []
    store.close()
