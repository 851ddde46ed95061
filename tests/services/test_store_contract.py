"""The store does the same on SQLite and on PostgreSQL: one suite, run on both."""

import json
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, inspect, select, text
from sqlalchemy.exc import OperationalError

from data_access.cases.listing import Page, listed
from data_access.cases.narrowing import Held
from data_access.cases.selecting import RULES, select_cases
from data_access.clock import HOUR, MINUTE, SECOND
from data_access.explain.naming import Asked
from data_access.explain.numbers import explain_measure
from data_access.frames import vocabulary
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.quarantine import mend, replay, waiting
from data_access.ingest.rebuild import rebuild, rebuild_if_outdated, verify
from data_access.ingest.receipt import Incoming
from data_access.measures import BY
from data_access.store.schema import metadata
from data_access.store.store import NoAreasError, Store
from data_access.view import View
from layouts.panels import PANELS
from tests.data_access.store.first_schema import make_first
from tests.data_access.worlds import (
    CODES,
    IN_G1,
    OUTSIDE,
    Clock,
    accept,
    contents,
    every_table,
    measures,
    moment,
    only,
    prepare,
    reading,
    said,
    take,
    world,
)
from tests.services.postgres_server import PostgresServer

FRAMES = (*(panel.frame for panel in PANELS), vocabulary.frame)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def empty(url: str) -> Iterator[Store]:
    """A store without even a schema."""
    store = Store(url, clock=Clock())
    yield store
    store.close()


@pytest.fixture
def store(empty: Store) -> Store:
    """A store with the small tree and its words."""
    prepare(empty)
    return empty


def seeded(seed: int = 1) -> list[list[dict[str, Any]]]:
    """Batches in disorder: whole lives of cases, some voided, some unlocated, some on a placeholder, some twice."""
    rng = Random(seed)
    messages = []
    for number in range(40):
        name, source = f"e{number}", rng.choice(["hotline", "worker"])
        at = moment("17 00:00") + rng.randrange(5 * 24) * HOUR + rng.choice((0, 0, 1, 17 * MINUTE, HOUR - 1))
        place = rng.choice([{"area": rng.choice(CODES)}, OUTSIDE, {"lon": 117.3, "lat": 34.0 + number / 100}])
        more = {"self_handled": rng.random() < 0.3, "severity": rng.randint(1, 5), "title": f"事件 {number}"}
        category = rng.choice(["city", "city/street", "safety"])
        collected = said(name, "collected", at, source=source, due_at=at + 5 * HOUR, category=category, **more, **place)
        messages.append(collected)
        stages = ["dispatched", "accepted", "verified", "handled", "evaluated", "archived"][: rng.randrange(7)]
        stages += rng.choice([[], [], ["reworked"], ["voided"], ["returned", "handled"], ["extended"]])
        for stage in stages:
            at += rng.choice((0, MINUTE, HOUR, rng.randrange(6 * HOUR)))
            department = rng.choice([None, "chengguan", "gongan"])
            score = rng.choice([None, 1, 3.5, 4, 5]) if stage == "evaluated" else None
            messages.append(said(name, stage, at, source=source, department=department, satisfaction=score))
    for number in range(100):
        place = IN_G1 if number < 8 else {"lon": 117.5 + number / 1e4, "lat": 34.2}
        messages.append(said(f"p{number}", "collected", moment("21 09:00") + number * SECOND, source="worker", **place))
    rng.shuffle(messages)
    return [messages[:100], messages[100:101], messages[60:180], messages[180:]]


