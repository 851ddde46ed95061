"""POST /api/v1/events: what is answered, what is kept, and that nothing brings the server down."""

import base64
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from dashboard.app import Program, create_app
from dashboard.settings import Settings
from data_access.ingest.quarantine import waiting
from data_access.ingest.rebuild import verify
from data_access.store.engine import open_engine
from data_access.store.store import Store
from tests.dashboard.conftest import TOKENS
from tests.data_access.worlds import NOW, only, said, world

Post = Callable[..., TestResponse]
HEADERS = {"Authorization": f"Bearer {TOKENS['hotline']}"}
GOOD = said("good", "collected", "22 09:00")
BAD = {**GOOD, "event_id": "bad"}
EVALUATED = '{"event_id": "x", "source": "hotline", "stage": "evaluated", "at": "2026-11-22T09:00:00Z"'


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """Posts a body (text, bytes, or a value as JSON) with a known token."""

    def send(body: Any, **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        return client.post("/api/v1/events", data=data, headers={**HEADERS, **headers})

    return send


def envelope(**more: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "1", "source": "/hotline", "type": "case", **more}


def test_an_array_is_answered_after_the_commit(post: Post, store: Store) -> None:
    found = post([GOOD, GOOD, {**GOOD, "stage": "dispatched"}, {"event_id": "x"}])
    assert found.status_code == 202
    assert found.mimetype == "application/json"
    assert found.json is not None
    assert found.json.keys() == {"accepted", "duplicate", "quarantined"}
    assert (found.json["accepted"], found.json["duplicate"]) == (2, 1)
    (refused,) = found.json["quarantined"]
    assert refused.keys() == {"index", "reason"}
    assert refused["index"] == 3
    assert "source is missing" in refused["reason"]
    assert only(store)["reported"] == 1
    (held,) = waiting(store)
    assert (held.feed, json.loads(held.raw)) == ("hotline", {"event_id": "x"})


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(GOOD),
        json.dumps(GOOD, indent=2),
        f"[{json.dumps(GOOD)}]",
        f"{json.dumps(GOOD)}\n",
        f"\ufeff{json.dumps(GOOD)}\r\n\r\n",
        json.dumps(envelope(data=GOOD)),
        json.dumps([envelope(data=GOOD)]),
        json.dumps(envelope(data=json.dumps(GOOD))),
        json.dumps(envelope(data_base64=base64.b64encode(json.dumps(GOOD).encode()).decode())),
    ],
    ids=["object", "indented", "array", "line", "bom", "cloudevent", "batch", "text", "base64"],
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-ndjson", "application/cloudevents+json", ""])
def test_every_form_of_one_message(post: Post, body: str, kind: str) -> None:
    found = post(body, **{"Content-Type": kind})
    assert (found.status_code, found.json) == (202, {"accepted": 1, "duplicate": 0, "quarantined": []})


def test_an_empty_array_is_nothing(post: Post) -> None:
    found = post([])
    assert (found.status_code, found.json) == (202, {"accepted": 0, "duplicate": 0, "quarantined": []})


def test_lines_are_refused_one_by_one(post: Post) -> None:
    found = post("\n".join([json.dumps(GOOD), "{broken", "", json.dumps({**GOOD, "event_id": "2"}), "[]", "7"]))
    assert found.status_code == 202
    assert found.json is not None
    assert found.json["accepted"] == 2
    assert [one["index"] for one in found.json["quarantined"]] == [1, 3, 4]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {TOKENS['hotline']}x"},
        {"Authorization": f"Bearer {TOKENS['hotline'][:-1]}"},
        {"Authorization": f"Basic {TOKENS['hotline']}"},
        {"Authorization": TOKENS["hotline"]},
        {"Authorization": "Bearer hotline=open-sesame"},
        {"Authorization": "Bearer hotline"},
        {"Authorization": "Bearer \u00e9\u00ff"},
        {"Authorization": "Bearer 令牌".encode().decode("latin-1")},
        {"X-Token": TOKENS["hotline"]},
    ],
    ids=repr,
)
def test_without_a_known_token(client: FlaskClient, store: Store, headers: dict[str, str]) -> None:
    found = client.post("/api/v1/events", data=json.dumps(GOOD), headers=headers)
    assert found.status_code == 401
    assert found.headers["WWW-Authenticate"] == "Bearer"
    assert found.json is not None
    assert "expected Authorization: Bearer <token of a feed>" in found.json["error"]
    assert only(store)["reported"] == 0


