"""CloudEvents 1.0, structured mode: the envelope is checked and taken off."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from data_access.events.contract import ContractError, short


def unwrap(value: object) -> object:
    """The payload of a CloudEvents 1.0 envelope, or the value itself if it is not one.

    ContractError for an envelope of another version or without a JSON object as data.
    """
    if not isinstance(value, Mapping) or "specversion" not in value:
        return value
    if value["specversion"] != "1.0":
        raise ContractError(f"specversion: {short(value['specversion'])}: expected '1.0'")
    for name in ("id", "source", "type"):
        if not isinstance(value.get(name), str) or not value[name]:
            raise ContractError(f"CloudEvents {name}: {short(value.get(name))}: expected text that is not empty")
    data = value.get("data")
    if data is None and "data_base64" in value:
        data = _decoded(value["data_base64"])
    if isinstance(data, str):
        data = _json(data)
    if not isinstance(data, Mapping):
        raise ContractError("CloudEvents data is missing; expected the event message as a JSON object")
    return data


def _decoded(text: object) -> Any:
    if not isinstance(text, str):
        raise ContractError("CloudEvents data_base64: expected text")
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        raise ContractError("CloudEvents data_base64: expected base64 of UTF-8 JSON") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ContractError("CloudEvents data: expected a JSON object, or text holding one") from None
