import pytest

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.reconciliation import ReconciliationId, draw
from tests.layouts import samples
from tests.layouts.frames.reconciliation import full
from tests.layouts.reading import components, links_of, text_of


def test_a_row_says_by_how_much_what_where_both_figures_and_since_when() -> None:
    rows = draw(full(), samples.context())[ReconciliationId.ROWS]["children"]
    assert text_of(rows[0]) == "+327在线摄像机自 11-22 13:32东门街道自报 8,510 ≠ 下级合计 8,183"
    assert "总数 8,510 ≠ 按行业、" in text_of(rows[1])
    assert text_of(rows[2]).endswith("8,510 ≠ 8,185（已派、在途）")
    assert "差 3.8%" in rows[0].title
    assert "时段 11-22 12:32 至 11-22 13:32" in rows[0].title
    assert links_of(rows)[0] == "?area=s1"


def test_what_agrees_is_counted_not_listed() -> None:
    drawing = draw(full(3), samples.context())
    assert len(drawing[ReconciliationId.ROWS]["children"]) == 3
    assert text_of(drawing[unit_of(PanelId.RECONCILIATION)]["children"]) == "3 项不符 · 2 项一致 · 3 项待齐"


def test_the_status_has_a_shape() -> None:
    rows = draw(full(1), samples.context())[ReconciliationId.ROWS]["children"]
    assert [one.className for one in components(rows[0]) if "sym" in str(getattr(one, "className", ""))] == ["sym warn"]


@pytest.mark.parametrize(("agreeing", "said"), [(2, "各项数据相互一致"), (0, "还没有可以核对的数据")])
def test_agreement_is_told_apart_from_nothing_to_compare(agreeing: int, said: str) -> None:
    frame = full(0)
    frame.attrs["agreeing"] = agreeing
    (words, _) = draw(frame, samples.context())[empty_of(PanelId.RECONCILIATION)]["children"]
    assert text_of(words) == said


def test_shares_are_told_in_percent() -> None:
    rows = draw(full(1, percent=True, total=0.97, parts=0.9, difference=0.07), samples.context())
    (row,) = rows[ReconciliationId.ROWS]["children"]
    assert text_of(row).startswith("+7.0")
    assert "自报 97.0% ≠ 下级合计 90.0%" in text_of(row)
