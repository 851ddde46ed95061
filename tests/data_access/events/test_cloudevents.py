"""CloudEvents: the envelope is checked and taken off; what is none passes through."""

import base64
import json
from typing import Any

import pytest

from data_access.events.cloudevents import unwrap
from data_access.events.contract import ContractError

PAYLOAD = {"event_id": "1", "source": "a", "stage": "urged", "at": "2026-11-22T09:30:00+08:00", "title": "热线"}
ENVELOPE: dict[str, Any] = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "/hotline",
    "type": "cn.event",
    "data": PAYLOAD,
}


def without(name: str, **more: Any) -> dict[str, Any]:
    return {key: value for key, value in ENVELOPE.items() if key != name} | more


def encoded(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def refusal(value: Any) -> str:
    with pytest.raises(ContractError) as caught:
        unwrap(value)
    return str(caught.value)


@pytest.mark.parametrize("value", [PAYLOAD, {}, None, 1, "text", [ENVELOPE]])
def test_what_is_no_envelope_passes_through(value: Any) -> None:
    assert unwrap(value) is value


@pytest.mark.parametrize(
    "envelope",
    [
        ENVELOPE,
        ENVELOPE | {"datacontenttype": "application/json", "time": "2026-11-22T09:30:00Z", "ext": "x"},
        ENVELOPE | {"data": json.dumps(PAYLOAD)},
        without("data", data_base64=encoded(PAYLOAD)),
        ENVELOPE | {"data": None, "data_base64": encoded(PAYLOAD)},
    ],
)
def test_the_payload_is_taken_out(envelope: Any) -> None:
    assert unwrap(envelope) == PAYLOAD


@pytest.mark.parametrize("version", ["0.3", "1.1", 1.0, None, "", ["1.0"], "9" * 1_000_000])
def test_another_version_is_refused(version: Any) -> None:
    text = refusal(ENVELOPE | {"specversion": version})
    assert text.startswith("specversion: ")
    assert "expected '1.0'" in text
    assert len(text) < 400


@pytest.mark.parametrize("name", ["id", "source", "type"])
@pytest.mark.parametrize("value", [None, "", 7, ["x"], [0] * 1_000_000])
def test_a_bad_attribute_is_named(name: str, value: Any) -> None:
    text = refusal(ENVELOPE | {name: value})
    assert f"CloudEvents {name}: " in text
    assert "expected text" in text
    assert len(text) < 400


@pytest.mark.parametrize("name", ["id", "source", "type"])
def test_a_missing_attribute_is_named(name: str) -> None:
    assert f"CloudEvents {name}: None" in refusal(without(name))


@pytest.mark.parametrize(
    ("envelope", "words"),
    [
        (without("data"), "data is missing"),
        (ENVELOPE | {"data": [PAYLOAD]}, "JSON object"),
        (ENVELOPE | {"data": 7}, "JSON object"),
        (ENVELOPE | {"data": "not json"}, "JSON object"),
        (ENVELOPE | {"data": "[1]"}, "JSON object"),
        (without("data", data_base64="not base64!"), "base64"),
        (without("data", data_base64=7), "base64: expected text"),
        (without("data", data_base64=base64.b64encode(b"\xff\xfe").decode()), "UTF-8"),
        (without("data", data_base64=encoded([1])), "JSON object"),
    ],
)
def test_data_must_be_an_object(envelope: Any, words: str) -> None:
    assert words in refusal(envelope)


def test_deep_json_as_text_is_refused_not_a_crash() -> None:
    assert "JSON object" in refusal(ENVELOPE | {"data": "[" * 100_000})
