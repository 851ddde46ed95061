"""CSV that a spreadsheet opens as what it is."""

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.api.csv_text import RUN, csv_text

CELLS = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text(), st.sampled_from(RUN), st.booleans())


def opened(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff"), "without the mark Chinese is not read as UTF-8"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), max_size=5))
def test_numbers_stay_numbers_and_no_text_is_run(rows: list[dict[str, Any]]) -> None:
    head, *lines = opened(csv_text(["a", "b"], rows))
    assert head == ["a", "b"]
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        for cell, value in zip(line, (row["a"], row["b"]), strict=True):
            if isinstance(value, str):
                assert cell == (f"'{value}" if value.startswith(RUN) else value)
            else:
                assert cell == ("" if value is None else str(value))


def test_a_list_is_its_items() -> None:
    assert opened(csv_text(["a"], [{"a": ["网格员", "热线"]}, {"a": ["=1", 2]}, {}]))[1:] == [
        ["网格员; 热线"],
        ["'=1; 2"],
        [""],
    ]