@pytest.fixture
def filled(store: Store) -> Store:
    """A store that took in the seeded messages."""
    for batch in seeded():
        accept(store, batch)
    return store


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What a store on SQLite says of the seeded messages."""
    with world() as store:
        for batch in seeded():
            accept(store, batch)
        said_of = {"contents": contents(store), "answers": answers(store), "frames": frames(store)}
        return said_of | {"explained": explained(store)}


def views() -> list[dict[str, Any]]:
    asked = product(("", "s1", "c1", "g1"), ("24h", "7d"), (None, moment("20 10:00")))
    return [{"area": area, "window": window, "as_of": as_of} for area, window, as_of in asked]


def answers(store: Store) -> list[Any]:
    filters: list[dict[str, Any]] = [
        {"department": "unassigned"},
        {"source": "worker", "category": "city"},
        {"category": "city/street"},
        {"source": "hotline"},
    ]
    return [
        measures(store, by, **view, **some)
        for place, view in enumerate(views())
        for by in (BY[place % 6], BY[(place + 3) % 6])
        for some in ({}, filters[place % 4])
    ]


def frames(store: Store) -> dict[str, str]:
    """Every frame of some views as text."""
    found = {}
    for place, view in enumerate(views()[::3]):
        with reading(store) as reader:
            for frame in FRAMES:
                table = frame(reader, View(**view))
                found[f"{place} {frame.__module__}"] = table.to_csv()
    return found


def explained(store: Store) -> dict[str, str]:
    """Every number that has a rule, with the rows behind it by what they add to it and by a title, as text."""
    found = {}
    for place, view in enumerate(views()[1::5]):
        with reading(store) as reader:
            for measure, rule in RULES.items():
                cut = {"department": "chengguan", "stage": "dispatched", "severity": "1", "area": "unlocated"}
                named = {*rule.needs, *(("severity", "area")[: place % 3] if rule.work is None else ())}
                number = Asked(measure, tuple((name, key) for name, key in cut.items() if name in named))
                told = explain_measure(reader, View(**view), number)
                shown = [told.value, told.numerator, told.denominator, told.pieces, told.without]
                for part in rule.parts:
                    chosen = select_cases(reader, View(**view), number, part)
                    for page in (Page(sort="amount"), Page(sort="title", narrow=(Held("text", "1"),))):
                        shown += [(row["event_id"], row["amount"]) for row in listed(reader, chosen, page).rows]
                found[f"{place} {measure}"] = repr(shown)
    return found


def test_migrate_from_empty_and_again(empty: Store) -> None:
    with pytest.raises(Exception, match="data_version"):
        empty.version()
    empty.migrate()
    assert empty.version().version == 0
    before = every_table(empty)
    empty.migrate()
    assert every_table(empty) == before
    with empty.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
        with pytest.raises(NoAreasError):
            empty.site(connection)


def test_migrate_keeps_what_is_there(filled: Store) -> None:
    before = every_table(filled)
    filled.migrate()
    assert every_table(filled) == before


def test_the_migrations_make_the_schema_of_the_code(empty: Store) -> None:
    empty.migrate()
    with empty.engine.connect() as connection:
        # SQLite gives a default of '' back in quotes, which alembic takes for a difference.
        defaults = connection.dialect.name == "postgresql"
        context = MigrationContext.configure(connection, opts={"compare_server_default": defaults})
        assert compare_metadata(context, metadata) == []


def test_a_store_of_the_first_release_is_brought_up(empty: Store) -> None:
    make_first(empty)
    empty.migrate()
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert rebuild_if_outdated(empty)
    assert verify(empty) == []
    assert not rebuild_if_outdated(empty)


def migrate_in_a_thread(url: str, errors: list[BaseException]) -> None:
    store = Store(url)
    try:
        store.migrate()
    except Exception as error:
        errors.append(error)
    finally:
        store.close()


def test_several_migrate_at_once(url: str) -> None:
    errors: list[BaseException] = []
    threads = [threading.Thread(target=migrate_in_a_thread, args=(url, errors)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    store = Store(url)
    assert len(every_table(store)["data_version"]) == 1
    store.close()


def test_the_same_is_kept(filled: Store, expected: dict[str, Any]) -> None:
    assert contents(filled) == expected["contents"]
    assert verify(filled) == []


def test_the_same_is_answered(filled: Store, expected: dict[str, Any]) -> None:
    assert answers(filled) == expected["answers"]


def test_the_same_is_shown(filled: Store, expected: dict[str, Any]) -> None:
    found = frames(filled)
    assert [name for name in found if found[name] != expected["frames"][name]] == []


def test_the_same_is_explained_and_listed(filled: Store, expected: dict[str, Any]) -> None:
    found = explained(filled)
    assert [name for name in found if found[name] != expected["explained"][name]] == []


def test_rebuild_gives_the_same(filled: Store, expected: dict[str, Any]) -> None:
    with filled.writing() as connection:
        for statement in (
            "UPDATE rollup SET reported = reported + 1 WHERE area = 's1'",
            "DELETE FROM event_version WHERE valid_to IS NOT NULL",
            "UPDATE event SET area = 's2', closed_at = NULL WHERE id < 20",
            "UPDATE feed_point SET placeholder = 1 - placeholder",
        ):
            connection.execute(text(statement))
    found = verify(filled)
    assert {line.split(" ")[0] for line in found} == {"rollup", "event", "point"}
    assert rebuild(filled) == 140
    assert verify(filled) == []
    assert contents(filled) == expected["contents"]


def test_receipts_are_the_same(store: Store) -> None:
    batches = seeded()
    receipts = [take(store, batch) for batch in (*batches, batches[0])]
    with world() as other:
        assert [take(other, batch) for batch in (*batches, batches[0])] == receipts
    assert receipts[-1].duplicate == len(batches[0])


@pytest.mark.parametrize(
    "raw",
    [
        "a\x00b",
        "half \ud83d and \udc00",
        "tab\tnew\nline\r back\\slash \\N \\. 'quote' \"double\" 全角 😀",
        "\\.",
        "\\N",
        "",
        "x" * 3_000_000,
    ],
    ids=["NUL", "surrogates", "copy", "copy end", "copy null", "empty", "long"],
)
def test_odd_text_in_quarantine(store: Store, raw: str) -> None:
    Ingestor(store).ingest([Incoming(raw=raw, error="broken"), Incoming({"title": raw})], "feed")
    kept = raw.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    second, first = waiting(store)
    assert (first.raw, first.reason) == (kept, "broken")
    assert json.loads(second.raw.replace("\\x00", "\\u0000"), strict=False).keys() == {"title"}


ODD = "事件\t1\n\\.\\N 'x' \"y\" %s :name ; -- 😀 \u202e \ufeff"


def test_odd_text_in_messages(store: Store) -> None:
    number = ODD.strip()
    accept(store, [said(number, "collected", "22 09:00", title=ODD, note=ODD, department=number, category=number)])
    with reading(store) as reader:
        title = reader.connection.execute(text("SELECT title, event_id FROM event")).one()
        assert tuple(title) == (number, number)
    assert only(store, department=number, category=number)["reported"] == 1
    assert take(store, [said(number, "collected", "22 09:00", department=number)]).duplicate == 1
    assert verify(store) == []


def test_a_refused_message_is_mended_and_replayed(store: Store) -> None:
    message = said("1", "collected", "22 09:00")
    take(store, [message | {"severity": 9}])
    (held,) = waiting(store)
    mend(store, held.id, json.dumps(message))
    assert replay(store).accepted == 1
    assert (waiting(store), only(store)["reported"]) == ([], 1)


def test_numbers_at_their_limits(store: Store) -> None:
    for number, due in enumerate(("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:30:00Z")):
        accept(store, [said(str(number), "collected", "22 09:00") | {"due_at": due}])
    accept(store, [said("old", "collected", "22 09:00") | {"at": "1969-12-31T23:30:00Z"}])
    accept(store, [said("oldest", "collected", "22 09:00") | {"at": "0001-01-01T00:00:00Z"}])
    accept(
        store, [said("e" * 128, "collected", "22 09:00", category="字" * 128, department="部" * 64, title="题" * 500)]
    )
    assert only(store)["overdue"] == 2
    assert verify(store) == []
    frames(store)


def break_off(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("DELETE FROM transition"))
        connection.execute(text("UPDATE data_version SET version = 77"))
        raise RuntimeError("broken off")


def test_an_error_leaves_nothing_behind(store: Store) -> None:
    accept(store, seeded()[1])
    before = every_table(store)
    with pytest.raises(RuntimeError):
        break_off(store)
    assert every_table(store) == before


def work(url: str, worker: int) -> None:
    store = Store(url, clock=Clock())
    for batch in seeded(worker):
        take(store, batch)
    store.close()


def test_processes_write_at_once(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=work, args=(store.url, worker)) for worker in range(2)]
    for worker in workers:
        worker.start()
    # A reader sees whole batches only.
    while any(worker.is_alive() for worker in workers):
        assert verify(store) == []
        workers[0].join(timeout=0.3)
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert verify(store) == []
    names = {(one["source"], one["event_id"]) for seed in range(2) for batch in seeded(seed) for one in batch}
    with store.reading() as connection:
        kept = {tuple(row) for row in connection.execute(text("SELECT source, event_id FROM event"))}
    assert kept == names


def test_threads_share_a_store(store: Store) -> None:
    errors: list[BaseException] = []

    def run(worker: int) -> None:
        try:
            for batch in seeded()[worker % 4 :] + seeded()[: worker % 4]:
                take(store, batch)
                measures(store, "child")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with world() as other:
        for batch in seeded():
            take(other, batch)
        assert contents(store) == contents(other)
    assert verify(store) == []


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    with reading(store) as reader:
        chosen = select(metadata.tables["event"].c.event_id)
        assert reader.connection.execute(chosen).scalars().all() == ["1"]
        accept(store, [said("2", "collected", "22 09:00")])
        assert reader.connection.execute(chosen).scalars().all() == ["1"]
    assert only(store)["reported"] == 2


def test_another_process_sees_new_areas_and_words(store: Store) -> None:
    other = Store(store.url, clock=Clock())
    accept(other, [said("1", "collected", "22 09:00", area="g1")])
    with store.reading() as connection:
        trees = [one for one in store.site(connection).tree if one.code != "g4"]
    store.replace_areas(trees)
    assert take(other, [said("2", "collected", "22 09:00", area="g4")]).accepted == 0
    other.close()


def lose_the_connection(store: Store, context: Callable[[], AbstractContextManager[Connection]]) -> None:
    with context() as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with create_engine(store.url, poolclass=NullPool).connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": mine})
        connection.execute(text("SELECT 1"))


def test_a_store_that_lost_its_connections_goes_on(postgres_url: str) -> None:
    store = Store(postgres_url, clock=Clock())
    prepare(store)
    accept(store, [said("1", "collected", "22 09:00")])
    for context in (store.reading, store.writing):
        with pytest.raises(OperationalError):
            lose_the_connection(store, context)
    accept(store, [said("2", "collected", "22 09:00")])
    assert only(store)["reported"] == 2
    store.close()


def test_a_database_that_was_killed_and_came_back(postgres_server: PostgresServer, postgres_url: str) -> None:
    store = Store(postgres_url, clock=Clock())
    prepare(store)
    accept(store, [said("1", "collected", "22 09:00")])
    with store.engine.connect() as connection:
        # The test's server writes behind; what is kept over the crash is not what is tested here.
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
    postgres_server.stop()
    with pytest.raises(OperationalError):
        accept(store, [said("2", "collected", "22 09:00")])
    with pytest.raises(OperationalError):
        only(store)
    postgres_server.start()
    accept(store, [said("2", "collected", "22 09:00")])
    assert take(store, [said("1", "collected", "22 09:00")]).duplicate == 1
    assert only(store)["reported"] == 2
    assert verify(store) == []
    store.close()