def test_a_token_in_the_query_is_not_taken(client: FlaskClient) -> None:
    assert client.post("/api/v1/events?token=open-sesame", data=json.dumps(GOOD)).status_code == 401


def test_without_feeds_nobody_may_push(store: Store) -> None:
    program = create_app(Settings(database_url=store.url), store)
    found = program.server.test_client().post("/api/v1/events", data="[]", headers={"Authorization": "Bearer "})
    assert found.status_code == 401


def test_the_scheme_is_written_as_one_likes(client: FlaskClient) -> None:
    headers = {"Authorization": f"bearer {TOKENS['app']}"}
    assert client.post("/api/v1/events", data="[]", headers=headers).status_code == 202


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "body is empty; expected a JSON array, NDJSON or a JSON object"),
        (b" \n\t", "body is empty"),
        (b"\xef\xbb\xbf", "body is empty"),
        (b"hello", "body is not JSON"),
        (b"event_id,source\n1,hotline\n", "body is not JSON"),
        (b"7", "body is '7'; expected a JSON array"),
        (b'"text"', "expected a JSON array"),
        (b"null", "expected a JSON array"),
        (b"\xff\xfe{", "body is not UTF-8: byte 0xff at position 0"),
        (b"\x1f\x8b\x08", "body is not UTF-8"),
        (json.dumps([GOOD, BAD]).encode()[:-1], "body is not a JSON array"),
        (json.dumps([GOOD, BAD]).encode()[:80], "body is not a JSON array"),
        (b"[{},]", "body is not a JSON array"),
    ],
)
def test_a_body_of_which_nothing_can_be_taken(post: Post, store: Store, body: bytes, words: str) -> None:
    found = post(body)
    assert found.status_code == 400
    assert found.json is not None
    assert words in found.json["error"]
    assert waiting(store) == []


def test_a_body_may_be_as_large_as_the_limit_and_no_larger(post: Post, store: Store) -> None:
    assert post(b" " * 16_000_001).status_code == 413
    found = post(b"[" + b" " * 15_999_998 + b"]")
    assert found.status_code == 202
    refused = post(json.dumps([{**GOOD, "title": "x" * 17_000_000}]))
    assert refused.json == {"error": "the body is larger than 16 MB; send smaller batches"}
    assert only(store)["reported"] == 0


