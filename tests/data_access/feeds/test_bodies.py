import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.feeds.bodies import DEPTH_LIMIT, BodyError, read_body, read_message
from data_access.ingest.receipt import Incoming


def values(body: str) -> list[object]:
    return [one.value for one in read_body(body.encode())]


def test_an_array_ndjson_and_one_object_give_the_same_messages() -> None:
    assert values('[{"a": 1}, {"a": 2}]') == [{"a": 1}, {"a": 2}]
    assert values('{"a": 1}\n\n{"a": 2}\r\n') == [{"a": 1}, {"a": 2}]
    assert values(' {"a": 1}\n') == [{"a": 1}]
    assert values('{\n  "a": 1\n}') == [{"a": 1}]
    assert values("[]") == []


def test_a_byte_order_mark_is_no_part_of_the_message() -> None:
    assert read_body(b'\xef\xbb\xbf{"a": 1}') == [Incoming({"a": 1}, '{"a": 1}')]


def test_what_is_in_an_array_is_not_judged_here() -> None:
    assert values('[1, "x", null, {"a": 1}]') == [1, "x", None, {"a": 1}]


def test_a_broken_line_stays_with_its_text_and_its_place() -> None:
    first, broken, last = read_body('{"a": 1}\n{"a": 店\n{"a": 3}'.encode())
    assert (first.value, last.value) == ({"a": 1}, {"a": 3})
    assert broken.raw == '{"a": 店'
    assert broken.error == "message is not JSON: Expecting value at line 1 column 7"


def test_a_first_line_that_is_broken_does_not_hide_the_others() -> None:
    broken, good = read_body(b'oops\n{"a": 1}')
    assert broken.error is not None
    assert good.value == {"a": 1}


def test_nan_and_infinity_become_floats_for_the_contract_to_refuse() -> None:
    (one,) = read_body(b'{"lon": NaN, "lat": -Infinity}')
    assert math.isnan(one.value["lon"])
    assert one.value["lat"] == -math.inf


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "body is empty"),
        (b" \n\t", "body is empty"),
        (b"\xef\xbb\xbf", "body is empty"),
        (b'{"a": "\xff"}', "body is not UTF-8: byte 0xff at position 7"),
        (b"hello", "body is not JSON: Expecting value at line 1 column 1"),
        (b'{"a": 1', "body is not JSON: .* at line 1 column 8"),
        (b'[{"a": 1},\n{"a" 2}]', "body is not a JSON array: Expecting ':' delimiter at line 2 column 6"),
        (b'[{"a": 1}]x', "body is not a JSON array: Extra data at line 1 column 11"),
        (b"12", "body is '12'; expected a JSON array"),
        (b'"text"', "expected a JSON array, NDJSON or a JSON object"),
        (b"null", "expected a JSON array, NDJSON or a JSON object"),
        (b"[" * 100_000, "its brackets do not match"),
    ],
)
def test_a_body_of_which_nothing_can_be_taken(body: bytes, words: str) -> None:
    with pytest.raises(BodyError, match=words):
        read_body(body)


def test_a_nested_message_is_refused_alone() -> None:
    deep = "[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1)
    flat, nested = read_body(f'[{{"a": 1}}, {{"a": {deep}}}]'.encode())
    assert flat.value == {"a": 1}
    assert nested.error is not None
    assert "nested more than 32 levels" in nested.error
    assert json.loads(nested.raw or "") == {"a": json.loads(deep)}
    bottomless = '{"a":' * 100_000
    assert "nested more than" in (read_message(bottomless).error or "")
    assert "nested more than" in (read_body(b'{"a": 1}\n' + bottomless.encode())[1].error or "")


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_messages_or_a_body_error(body: bytes) -> None:
    with contextlib.suppress(BodyError):
        assert all(isinstance(one, Incoming) for one in read_body(body))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none()), min_size=2))
def test_array_and_lines_agree(messages: list[dict[str, object]]) -> None:
    lines = "\n".join(json.dumps(one) for one in messages)
    assert values(lines) == values(json.dumps(messages)) == messages


@pytest.mark.parametrize("deep", [b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b'{"a":"]},[\\""}' * 1 + b""])
def test_one_message_too_deep_is_set_aside_alone(deep: bytes) -> None:
    found = read_body(b'[{"b": 1}, ' + b"[" * 100_000 + b"]" * 100_000 + b"," + deep + b', {"c": 2}]')
    taken = [one.value for one in found if one.error is None]
    assert (taken[0], taken[-1]) == ({"b": 1}, {"c": 2})
    assert "nested more than" in (found[1].error or "")
    assert len(found) == 4


def test_a_number_beyond_counting_breaks_its_own_message_only() -> None:
    found = read_body(b'[{"a": ' + b"9" * 5000 + b'}, {"b": 1}]')
    assert [one.error for one in found] == [None, None]
    assert found[0].value == {"a": "9" * 5000}
