"""The routes of the walls as an HTTP client sees them, on a real store."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import Program, create_app
from dashboard.settings import Settings
from data_access.clock import HOUR, SECOND
from data_access.store.store import Store
from data_access.walls.desk import read_log, read_pages
from data_access.walls.tables import wall_log, wall_page
from tests.dashboard.conftest import TOKENS
from tests.data_access.alerts.boards import raise_all, rows, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, world

NEXT = {"by": "值班长", "order": "next"}
PAGE: dict[str, Any] = {"page": "1-2", "query": "scene=flow", "screen": "1920x1080@1", "build": "abc", "age": 3}


def ask(client: FlaskClient, path: str = "", status: int = 200) -> Any:
    found = client.get(f"/api/v1/walls{path}")
    assert found.status_code == status, found.text[:300]
    assert found.mimetype == "application/json"
    return found.json


def post(client: FlaskClient, what: str, body: object, name: str = "main", **headers: str) -> tuple[int, Any]:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    given = {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}}
    found = client.post(f"/api/v1/walls/{name}/{what}", data=data, headers=given)
    return found.status_code, found.json


def test_what_a_wall_shows(client: FlaskClient) -> None:
    found = ask(client, "/main")
    assert (found["wall"], found["mode"], found["query"], found["place"]) == ("main", "rotating", "", 0)
    assert (found["since"], found["until"]) == ("2026-11-22T04:34:56Z", "2026-11-22T04:35:56Z")
    assert found["dress"] == {"theme": "wall", "preset": "", "k": 1.0}
    assert found["taken"] is None


def test_a_wall_that_no_file_names(client: FlaskClient) -> None:
    words = {"error": "wall 'lobby' is not known; expected one of main, hall"}
    assert ask(client, "/lobby", 404) == ask(client, "/lobby/live", 404) == words
    assert post(client, "orders", NEXT, "lobby") == (404, words)
    assert post(client, "seen", PAGE, "lobby") == (404, words)


def test_the_list_of_walls(client: FlaskClient, store: Store) -> None:
    post(client, "orders", NEXT)
    post(client, "seen", PAGE)
    found = ask(client)
    assert [(row["wall"], row["zh"], row["en"]) for row in found["rows"]] == [
        ("main", "指挥大厅主屏", "Main wall"),
        ("hall", "服务大厅屏", "Service hall"),
    ]
    assert found["rows"][0]["screens"] == [{"wall": "main", "seen_at": "2026-11-22T04:34:56Z", **PAGE}]
    assert found["rows"][1]["screens"] == []
    assert found["log"] == [
        {"wall": "main", "at": "2026-11-22T04:34:56Z", "by": "值班长", "order": "next", "detail": ""}
    ]


def test_an_order_answers_what_the_wall_shows_then(client: FlaskClient, store: Store) -> None:
    status, told = post(client, "orders", NEXT)
    assert (status, told["query"], told["revision"]) == (200, "scene=flow", 1)
    status, told = post(client, "orders", {"by": "甲", "order": "show", "view": "?scene=risk&area=s1"})
    assert (status, told["mode"], told["query"], told["until"]) == (200, "pinned", "scene=risk&area=s1", None)
    assert ask(client, "/main") == told
    assert ask(client, "/hall")["revision"] == 0


def test_a_takeover_as_it_is_told(client: FlaskClient, store: Store) -> None:
    write(store, [], at=NOW - HOUR)
    raise_all(store, finding(severity="crit"), at=NOW - SECOND)
    found = ask(client, "/main")
    assert (found["mode"], found["since"], found["taken"]["warning"]) == ("takeover", None, 1)
    assert found["until"] == "2026-11-22T05:04:55Z"
    status, told = post(client, "orders", {"by": "甲", "order": "hold", "warning": 1})
    assert (status, told["until"], told["taken"]["acknowledged"]) == (200, None, False)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "the body is not JSON; expected an object"),
        ("x", "the body is not JSON"),
        (b"\xff\xfe", "the body is not JSON"),
        ("[" * 100_000, "the body is not JSON"),
        ("null", "the body is not an object; expected by and order"),
        ("{}", "order None is not known; expected one of next"),
        ({"order": "next"}, "by is missing or blank; expected a name or post"),
        ('{"by": "\\ud800", "order": "next"}', "by holds characters that cannot be shown"),
        ({**NEXT, "order": "dance"}, "order 'dance' is not known"),
        ({**NEXT, "order": "play", "entry": 99}, "entry 99 is not known; expected 1 to"),
        ({**NEXT, "order": "play", "entry": 1.0}, "entry 1.0 is no number"),
        ('{"by": "a", "order": "play", "entry": NaN}', "entry nan is no number"),
        ({**NEXT, "order": "hold"}, "warning is missing; expected the id of the warning"),
        ({**NEXT, "order": "hold", "warning": 9}, "warning 9 is not known"),
        ({**NEXT, "order": "show", "view": "scene=moon"}, "view: scene 'moon' is not known"),
        ({**NEXT, "order": "show", "view": "area=moon"}, "view: area 'moon' is not in the area tree"),
    ],
)
def test_orders_that_are_refused(client: FlaskClient, store: Store, body: object, words: str) -> None:
    status, told = post(client, "orders", body)
    assert status == 422
    assert words in told["error"]
    assert rows(store, wall_log) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Authorization": f"Bearer {TOKENS['app']}", "Content_Type": "text/plain"}, 200),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_who_may(client: FlaskClient, store: Store, headers: dict[str, str], status: int) -> None:
    """Our own page and whoever has a token; not a foreign page in somebody's browser."""
    assert post(client, "orders", NEXT, **headers)[0] == status
    assert len(rows(store, wall_log)) == (status == 200)
    assert post(client, "seen", PAGE, **headers)[0] == (204 if status == 200 else status)
    assert len(rows(store, wall_page)) == (status == 200)


