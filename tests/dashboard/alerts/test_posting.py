import socket

import pytest

from dashboard.alerts.posting import PostError, post
from tests.dashboard.alerts.receiving import receiver


def refused(url: str, *, robot: bool = True, timeout: float = 5.0) -> str:
    with pytest.raises(PostError) as caught:
        post(url, {"a": 1}, robot=robot, timeout=timeout)
    return str(caught.value)


def test_json_as_utf8() -> None:
    with receiver() as server:
        post(server.url, {"text": "预警 😀"}, robot=True)
        assert server.bodies == [{"text": "预警 😀"}]
        assert server.headers[0]["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("code", [400, 404, 429, 500, 503])
def test_an_answer_that_is_no_acceptance(code: int) -> None:
    with receiver() as server:
        server.answers = [(code, b"secret words of the server")]
        assert f"answered {code}" in refused(server.url)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_nobody_is_followed_elsewhere(code: int) -> None:
    with receiver() as server:
        server.answers = [(code, b"")]
        assert f"answered {code}" in refused(server.url)
        assert server.paths == ["/send"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"errcode": 45009, "errmsg": "api freq out of limit"}', "errcode 45009: api freq out of limit"),
        (b'{"errcode": 310000, "errmsg": "sign not match"}', "errcode 310000"),
        (b"<html>", "without an errcode"),
        (b"[]", "without an errcode"),
        (b"", "without an errcode"),
        (b'{"errcode": "0"}', "errcode 0"),
        (b"\xff\xfe", "without an errcode"),
    ],
)
def test_a_robot_that_says_200_and_means_no(content: bytes, words: str) -> None:
    with receiver() as server:
        server.answers = [(200, content)]
        assert words in refused(server.url)


def test_any_2xx_is_an_acceptance_for_a_program() -> None:
    with receiver() as server:
        for code in (200, 201, 202, 204):
            server.answers = [(code, b"" if code == 204 else b"thanks")]
            post(server.url, {}, robot=False)


def test_a_server_that_does_not_answer() -> None:
    with receiver() as server:
        server.holding = True
        assert "in time" in refused(server.url, timeout=0.2) or "within 0.2 s" in refused(server.url, timeout=0.2)


def test_a_server_that_answers_drop_by_drop() -> None:
    with receiver() as server:
        server.dripping = True
        assert "did not answer within" in refused(server.url, timeout=0.15)


def test_nobody_there() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    words = refused(f"http://127.0.0.1:{port}/send?key=very-secret")
    assert "could not be reached" in words
    assert "very-secret" not in words


def test_a_name_that_is_none() -> None:
    assert "could not be reached" in refused("http://no-such-host.invalid/?key=very-secret")
