from layouts.panels.compare_departments import CompareDepartmentsId, draw
from tests.layouts import samples
from tests.layouts.frames import compare_departments
from tests.layouts.reading import components, text_of


def test_punctuality_and_response_stand_beside_the_counts() -> None:
    rows = draw(compare_departments.full(), samples.context())[CompareDepartmentsId.ROWS]["children"]
    assert text_of(rows[0]) == "城管局12040+8080.095.030 分10 分"
    assert text_of(rows[1]) == "公安分局6061−1100—5 分—"
    assert text_of(rows[2]) == "未定部门20+2————"


def test_only_what_is_surely_worse_is_marked() -> None:
    rows = draw(compare_departments.full(), samples.context())[CompareDepartmentsId.ROWS]["children"]
    marked = [
        [one.className for one in components([row]) if "sym" in (getattr(one, "className", "") or "")] for row in rows
    ]
    assert marked == [["sym note", "sym note"], [], []]
