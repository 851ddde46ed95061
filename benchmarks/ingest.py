"""Events a second by each way in, on SQLite and on PostgreSQL: the same simulated history into empty stores.

HTTP: one connection, batches of 1, 100 and 1000 (of the batches of 1 only --singles messages are sent). Redis: a
stream filled in one go, read by one `gridscope ingest`, until everything is acknowledged. File: `gridscope load
events` of JSON lines, less the time the command takes for a single line. PostgreSQL and Redis keep what they
acknowledge over a crash (fsync on); SQLite in WAL mode keeps it over a crash of the program.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import redis
from harness import Message, Program, Pusher, fill_store, options, report, workspace
from sqlalchemy import func, select

from dashboard.demo.district import build_district
from dashboard.demo.simulator import Simulator
from data_access.store.schema import transition
from data_access.store.store import Store
from tests.services import postgres_server
from tests.services.redis_server import RedisServer
from tests.waiting import wait_until

STREAM: Final = "gridscope:events"
GROUP: Final = "gridscope"

# The tests' server throws durability away, which would flatter it here.
postgres_server.OPTIONS.update(fsync="on", synchronous_commit="on", full_page_writes="on")

Way = Callable[[Path, str, Sequence[Message]], float]


def history(count: int) -> list[Message]:
    """The first messages of a simulated history that ends before now."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=200)
    simulator = Simulator(build_district(7), start=start, seed=5)
    return list(islice(simulator.history(start, start + timedelta(days=199)), count))


def by_http(size: int) -> Way:
    """Batches of one size over one connection."""

    def way(folder: Path, url: str, messages: Sequence[Message]) -> float:
        with Program.gridscope(["serve"], folder, GRIDSCOPE_DATABASE_URL=url) as program:
            program.wait_ready()
            pusher = Pusher(program.port)
            began = time.monotonic()
            for first in range(0, len(messages), size):
                pusher.push(messages[first : first + size])
            return time.monotonic() - began

    return way


def by_redis(folder: Path, url: str, messages: Sequence[Message]) -> float:
    """A stream filled in one go, read by one consumer."""
    server = RedisServer(folder)
    try:
        server.start()
        environment = {"GRIDSCOPE_DATABASE_URL": url, "GRIDSCOPE_REDIS_URL": server.url}
        with (
            redis.Redis.from_url(server.url) as client,
            Program.gridscope(["ingest"], folder, **environment) as program,
        ):
            wait_until(lambda: program.alive() and client.exists(STREAM), "the consumer is there", seconds=60)
            began = time.monotonic()
            for first in range(0, len(messages), 1000):
                with client.pipeline(transaction=False) as pipeline:
                    for message in messages[first : first + 1000]:
                        pipeline.xadd(STREAM, {"data": json.dumps(message, ensure_ascii=False)})
                    pipeline.execute()

            def acknowledged() -> bool:
                program.alive()
                group = client.xinfo_groups(STREAM)[0]
                return bool(group["lag"] == 0 and group["pending"] == 0)

            wait_until(acknowledged, "everything is acknowledged", seconds=600, pause=lambda _: time.sleep(0.02))
            return time.monotonic() - began
    finally:
        server.stop()


def by_file(folder: Path, url: str, messages: Sequence[Message]) -> float:
    """The command for all messages, less the command for one."""

    def load(some: Sequence[Message]) -> float:
        file = folder / "events.jsonl"
        file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in some), "utf-8")
        arguments = ["load", "events", str(file), "--feed", "bench"]
        with Program.gridscope(arguments, folder, GRIDSCOPE_DATABASE_URL=url) as program:
            if program.process.wait() != 0:
                raise RuntimeError(f"the command ended with {program.process.returncode}:\n{program.output()}")
            return time.time() - program.began

    start = load(messages[:1])
    return load(messages) - start


WAYS: Final[dict[str, Way]] = {
    "HTTP, batches of 1": by_http(1),
    "HTTP, batches of 100": by_http(100),
    "HTTP, batches of 1000": by_http(1000),
    "Redis stream": by_redis,
    "file": by_file,
}


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Callable[[], str]]]:
    """Functions that make the URL of an empty database, by the name of its kind."""
    # Not in `folder`, which is closed to the user that PostgreSQL runs as.
    with TemporaryDirectory(prefix="gridscope-bench-postgres-") as own:
        postgres = postgres_server.PostgresServer(Path(own))
        numbers = iter(range(1000))
        try:
            postgres.start()
            yield {
                "SQLite": lambda: f"sqlite:///{folder}/{next(numbers)}.db",
                "PostgreSQL": lambda: postgres.url(postgres.create_database()),
            }
        finally:
            postgres.stop()


def checked(url: str, expected: int) -> None:
    """RuntimeError unless the store holds so many transitions."""
    store = Store(url)
    with store.reading() as connection:
        found = connection.execute(select(func.count()).select_from(transition)).scalar_one()
    store.close()
    if found != expected:
        raise RuntimeError(f"{url} holds {found} transitions, expected {expected}")


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--messages", type=int, default=20_000, help="messages of the history")
    parser.add_argument("--singles", type=int, default=1000, help="messages sent in batches of 1")
    given = parser.parse_args()
    with workspace() as folder, databases(folder) as kinds:
        messages = history(given.messages)
        rates: dict[str, dict[str, float]] = {name: {} for name in WAYS}
        for name, way in WAYS.items():
            some = messages[: given.singles] if name.endswith(" 1") else messages
            for kind, make in kinds.items():
                own = folder / f"{name} {kind}".replace(" ", "-").replace(",", "")
                own.mkdir()
                url = make()
                fill_store(url, days=0)
                seconds = way(own, url, some)
                checked(url, len(some))
                rates[name][kind] = len(some) / seconds
        slowest = min(rates["HTTP, batches of 1"].values())
        header = ("events/s", *kinds, "PostgreSQL / SQLite", "SQLite / slowest")
        rows: list[tuple[Any, ...]] = [
            (name, *some.values(), f"{some['PostgreSQL'] / some['SQLite']:.2f}", f"{some['SQLite'] / slowest:.1f}")
            for name, some in rates.items()
        ]
        report(f"ingest.py: {len(messages)} messages", given, header, rows, events_per_second=rates)


if __name__ == "__main__":
    main()
