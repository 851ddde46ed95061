import pytest

from data_access.areas.mapping import AreaMapping, Draft
from data_access.areas.rows import read_rows

HEADER = "code,name,level,parent\n"


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_rows(text, "t.csv", AreaMapping())[1]]


def test_rows_become_areas_with_their_lines() -> None:
    text = "code12,name,level,parent,name_en,population\r\n1,甲,district,,A,10\r\n\r\n2,乙,street,1,,\r\n"
    assert read_rows(text, "t.csv", AreaMapping()) == (
        [
            Draft("t.csv line 2", "1", "甲", "district", None, "A", 10),
            Draft("t.csv line 4", "2", "乙", "street", "1", None, None),
        ],
        [],
    )


def test_a_row_cut_short_is_named_by_its_line_and_the_rest_is_still_read() -> None:
    drafts, found = read_rows(HEADER + '1,"a\nb",district,\n2,x\n3,y,street,1', "t.csv", AreaMapping())
    assert [draft.code for draft in drafts] == ["1", "3"]
    assert [str(problem) for problem in found] == ["t.csv line 4: row '2,x': expected 4 columns, found 2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv: file '': expected a header line and areas"),
        ("\n\n", "t.csv: file '\\n\\n': expected a header line and areas"),
        ("code;name;parent\n", "t.csv line 1: header 'code;name;parent': expected a column code or code12"),
        ("code,name\n1,a\n", "expected a column parent or parent_code"),
        ("code,name,parent,name\n", "t.csv line 1: header 'name': expected each column once"),
        (HEADER + '1,"a,district,\n2,b,street,1\n', "t.csv line 2: row"),
        (HEADER + ",a,district,\n", "t.csv line 2: code '': expected a value"),
    ],
)
def test_tables_that_do_not_fit(text: str, message: str) -> None:
    assert message in "\n".join(problems(text))


def test_a_mapped_column_must_exist() -> None:
    _, found = read_rows(HEADER, "t.csv", AreaMapping(code="ID", parent_prefix=2))
    assert [str(problem).rpartition(": ")[2] for problem in found] == ["expected a column ID"]
