"""Statistics against real servers: the Redis stream beside that of events, and the store on PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from data_access.feeds.redis_stream import EVENTS, STATISTICS, StreamFeed
from data_access.ingest.quarantine import replay, waiting
from data_access.ingest.rebuild import rebuild, verify
from data_access.reader import WHOLE, open_reader
from data_access.statistics.catalogue import MetricSource
from data_access.statistics.figures import figure, figures_by_child, figures_by_key, history
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.statistics.ground import CATALOGUE, TOTAL, said, take
from tests.data_access.worlds import Clock, moment, prepare
from tests.data_access.worlds import said as event_said
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "metrics.toml"
    file.write_text(CATALOGUE, "utf-8")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, catalogue: Path) -> Iterator[Store]:
    """The same on either database."""
    sqlite = f"sqlite:///{tmp_path / 'gridscope.db'}"
    url = sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    found = Store(url, clock=Clock(), metrics=MetricSource((catalogue,), Clock()))
    prepare(found)
    yield found
    found.close()


def values(store: Store, metric: str = TOTAL, **view: Any) -> list[float | None]:
    """The figure of the area of a view, then those of its children."""
    with open_reader(store, WHOLE) as reader:
        question = reader.question(View(**view))
        found = [figure(reader, question, metric), *figures_by_child(reader, question, metric)]
    return [one.value for one in found]


def test_what_is_asked_is_the_same_on_both(store: Store) -> None:
    messages = [said(TOTAL, area, 10 * hour, f"22 {hour:02}:00") for hour in (8, 9, 10, 11) for area in ("c1", "c3")]
    messages += [said(TOTAL, "c1", 1, "22 11:00", at="22 12:20", dimensions={"sector": "road"})]
    messages += [said("visit.count", "c1", hour, f"22 {hour:02}:00") for hour in (8, 9, 10, 11)]
    messages += [said("camera.online", "c1", 7, f"22 {hour:02}:00") for hour in (9, 10, 11)]
    first, second = messages[::2], messages[1::2]
    assert take(store, second).quarantined == take(store, first).quarantined == []
    assert take(store, messages).duplicate == len(messages)
    assert verify(store) == []
    assert values(store) == [220, 110, 110, None]
    assert values(store, as_of=moment("22 10:30")) == [180, 90, 90, None]
    assert values(store, "visit.count", window="today") == [38, 38, None, None]
    with open_reader(store, WHOLE) as reader:
        question = reader.question(View())
        assert [one.value for one in history(reader, question, TOTAL)] == [160, 180, 200, 220]
        assert [one.value for one in figures_by_key(reader, question, TOTAL, "sector")] == [1, None]
        (c1, *_) = figures_by_child(reader, reader.question(View(area="s1")), "camera.online")
        assert c1.flags == {"repeated"}
    refused = take(store, [said(TOTAL, "c1", 1, "22 08:30"), said(TOTAL, "zz", 1)])
    assert [one.index for one in refused.quarantined] == [0, 1]
    assert len(replay(store).quarantined) == 2
    rebuild(store)
    assert verify(store) == []
    assert values(store) == [220, 110, 110, None]


@pytest.fixture
def local(tmp_path: Path, catalogue: Path) -> Iterator[Store]:
    found = Store(f"sqlite:///{tmp_path / 'gridscope.db'}", clock=Clock(), metrics=MetricSource((catalogue,), Clock()))
    prepare(found)
    yield found
    found.close()


def test_the_stream_is_taken_once_and_what_breaks_the_contract_is_buried(local: Store, redis_url: str) -> None:
    feed = StreamFeed(
        local,
        redis_url,
        ingestor=StatisticIngestor(local),
        stream=STATISTICS,
        consumer="one",
        block=0.01,
        housekeeping=0.0,
    )
    with redis.Redis.from_url(redis_url) as client:
        for message in (said(TOTAL, "c1", 12), said(TOTAL, "c1", 12), said(TOTAL, "zz", 1)):
            client.xadd(STATISTICS, {"data": json.dumps(message)})
        client.xadd(STATISTICS, {"data": "{oops"})
        receipt = feed.step()
        assert (receipt.accepted, receipt.duplicate, len(receipt.quarantined)) == (1, 1, 2)
        letters = [entry[b"reason"].decode()[:12] for _, entry in client.xrange("gridscope:dead")]
        assert letters == ["area: 'zz' i", "message is n"]
        assert client.xlen(STATISTICS) == 0
        # After a crash between commit and acknowledgement the same entry comes again.
        client.xadd(STATISTICS, {"data": json.dumps(said(TOTAL, "c1", 12))})
        assert feed.step().duplicate == 1
    feed.close()
    assert values(local)[0] == 12
    assert {held.kind for held in waiting(local)} == {"statistic"}


WELLS = """
[unit.well]
zh = "口"
en = "wells"

[metric."well.count"]
zh = "机井"
en = "Wells"
unit = "well"
level = "community"
period = "PT1H"
"""


def test_one_process_takes_both_streams_until_told_to_stop(local: Store, redis_url: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(WELLS, "utf-8")
    local.metrics = MetricSource((own,), Clock())
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GRIDSCOPE_DATABASE_URL": local.url,
        "GRIDSCOPE_REDIS_URL": redis_url,
        "GRIDSCOPE_METRICS": str(own),
    }
    with redis.Redis.from_url(redis_url) as client:
        client.xadd(EVENTS, {"data": json.dumps(event_said("1", "collected", "22 09:00", area="c1"))})
        client.xadd(STATISTICS, {"data": json.dumps(said("well.count", "c1", 12))})
        client.xadd(STATISTICS, {"data": json.dumps(said("well.count", "c2", 5))})
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "ingest"],
            env=environment,
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            wait_until(lambda: values(local, "well.count")[0] == 17, "both statistics are there", seconds=30)
            wait_until(lambda: local.version().newest_at == moment("22 09:00"), "the event is there", seconds=30)
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"taking {EVENTS} as" in told
    assert f"taking {STATISTICS} as" in told
