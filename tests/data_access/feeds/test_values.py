from typing import Any

import pytest

from data_access.feeds.tables import MappingError
from data_access.feeds.values import read_value

ROW = {"a": " Noise/Street ", "b": "05 QUEENS", "c": "", "d": "PHONE"}


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("a", "Noise/Street"),
        ("nowhere", ""),
        ({"column": "a", "strip": False}, " Noise/Street "),
        ({"column": "a", "lower": True}, "noise/street"),
        ({"column": "a", "slug": True}, "noise-street"),
        ({"column": "a", "replace": {"/": " or "}}, "Noise or Street"),
        ({"constant": 3}, "3"),
        ({"constant": True}, "true"),
        ({"template": "{d}/{b}"}, "PHONE/05 QUEENS"),
        ({"template": "{d}/{c}"}, ""),
        ({"template": "{d}/{c}", "default": "none"}, "none"),
        ({"column": "b", "pattern": r"^(\d\d) "}, "05"),
        ({"column": "b", "pattern": "[A-Z]+"}, "QUEENS"),
        ({"column": "a", "pattern": r"\d+"}, ""),
        ({"column": "d", "values": {"PHONE": "phone"}}, "phone"),
        ({"column": "d", "values": {"FAX": "fax"}}, "PHONE"),
        ({"column": "d", "values": {"FAX": "fax"}, "default": "unknown", "lower": True}, "unknown"),
        ({"column": "d", "values": {"PHONE": "Phone"}, "lower": True}, "Phone"),
        ({"column": "c", "values": {"": "blank"}, "default": "unknown"}, "blank"),
        ({"column": "c", "default": "unknown"}, "unknown"),
        ({"column": "d", "default": "unknown"}, "PHONE"),
        ({"first_of": ["c", {"template": "{c}x"}, "d", "a"]}, "PHONE"),
        ({"first_of": ["c", {"constant": "root"}], "slug": True}, "root"),
    ],
)
def test_a_value_of_a_row(spec: Any, text: str) -> None:
    assert read_value(spec, "fields.x").text(ROW) == text


def test_a_slug_keeps_letters_of_any_script() -> None:
    assert read_value({"constant": " 店外 Street_Order! ", "slug": True}, "x").text({}) == "店外-street-order"


def test_the_columns_a_value_reads() -> None:
    spec = {"first_of": ["a", {"template": "{b}/{c}"}, {"constant": "x"}]}
    assert read_value(spec, "x").columns() == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("", "fields.x: '': expected the name of a column"),
        (3, "fields.x: 3: expected the name of a column, or a table with column, constant, template, first_of"),
        ({}, "fields.x: found none; expected one of column"),
        ({"column": "a", "constant": "b"}, "fields.x: found column and constant; expected one of"),
        ({"colum": "a"}, "fields.x.colum: not a key known here; expected one of column, .*slug"),
        ({"column": ""}, "fields.x.column: '': expected text that is not empty"),
        ({"constant": [1]}, r"fields.x.constant: \[1\]: expected text, a number"),
        ({"template": "plain"}, "fields.x.template: 'plain': expected columns in braces"),
        ({"first_of": []}, "fields.x.first_of: .*: expected a list of values"),
        ({"first_of": [{"bad": 1}]}, r"fields.x.first_of\[0\].bad: not a key"),
        ({"column": "a", "pattern": "("}, "fields.x.pattern: '\\(': not a regular expression"),
        ({"column": "a", "lower": "yes"}, "fields.x.lower: 'yes': expected true or false"),
        ({"column": "a", "values": ["b"]}, "fields.x.values: .*: expected a table"),
    ],
)
def test_values_that_cannot_be_used_are_named(spec: Any, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        read_value(spec, "fields.x")