WRONG: dict[str, Any] = {
    "not an object": 7,
    "null": None,
    "text": "x",
    "list": [GOOD],
    "empty": {},
    "no event_id": {name: value for name, value in BAD.items() if name != "event_id"},
    "blank event_id": {**BAD, "event_id": "  "},
    "long event_id": {**BAD, "event_id": "x" * 129},
    "number as event_id": {**BAD, "event_id": 7},
    "unknown area": {**BAD, "area": "nowhere"},
    "number as area": {**BAD, "area": 990101},
    "unknown stage": {**BAD, "stage": "finished"},
    "stage in capitals": {**BAD, "stage": "COLLECTED"},
    "list as stage": {**BAD, "stage": ["collected"]},
    "unknown source": {**BAD, "source": "nobody"},
    "object as source": {**BAD, "source": {}},
    "no zone": {**BAD, "at": "2026-11-22T09:00:00"},
    "number as time": {**BAD, "at": 1795322096},
    "no time": {**BAD, "at": "yesterday"},
    "time of year 0": {**BAD, "at": "0000-01-01T00:00:00Z"},
    "time before year 1": {**BAD, "at": "0001-01-01T00:00:00+14:00"},
    "future": {**BAD, "at": "2026-11-22T13:00:00+08:00"},
    "due without zone": {**BAD, "due_at": "2026-11-23"},
    "no category": {**BAD, "category": None},
    "no place": {**BAD, "area": None},
    "half a place": {**BAD, "lon": 117.1},
    "off the earth": {**BAD, "lon": 181, "lat": 34},
    "text as lon": {**BAD, "lon": "east", "lat": 34},
    "true as lon": {**BAD, "lon": True, "lat": 34},
    "huge lon": {**BAD, "lon": 10**400, "lat": 34},
    "severity 0": {**BAD, "severity": 0},
    "severity 6": {**BAD, "severity": 6},
    "huge severity": {**BAD, "severity": 10**400},
    "half severity": {**BAD, "severity": 1.5},
    "true as severity": {**BAD, "severity": True},
    "satisfaction 9": {**BAD, "satisfaction": 9},
    "huge satisfaction": {**BAD, "satisfaction": 10**4000},
    "1 as self_handled": {**BAD, "self_handled": 1},
    "10 MB title": {**BAD, "title": "x" * 10_000_000},
    "long note": {**BAD, "note": "x" * 4001},
    "object as title": {**BAD, "title": {"zh": "x"}},
    "NUL in event_id": {**BAD, "event_id": "a\0b"},
    "NUL in title": {**BAD, "title": "\0"},
    "NUL in department": {**BAD, "department": "a\0"},
    "surrogate in event_id": {**BAD, "event_id": "\ud800"},
    "surrogate in title": {**BAD, "title": "x\udfffy"},
    "surrogate in source": {**BAD, "source": "\ud800"},
    "surrogate in area": {**BAD, "area": "\ud800"},
    "surrogate as a key": {"\ud800": 1},
    "nested": {**BAD, "title": json.loads("[" * 40 + "]" * 40)},
    "nested in an unknown key": {**BAD, "extra": json.loads("[" * 400 + "]" * 400)},
    "CloudEvents 0.3": envelope(specversion="0.3", data=BAD),
    "CloudEvents without data": envelope(),
    "CloudEvents with a list": envelope(data=[BAD]),
    "CloudEvents with text": envelope(data="hello"),
    "CloudEvents with broken base64": envelope(data_base64="%%%"),
    "CloudEvents with other letters for base64": envelope(data_base64="é"),
    "CloudEvents with a surrogate for base64": envelope(data_base64="\ud800"),
    "CloudEvents with a number for base64": envelope(data_base64=7),
    "CloudEvents with nested text": envelope(data='{"event_id": ' + "[" * 900 + "]" * 900 + "}"),
    "CloudEvents with endlessly nested text": envelope(data="[" * 100_000),
    "CloudEvents with a huge number in text": envelope(data='{"severity": ' + "9" * 5000 + "}"),
}


@pytest.mark.parametrize("form", ["array", "lines"])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_one_bad_message_is_set_aside_and_the_rest_is_kept(post: Post, store: Store, wrong: Any, form: str) -> None:
    batch = [GOOD, wrong, {**GOOD, "event_id": "last"}]
    found = post(batch if form == "array" else "\n".join(json.dumps(one) for one in batch))
    assert found.status_code == 202, found.text[:300]
    assert found.json is not None
    assert found.json["accepted"] == 2
    (refused,) = found.json["quarantined"]
    assert refused["index"] == 1
    assert 5 < len(refused["reason"]) < 400
    (held,) = waiting(store)
    assert held.reason == refused["reason"]
    assert held.raw
    assert only(store)["reported"] == 2