def test_what_a_screen_says(client: FlaskClient, store: Store) -> None:
    assert post(client, "seen", PAGE) == (204, None)
    with store.reading() as connection:
        (page,) = read_pages(connection)
        assert read_log(connection) == []
    assert (page.wall, page.page, page.seen_at, page.query, page.age) == ("main", "1-2", NOW, "scene=flow", 3)
    assert post(client, "seen", {**PAGE, "sounded": 7})[0] == 204
    with store.reading() as connection:
        assert [(one.by, one.order, one.detail) for one in read_log(connection)] == [("main", "sounded", "7")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[", "the body is not JSON"),
        ([], "the body is not an object; expected page, query, screen, build and age"),
        ({}, "page None is not text; expected at most 40 plain characters"),
        ({**PAGE, "page": "x" * 41}, "is not text; expected at most 40 plain characters"),
        ({**PAGE, "query": "x" * 2001}, "is not text; expected at most 2000 plain characters"),
        ({**PAGE, "screen": "a\nb"}, "screen 'a\\nb' is not text; expected at most 64 plain characters"),
        ({**PAGE, "build": "中"}, "build '中' is not text; expected at most 32 plain characters"),
        ({**PAGE, "age": -1}, "age and sounded [-1, 0] are no numbers; expected whole numbers"),
        ({**PAGE, "age": 2**31}, "are no numbers"),
        ({**PAGE, "sounded": True}, "are no numbers"),
    ],
)
def test_what_no_screen_says(client: FlaskClient, store: Store, body: object, words: str) -> None:
    status, told = post(client, "seen", body)
    assert status == 422
    assert words in told["error"]
    assert rows(store, wall_page) == []


def test_the_stream(program: Program, client: FlaskClient) -> None:
    program.director.start()
    found = client.get("/api/v1/walls/main/live")
    assert (found.status_code, found.mimetype) == (200, "text/event-stream")
    assert (found.headers["Cache-Control"], found.headers["X-Accel-Buffering"]) == ("no-store", "no")
    events = iter(found.response)
    assert next(events) == b"retry: 1000\n: open\n\n"
    told = json.loads(next(events).removeprefix(b"data: "))
    assert (told["wall"], told["query"], told["now"]) == ("main", "", NOW)
    post(client, "orders", NEXT)
    told = json.loads(next(events).removeprefix(b"data: "))
    assert (told["query"], told["revision"]) == ("scene=flow", 1)
    found.close()
    assert program.director.open_streams == 0
    program.director.stop()


def test_a_full_worker_sends_screens_away_for_a_moment(store: Store) -> None:
    program = create_app(Settings(database_url=store.url, streams=1), store)
    client = program.server.test_client()
    first = client.get("/api/v1/walls/main/live")
    next(iter(first.response))
    refused = client.get("/api/v1/walls/main/live")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.json == {"error": "this worker tells 1 screens; try again"}
    first.close()
    assert program.director.open_streams == 0


def test_head_holds_no_stream(program: Program, client: FlaskClient) -> None:
    client.head("/api/v1/walls/main/live").close()
    assert program.director.open_streams == 0


def test_the_desk_has_an_address_of_its_own(client: FlaskClient) -> None:
    found = client.get("/desk")
    assert (found.status_code, found.headers["Location"]) == (302, "/?scene=walls")


def test_a_wall_is_the_page(client: FlaskClient) -> None:
    for path in ("/wall/main", "/wall/main?scene=flow", "/wall/nobody"):
        found = client.get(path)
        assert (found.status_code, found.mimetype) == (200, "text/html")
        assert "director.js" in found.text


def test_before_areas_are_loaded() -> None:
    with world(prepared=False) as bare:
        client = create_app(Settings(database_url=bare.url), bare).server.test_client()
        assert ask(client, "/main", 503)["error"].startswith("no areas are loaded")
        assert post(client, "orders", NEXT)[0] == 503
