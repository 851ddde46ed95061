"""Databases: which URLs are taken, and one writer at a time."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from data_access.store.bulk import chunks
from data_access.store.engine import open_engine, reading, writing
from data_access.store.store import Store


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "is not a database URL"),
        ("var/gridscope.db", "is not a database URL"),
        ("sqlite://", "keeps nothing"),
        ("sqlite:///:memory:", "keeps nothing"),
        ("mysql://localhost/x", "names mysql; expected sqlite or postgresql"),
    ],
)
def test_a_url_that_cannot_be_used_is_named(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        open_engine(url)
    assert repr(url) in str(caught.value)


def test_the_password_of_a_url_is_not_shown() -> None:
    with pytest.raises(ValueError, match="mysql") as caught:
        open_engine("mysql://me:secret@localhost/x")
    assert "secret" not in str(caught.value)


def test_postgresql_is_spoken_to_with_psycopg() -> None:
    for url in ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        assert open_engine(url).dialect.driver == "psycopg"


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b 网格" / "store.db"
    engine = open_engine(f"sqlite:///{path}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER)"))
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    engine.dispose()
    assert path.exists()


def test_one_writer_at_a_time_and_readers_meanwhile(store: Store) -> None:
    inside, order = threading.Event(), []

    def second() -> None:
        inside.wait()
        with writing(store.engine):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE data_version SET version = 70"))
        inside.set()
        thread.join(timeout=0.3)
        assert thread.is_alive()
        with reading(store.engine) as other:
            assert other.execute(text("SELECT version FROM data_version")).scalar_one() != 70
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert store.version().version == 70


def test_what_is_raised_while_writing_undoes_it(store: Store) -> None:
    def work() -> None:
        with writing(store.engine) as connection:
            connection.execute(text("UPDATE data_version SET version = 70"))
            raise RuntimeError("no")

    before = store.version()
    with pytest.raises(RuntimeError, match="no"):
        work()
    assert store.version() == before


def test_values_in_lists() -> None:
    assert list(chunks([], 3)) == []
    assert list(chunks(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(chunks(iter("ab"), 2)) == [["a", "b"]]