@pytest.mark.parametrize("form", ["array", "lines"])
@pytest.mark.parametrize(
    "wrong",
    [
        '{"event_id": "x", "severity": NaN}',
        f'{EVALUATED}, "satisfaction": 1e999}}',
        f'{EVALUATED}, "lon": NaN, "lat": 1}}',
        '{"event_id": "x", "severity": -Infinity}',
        '{"event_id": ' + "9" * 4000 + "}",
        # More digits than Python turns into a number.
        '{"event_id": ' + "9" * 5000 + "}",
        "[" * 500 + "]" * 500,
        # Deeper than Python's own stack.
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
    ids=["NaN", "1e999", "NaN lon", "-Infinity", "4000 digits", "5000 digits", "500 deep", "100000 deep"],
)
def test_json_that_is_none_or_too_much(post: Post, store: Store, wrong: str, form: str) -> None:
    batch = [json.dumps(GOOD), wrong, json.dumps({**GOOD, "event_id": "last"})]
    found = post(f"[{','.join(batch)}]" if form == "array" else "\n".join(batch))
    assert found.status_code == 202, found.text[:300]
    assert found.json is not None
    assert found.json["accepted"] == 2
    assert [one["index"] for one in found.json["quarantined"]] == [1]
    assert only(store)["reported"] == 2


def test_awkward_but_right(post: Post, store: Store) -> None:
    odd = [
        {**GOOD, "event_id": "1", "title": "𠀀 \u2028 <script>alert(1)</script> '); DROP TABLE event;--"},
        {**GOOD, "event_id": "2", "at": "2026-11-22T00:00:00.123456Z", "unknown": {"deep": [1]}},
        {**GOOD, "event_id": "3", "due_at": "9999-12-31T23:59:59Z"},
        {**GOOD, "event_id": "4", "at": "1970-01-01T00:00:00Z"},
        {**GOOD, "event_id": "5", "lon": 0, "lat": 0, "area": None},
        {**GOOD, "event_id": "  6  ", "severity": 5, "satisfaction": 0},
        {**GOOD, "event_id": "7", "category": "a/b/c/d"},
        {**GOOD, "event_id": "8", "department": "unheard-of"},
    ]
    found = post(odd)
    assert found.json == {"accepted": 8, "duplicate": 0, "quarantined": []}
    assert verify(store) == []


def test_the_clock_may_be_a_little_ahead(post: Post) -> None:
    for seconds, accepted in ((299, 1), (301, 0)):
        message = said(f"e{seconds}", "collected", NOW + seconds * 1_000_000)
        assert (post([message]).json or {})["accepted"] == accepted


def test_before_areas_are_loaded() -> None:
    with world(prepared=False) as store:
        program = create_app(Settings(database_url=store.url, feed_tokens=TOKENS), store)
        found = program.server.test_client().post("/api/v1/events", data=json.dumps(GOOD), headers=HEADERS)
    assert found.status_code == 503
    assert found.headers["Retry-After"]
    assert "no areas are loaded" in (found.json or {})["error"]


def test_a_locked_database_keeps_nothing_and_says_so(
    post: Post, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    store.engine.dispose()
    event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
    other = open_engine(store.url)
    with other.connect().execution_options(gridscope_writes=True) as connection:
        with connection.begin():
            found = post([GOOD])
            assert found.status_code == 503
            assert int(found.headers["Retry-After"]) >= 1
            assert "nothing of it was kept" in (found.json or {})["error"]
            assert only(store)["reported"] == 0
        assert post([GOOD]).json == {"accepted": 1, "duplicate": 0, "quarantined": []}
    other.dispose()


def test_what_was_committed_is_acknowledged_although_nobody_can_be_told(
    post: Post, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """After the commit nothing may turn the answer into "nothing of it was kept"."""
    caplog.set_level("CRITICAL")

    def fail(_store: Store) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection lost"))

    store.on_change(lambda _version: None)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "version", fail)
        found = post([GOOD])
    assert only(store)["reported"] == 1
    assert found.status_code == 202


def test_a_hundred_posts_at_once(program: Program, store: Store) -> None:
    cases = [
        message
        for number in range(120)
        for message in (
            said(f"c{number}", "collected", "22 09:00", area="g1" if number % 2 else "g4"),
            said(f"c{number}", "dispatched", "22 09:10", department="chengguan"),
            said(f"c{number}", "handled", f"22 1{number % 2}:00"),
        )
    ]
    # Every message is in several batches, forwards and backwards, so that batches cross.
    batches = [cases[first : first + 60] for first in range(0, 360, 30)]
    batches = [batch[:: 1 if number % 2 else -1] for number, batch in enumerate(batches * 9)][:100]
    receipts: list[Any] = []

    def push(some: list[Any]) -> None:
        client = program.server.test_client()
        for batch in some:
            receipts.append(client.post("/api/v1/events", data=json.dumps(batch), headers=HEADERS))

    threads = [threading.Thread(target=push, args=(batches[number::20],)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(receipts) == 100
    assert {one.status_code for one in receipts} == {202}
    assert sum(one.json["accepted"] for one in receipts) == 360
    assert sum(one.json["duplicate"] for one in receipts) == sum(map(len, batches)) - 360
    row = only(store)
    assert (row["reported"], row["closed"], row["open"]) == (120, 120, 0)
    assert verify(store) == []
