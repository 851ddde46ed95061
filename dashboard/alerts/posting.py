"""One HTTP POST, within a time that no server can stretch; what is not an acceptance is an error in words."""

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any, Final

from data_access.store.engine import without_password

TIMEOUT: Final = 5.0
"""Seconds for the connection and for each answer; twice that for all of it."""

LARGEST: Final = 65_536
"""Bytes of an answer that are read."""


class PostError(RuntimeError):
    """A post that was not accepted; the message never holds the address, which may carry a key."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: what was meant for one server is not for another."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_Stay)


def post(url: str, body: dict[str, Any], *, robot: bool, timeout: float = TIMEOUT) -> None:
    """Post JSON; PostError unless the answer is 2xx, and of a robot says errcode 0."""
    data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "gridscope"}
    request = urllib.request.Request(url, data, headers, method="POST")
    deadline = time.monotonic() + 2 * timeout
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            content = _read(answer, deadline)
    except urllib.error.HTTPError as error:
        with error:
            raise PostError(f"answered {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise PostError(f"could not be reached: {_words(error.reason, url)}") from None
    except TimeoutError:
        raise PostError(f"did not answer within {timeout:g} s") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise PostError(f"could not be reached: {_words(error, url)}") from None
    if robot:
        _check_robot(content)


def _read(answer: Any, deadline: float) -> bytes:
    found = b""
    while len(found) < LARGEST and (part := answer.read1(LARGEST)):
        found += part
        if time.monotonic() > deadline:
            raise TimeoutError
    return found


def _check_robot(content: bytes) -> None:
    """Robots answer 200 to everything, and say in the body what they think of it."""
    try:
        said = json.loads(content)
        code, words = said["errcode"], str(said.get("errmsg", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PostError("answered without an errcode; expected the address of a robot") from None
    if code != 0:
        raise PostError(f"refused with errcode {code}: {words[:200]}")


def _words(reason: object, url: str) -> str:
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    words = str(reason) or type(reason).__name__
    return words.replace(url, without_password(url.partition("?")[0]))
