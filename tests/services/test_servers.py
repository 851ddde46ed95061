"""The fixtures give real servers: what other tests here take for granted."""

import pytest
import redis
from sqlalchemy import create_engine, text

from tests.services.postgres_server import PostgresServer
from tests.services.redis_server import RedisServer


def test_redis_answers_and_is_empty(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
        assert client.dbsize() == 0


def test_redis_keeps_what_it_acknowledged_over_a_crash(redis_server: RedisServer, redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.xadd("stream", {"data": "1"})
        redis_server.kill()
        assert not redis_server.running
        redis_server.start()
        assert client.xlen("stream") == 1


def test_redis_url_starts_a_server_that_a_test_left_dead(
    redis_server: RedisServer, request: pytest.FixtureRequest
) -> None:
    redis_server.kill()
    with redis.Redis.from_url(request.getfixturevalue("redis_url")) as client:
        assert client.ping()


def test_postgres_answers_in_utf8(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
        assert connection.scalar(text("SELECT '网格'::text")) == "网格"
    engine.dispose()


def test_every_database_is_empty_and_its_own(postgres_server: PostgresServer, postgres_url: str) -> None:
    other = postgres_server.create_database()
    for url in (postgres_url, postgres_server.url(other)):
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE area (code text)"))
        engine.dispose()
    postgres_server.drop_database(other)


def test_a_connection_left_open_does_not_keep_a_database(postgres_server: PostgresServer) -> None:
    name = postgres_server.create_database()
    engine = create_engine(postgres_server.url(name))
    connection = engine.connect()
    connection.execute(text("SELECT 1"))
    postgres_server.drop_database(name)
    connection.invalidate()
    connection.close()
    engine.dispose()
