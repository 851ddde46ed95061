"""A pushed body as messages: a JSON array, NDJSON, or one JSON object."""

import json
from typing import Any, Final

from data_access.ingest.receipt import Incoming

DEPTH_LIMIT: Final = 32
"""How deeply a message may be nested: the contract is flat, a CloudEvents envelope adds one level."""

_TOO_DEEP: Final = f"message is nested more than {DEPTH_LIMIT} levels deep; expected a flat JSON object"


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
        value = json.loads(text)
    except RecursionError:
        raise BodyError(f"body is nested too deeply; expected at most {DEPTH_LIMIT} levels") from None
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
        return _checked(json.loads(text), text)
    except RecursionError:
        return Incoming(raw=text, error=_TOO_DEEP)
    except ValueError as error:
        return Incoming(raw=text, error=f"message is not JSON: {_reason(error)}")


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
            raise BodyError(f"body is nested too deeply; expected at most {DEPTH_LIMIT} levels") from None
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
