"""The Redis stream as a feed, against crashes of everybody involved."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from data_access.areas.tree import Area
from data_access.feeds.announce import CHANNEL, announce, announcer
from data_access.feeds.redis_stream import StreamFeed
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.quarantine import waiting
from data_access.ingest.rebuild import verify
from data_access.store.schema import transition
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.ports import free_port
from tests.services.redis_server import RedisServer
from tests.waiting import wait_until

STREAM, GROUP, DEAD = "gridscope:events", "gridscope", "gridscope:dead"


def prepared(url: str) -> Store:
    store = Store(url)
    store.migrate()
    store.replace_areas([Area("d", "District", "district", None), Area("s", "Street", "street", "d")])
    store.declare([Term("source", "hotline", "热线", "Hotline")])
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = prepared(f"sqlite:///{tmp_path / 'gridscope.db'}")
    yield found
    found.close()


@pytest.fixture
def client(redis_url: str) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(redis_url) as found:
        yield found


@pytest.fixture
def feed(store: Store, redis_url: str) -> Iterator[Callable[..., StreamFeed]]:
    """Makes feeds that wait for nothing, and closes them."""
    made: list[StreamFeed] = []

    def make(consumer: str = "one", **options: Any) -> StreamFeed:
        chosen = {"block": 0.01, "idle": 0.0, "housekeeping": 0.0, **options}
        made.append(StreamFeed(store, redis_url, consumer=consumer, **chosen))
        return made[-1]

    yield make
    for one in made:
        one.close()


def message(number: int, **changes: Any) -> dict[str, Any]:
    fields = {"source": "hotline", "stage": "collected", "at": "2026-07-01T09:00:00+08:00", "category": "city"}
    return {"event_id": str(number), "area": "s", **fields, **changes}


def send(client: Any, *numbers: int) -> list[bytes]:
    return [client.xadd(STREAM, {"data": json.dumps(message(number))}) for number in numbers]


def stored(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(transition)).scalar_one())


def pending(client: Any) -> int:
    return int(client.xpending(STREAM, GROUP)["pending"])


def test_entries_are_taken_acknowledged_trimmed_and_announced(
    store: Store, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    watcher = client.pubsub(ignore_subscribe_messages=True)
    watcher.subscribe(CHANNEL)
    watcher.get_message(timeout=5)
    send(client, *range(10))
    one = feed(batch=6)
    assert (one.step().accepted, one.step().accepted, one.step().read) == (6, 4, 0)
    assert (stored(store), pending(client), client.xlen(STREAM)) == (10, 0, 0)
    told = [watcher.get_message(timeout=5)["data"] for _ in range(2)]
    assert told[-1] == str(store.version().version).encode()
    watcher.close()
    assert verify(store) == []


def test_a_second_delivery_counts_as_duplicate_and_is_not_announced(
    store: Store, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    one = feed()
    send(client, 1)
    one.step()
    version = store.version().version
    send(client, 1)
    receipt = one.step()
    assert (receipt.accepted, receipt.duplicate) == (0, 1)
    assert store.version().version == version
    assert pending(client) == 0


def test_what_breaks_the_contract_goes_to_quarantine_and_to_the_dead(
    store: Store, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    bad: list[tuple[dict[Any, Any], str]] = [
        ({"data": json.dumps(message(1, source="nobody"))}, "source: 'nobody' is not a known source"),
        ({"data": "{oops"}, "message is not JSON: Expecting property name"),
        ({"payload": "{}", "a": b"\xff"}, "entry has no field data"),
        ({"data": b'{"a": "\xff"}'}, "field data is not UTF-8: byte 0xff at position 7"),
        ({"data": "[" * 5000}, "message is nested more than 32 levels deep"),
        ({"data": json.dumps([message(1)])}, "is not a JSON object"),
        ({"data": json.dumps(message(1, note="\ud800"))}, "note: "),
        ({"data": json.dumps(message(1, lon=float("nan"), lat=1))}, "lon: nan"),
        ({"data": ""}, "message is not JSON"),
    ]
    ids = [client.xadd(STREAM, fields) for fields, _ in bad]
    send(client, 1)
    receipt = feed().step()
    assert (receipt.read, receipt.accepted) == (10, 1)
    letters = [entry for _, entry in client.xrange(DEAD)]
    assert [letter[b"id"] for letter in letters] == ids
    assert {letter[b"feed"] for letter in letters} == {b"redis"}
    for letter, (fields, words) in zip(letters, bad, strict=True):
        assert words in letter[b"reason"].decode()
        if fields.get("data") is not None and words != "field data is not UTF-8: byte 0xff at position 7":
            assert letter[b"data"].decode() == fields["data"]
    assert json.loads(letters[2][b"data"]) == {"payload": "{}", "a": "\\xff"}
    assert [held.reason.encode() for held in reversed(waiting(store))] == [letter[b"reason"] for letter in letters]
    assert pending(client) == 0


def test_a_crash_between_commit_and_acknowledgement_loses_and_doubles_nothing(
    store: Store, client: Any, feed: Callable[..., StreamFeed], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, *range(5))
    first = feed()

    def crash(*_: object) -> int:
        raise redis.ConnectionError("the connection is gone")

    with monkeypatch.context() as patch:
        patch.setattr(first._client, "xack", crash)
        with pytest.raises(redis.ConnectionError):
            first.step()
    assert (stored(store), pending(client), client.xlen(STREAM)) == (5, 5, 5)
    again = feed().step()
    assert (again.accepted, again.duplicate) == (0, 5)
    assert (stored(store), pending(client)) == (5, 0)
    assert verify(store) == []


def test_a_second_consumer_takes_over_what_a_dead_one_left(
    store: Store, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    send(client, *range(7))
    feed()._prepare()
    client.xreadgroup(GROUP, "dead", {STREAM: ">"}, count=4)
    other = feed("two", batch=3)
    assert sum(other.step().accepted for _ in range(4)) == 7
    assert (stored(store), pending(client)) == (7, 0)


def test_what_another_consumer_works_on_is_left_alone(
    store: Store, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    send(client, *range(3))
    feed()._prepare()
    client.xreadgroup(GROUP, "busy", {STREAM: ">"}, count=2)
    assert feed("two", idle=60.0).step().accepted == 1
    assert (stored(store), pending(client)) == (1, 2)


def test_entries_removed_while_pending_are_let_go(store: Store, client: Any, feed: Callable[..., StreamFeed]) -> None:
    one = feed()
    gone, *_ = send(client, 1, 2)
    one._prepare()
    client.xreadgroup(GROUP, "one", {STREAM: ">"}, count=2)
    client.xdel(STREAM, gone)
    assert one.step().accepted == 1
    assert pending(client) == 0


def test_trimming_stops_at_what_anyone_still_needs(store: Store, client: Any, feed: Callable[..., StreamFeed]) -> None:
    ids = send(client, *range(6))
    client.xgroup_create(STREAM, "archive", id="0")
    one = feed()
    one.step()
    assert client.xlen(STREAM) == 6, "the other group has read nothing"
    client.xreadgroup("archive", "a", {STREAM: ">"}, count=4)
    client.xack(STREAM, "archive", *ids[:2], ids[3])
    one.step()
    assert [number for number, _ in client.xrange(STREAM)] == ids[2:], "the third is pending"
    client.xack(STREAM, "archive", ids[2])
    one.step()
    assert [number for number, _ in client.xrange(STREAM)] == ids[4:]
    client.xgroup_destroy(STREAM, "archive")
    one.step()
    assert client.xlen(STREAM) == 0


def test_a_failure_of_the_database_leaves_entries_pending(
    store: Store, client: Any, feed: Callable[..., StreamFeed], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, 1, 2)
    one = feed(idle=60.0)

    def down(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("connection refused"))

    with monkeypatch.context() as patch:
        patch.setattr(Ingestor, "ingest", down)
        for _ in range(2):
            with pytest.raises(OperationalError):
                one.step()
    assert pending(client) == 2
    assert one.step().accepted == 2
    assert pending(client) == 0


def test_a_message_the_store_cannot_hold_does_not_keep_the_others_out(
    store: Store, client: Any, feed: Callable[..., StreamFeed], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, *range(9))
    whole = Ingestor.ingest

    def choke(self: Ingestor, batch: Any, name: str) -> Any:
        if any(one.error is None and one.value["event_id"] == "4" for one in batch):
            raise OverflowError("too large")
        return whole(self, batch, name)

    monkeypatch.setattr(Ingestor, "ingest", choke)
    receipt = feed().step()
    assert (receipt.read, receipt.accepted) == (9, 8)
    assert [(one.index, one.reason) for one in receipt.quarantined] == [
        (4, "message could not be stored: OverflowError: too large")
    ]
    ((_, letter),) = client.xrange(DEAD)
    assert json.loads(letter[b"data"])["event_id"] == "4"
    assert pending(client) == 0


class Running:
    """A feed in a thread of its own."""

    def __init__(self, feed: StreamFeed) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=feed.run, args=[self.stop])

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


def test_redis_is_killed_in_the_middle(
    store: Store, redis_server: RedisServer, client: Any, feed: Callable[..., StreamFeed]
) -> None:
    with Running(feed("one", batch=20)), Running(feed("two", batch=20)):
        send(client, *range(300))
        wait_until(lambda: stored(store) > 20, "some are stored")
        redis_server.kill()
        time.sleep(0.3)
        redis_server.start()
        send(client, *range(300, 400))
        wait_until(lambda: stored(store) == 400, "all are stored", seconds=60)
        wait_until(lambda: pending(client) == 0, "all are acknowledged", seconds=60)
    assert verify(store) == []


def ingesting(store: Store, redis_url: str) -> "subprocess.Popen[bytes]":
    """`gridscope ingest` as a process of its own, under one name over restarts, with small batches."""
    environment = {**os.environ, "GRIDSCOPE_DATABASE_URL": store.url, "GRIDSCOPE_REDIS_URL": redis_url}
    program = [sys.executable, "-c", "from dashboard.cli import main; main()"]
    arguments = ["ingest", "--consumer", "one", "--batch", "2"]
    return subprocess.Popen(
        [*program, *arguments], env=environment, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL
    )


def test_the_process_is_killed_in_the_middle(store: Store, redis_url: str, client: Any) -> None:
    send(client, *range(600))
    process = ingesting(store, redis_url)
    try:
        wait_until(lambda: stored(store) > 50, "some are stored", seconds=30)
    finally:
        process.kill()
        process.wait()
    assert stored(store) < 600
    process = ingesting(store, redis_url)
    try:
        wait_until(lambda: stored(store) == 600, "all are stored", seconds=60)
        wait_until(lambda: pending(client) == 0, "all are acknowledged", seconds=30)
    finally:
        process.terminate()
        assert process.wait(30) == 0
    assert verify(store) == []


def test_a_redis_that_lost_everything_is_used_anew(
    store: Store, client: Any, feed: Callable[..., StreamFeed], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), Running(feed()):
        send(client, 1)
        wait_until(lambda: stored(store) == 1, "the first is stored")
        client.flushall()
        send(client, 2)
        wait_until(lambda: stored(store) == 2, "the second is stored")
    assert "working again" in caplog.text


def test_postgres_goes_away_and_comes_back(postgres_url: str, redis_url: str, client: Any) -> None:
    store = prepared(postgres_url)
    away = Store(postgres_url.replace(postgres_url.split(":")[-1].split("/")[0], str(free_port())))
    ids = send(client, *range(5))
    feed = StreamFeed(away, redis_url, consumer="one", block=0.01, housekeeping=0.0)
    for _ in range(2):
        with pytest.raises(OperationalError):
            feed.step()
    assert pending(client) == len(ids)
    feed.close()
    away.close()
    back = StreamFeed(store, redis_url, consumer="one", block=0.01, housekeeping=0.0)
    assert back.step().accepted == 5
    assert (pending(client), client.xlen(STREAM)) == (0, 0)
    assert verify(store) == []
    back.close()
    store.close()


def test_announcing_to_a_redis_that_is_not_there_only_says_so(caplog: pytest.LogCaptureFixture) -> None:
    url = f"redis://127.0.0.1:{free_port()}/0"
    with redis.Redis.from_url(url, retry=None) as nobody:
        assert not announce(nobody, 3)
    announcer(url)(4)
    assert "data version 3 was not announced" in caplog.text
    assert "data version 4 was not announced" in caplog.text
