import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.feeds.csv_rows import LINES_A_ROW, CsvRows, Row
from data_access.feeds.lines import FileError, Line


def read(text: str, delimiter: str = ",") -> list[Row]:
    lines = (Line(number, line) for number, line in enumerate(io.StringIO(text, newline=""), 1))
    return list(CsvRows(lines, "f.csv", delimiter))


def kept(rows: list[Row]) -> list[tuple[int, str]]:
    return [(row.number, "|".join(row.cells.values())) for row in rows if row.error is None]


def refused(rows: list[Row]) -> list[tuple[int, str | None]]:
    return [(row.number, row.raw) for row in rows if row.error is not None]


def test_rows_by_column_with_the_line_they_begin_on() -> None:
    rows = read('id, title\r\n1,"a ""b""\r\nc"\r\n\r\n,\r\n2,d\r\n')
    assert rows == [Row(2, {"id": "1", "title": 'a "b"\r\nc'}), Row(6, {"id": "2", "title": "d"})]


def test_a_row_cut_short_or_too_long_is_named() -> None:
    rows = read("id,title,area\n1,a,x\n2,b\n3,c,z\n4,d,z,y\n5,e")
    assert kept(rows) == [(2, "1|a|x"), (4, "3|c|z")]
    assert [row.error for row in rows if row.error] == [
        "line 3: 2 columns; expected 3 as in the header",
        "line 5: 4 columns; expected 3 as in the header",
        "line 6: 2 columns; expected 3 as in the header",
    ]
    assert refused(rows)[0] == (3, "2,b")


@pytest.mark.parametrize(
    "text",
    [
        'id,title\n1,a\n2,"open\n3,c\n4,d\n',
        'id,title\n1,a\n2,"open\n3,"c"\n4,d\n',
        'id,title\n1,a\n2,"open\n3,"c ""x"" y"\n4,"d"\n',
    ],
)
def test_a_quote_never_closed_costs_its_own_row_only(text: str) -> None:
    rows = read(text)
    assert refused(rows) == [(3, '2,"open')]
    assert [number for number, _ in kept(rows)] == [2, 4, 5]


def test_a_quote_left_open_in_a_long_file() -> None:
    many = 3 * LINES_A_ROW
    rows = read('id,title\n0,"open\n' + "".join(f"{number},x\n" for number in range(1, many)))
    assert refused(rows) == [(2, '0,"open')]
    assert len(kept(rows)) == many - 1


def test_a_damaged_line_is_refused_and_the_others_kept() -> None:
    lines = iter(
        [Line(1, "id,t\n"), Line(2, "1,\\xff\n", "byte 0xff at position 2 is not UTF-8 text"), Line(3, "2,b\n")]
    )
    rows = list(CsvRows(lines, "f.csv"))
    assert [row.error for row in rows] == ["line 2: byte 0xff at position 2 is not UTF-8 text", None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n\n", "f.csv is empty; expected a header line"),
        ("id,title,id\n", "f.csv line 1: column 'id' is there twice"),
        ('id,"title\n', "f.csv line 1: the header is not CSV"),
    ],
)
def test_headers_that_cannot_be_used(text: str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        read(text)


def test_another_delimiter() -> None:
    assert kept(read("id;title\n1;a,b\n", ";")) == [(2, "1|a,b")]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@given(st.lists(st.tuples(CELL, CELL), max_size=20))
def test_whatever_a_csv_writer_writes_is_read_back(cells: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([("id", "title"), *cells])
    rows = read(file.getvalue())
    assert [tuple(row.cells.values()) for row in rows] == [pair for pair in cells if any(pair)]
