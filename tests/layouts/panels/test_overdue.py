from layouts.ids import OverdueId, PanelId, unit_of
from layouts.panels.overdue import draw
from tests.layouts import samples
from tests.layouts.reading import text_of


def test_rows_say_how_late_what_whose_and_where() -> None:
    drawing = draw(samples.overdue(), samples.context())
    assert text_of(drawing[OverdueId.ROWS]["children"][0]) == "+10:00雨水口堵塞三处处置东门街道 · 鼓楼社区→ 水务局"
    assert text_of(drawing[unit_of(PanelId.OVERDUE)]["children"]) == "11 超期 · 9 两小时内到期"


def test_only_the_most_urgent_critical_row_is_filled() -> None:
    rows = draw(samples.overdue(3, status="crit"), samples.context())[OverdueId.ROWS]["children"]
    assert ["filled" in row.className for row in rows] == [True, False, False]
    assert (
        "filled"
        not in draw(samples.overdue(1, status="warn"), samples.context())[OverdueId.ROWS]["children"][0].className
    )


def test_time_left_has_a_minus_sign() -> None:
    rows = draw(samples.overdue(1, over_seconds=-600.0), samples.context())[OverdueId.ROWS]["children"]
    assert text_of(rows).startswith("\N{MINUS SIGN}0:10")
