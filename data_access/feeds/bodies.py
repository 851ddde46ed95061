"""A pushed body as messages: a JSON array, NDJSON, or one JSON object."""

import json
import re
from typing import Any, Final

from data_access.ingest.receipt import Incoming

DEPTH_LIMIT: Final = 32
"""How deeply a message may be nested: the contract is flat, a CloudEvents envelope adds one level."""

_TOO_DEEP: Final = f"message is nested more than {DEPTH_LIMIT} levels deep; expected a flat JSON object"


_DIGITS: Final = 400
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
"""Strings, so that what stands in them is passed over, and the marks that part the elements of an array."""


class BodyError(ValueError):
    """A body of which nothing can be taken; the message says where it breaks and what was expected."""


def read_body(body: bytes) -> list[Incoming]:
    """The messages of a body, in order; a line of NDJSON that is not JSON stays as an Incoming with its error.

    BodyError when the body is empty, not UTF-8, a broken array, or has no line that is JSON.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyError(f"body is not UTF-8: byte {body[error.start]:#04x} at position {error.start}") from None
    if not text.strip():
        raise BodyError("body is empty; expected a JSON array, NDJSON or a JSON object")
    try:
        value = _decoded(text)
    except RecursionError:
        return _pieces(text)
    except ValueError as error:
        if text.lstrip().startswith("["):
            raise BodyError(f"body is not a JSON array: {_reason(error)}") from None
        return _lines(text, error)
    if isinstance(value, list):
        return [_checked(item) for item in value]
    if not isinstance(value, dict):
        raise BodyError(f"body is {_short(text)}; expected a JSON array, NDJSON or a JSON object")
    return [_checked(value, text.strip())]


def read_message(text: str) -> Incoming:
    """One message from its JSON text; the Incoming holds the error when it is not JSON."""
    try:
        return _checked(_decoded(text), text)
    except RecursionError:
        return Incoming(raw=text, error=_TOO_DEEP)
    except ValueError as error:
        return Incoming(raw=text, error=f"message is not JSON: {_reason(error)}")


def _decoded(text: str) -> Any:
    # No field takes a number of that many digits: as text it breaks the contract instead of the body.
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else digits)


def _pieces(text: str) -> list[Incoming]:
    """The messages of a body one of which is nested beyond what can be decoded: each decoded by itself."""
    inner = text.strip()
    if not inner.startswith("["):
        return [read_message(line.strip()) for line in inner.split("\n") if line.strip()]
    found, depth, start = [], 0, 1
    for token in _TOKENS.finditer(inner):
        mark = token.group()
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if (mark == "," and depth == 1) or depth == 0:
            found.append(read_message(inner[start : token.start()].strip()))
            start = token.end()
        if depth == 0:
            break
    if depth or inner[start:].strip():
        raise BodyError("body is not a JSON array: its brackets do not match")
    return found


def _lines(text: str, whole: ValueError) -> list[Incoming]:
    found = [read_message(line.strip()) for line in text.split("\n") if line.strip()]
    if all(one.error is not None and one.error.startswith("message is not JSON") for one in found):
        raise BodyError(f"body is not JSON: {_reason(whole)}")
    return found


def _checked(value: Any, raw: str | None = None) -> Incoming:
    if not _too_deep(value):
        return Incoming(value, raw)
    if raw is None:
        try:
            raw = json.dumps(value, ensure_ascii=False)
        except RecursionError:
            return Incoming(raw="", error=_TOO_DEEP)
    return Incoming(raw=raw, error=_TOO_DEEP)


def _too_deep(value: Any) -> bool:
    """Whether containers lie more than DEPTH_LIMIT inside one another. Not by recursion: depth is the danger."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEPTH_LIMIT + 1):
        inner = [part for one in level for part in (one.values() if isinstance(one, dict) else one)]
        level = [part for part in inner if isinstance(part, dict | list)]
        if not level:
            return False
    return True


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno} column {error.colno}"
    return str(error)


def _short(text: str) -> str:
    shown = text.strip()
    return repr(shown) if len(shown) <= 40 else f"{shown[:40]!r}..."
