from layouts.panels.aging import HEADS, AgingId, draw
from tests.layouts import samples
from tests.layouts.frames.aging import full
from tests.layouts.reading import components, links_of, text_of


def test_a_row_has_what_is_open_beside_what_is_closed() -> None:
    drawing = draw(full(3), samples.context())
    rows = drawing[AgingId.ROWS]["children"]
    assert [text_of(cell) for cell in rows[0].children[2:]] == [
        "40",
        "4.6 天",
        "25 时",
        "41.7 时",
        "75.0",
        "4",
        "3",
        "10.0",
    ]
    assert links_of(rows)[0] == "?department=department-0"
    assert len(drawing[AgingId.HEAD]["children"]) == len(HEADS)
    assert all(one.title for one in drawing[AgingId.HEAD]["children"])


def test_a_median_never_reached_is_not_unknown() -> None:
    rows = draw(full(2), samples.context())[AgingId.ROWS]["children"]
    assert text_of(rows[1].children[5]) == "未过半"
    none = draw(full(1, survival=None, cohort=0), samples.context())[AgingId.ROWS]["children"][0]
    assert text_of(none.children[5]) == "—"


def test_colours_have_their_marks() -> None:
    row = draw(full(1), samples.context())[AgingId.ROWS]["children"][0]
    cell = row.children[6]
    assert "warn" in cell.className
    assert [one.className for one in components(cell)][1:] == ["sym warn"]
    assert row.className.startswith("aging-row warn")


def test_few_cases_are_grey_column_by_column() -> None:
    row = draw(full(1, open=3, closed=2, judged=4), samples.context())[AgingId.ROWS]["children"][0]
    assert [cell.className.split()[1] for cell in row.children[2:] if "few" in cell.className] == [
        "age",
        "closed",
        "accepted",
        "rework",
    ]
    assert "仅 2 件" in row.title


def test_nobodys_cases_lead_nowhere() -> None:
    row = draw(full(1, department="unassigned"), samples.context())[AgingId.ROWS]["children"]
    assert text_of(row).startswith("未定部门")
    assert links_of(row) == []
