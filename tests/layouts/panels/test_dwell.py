from layouts.ids import PanelId, empty_of
from layouts.panels.dwell import DwellId, draw
from tests.layouts import samples
from tests.layouts.frames.dwell import full
from tests.layouts.reading import components, text_of


def test_a_row_says_how_many_how_long_and_how_many_too_long() -> None:
    rows = draw(full(), samples.context())[DwellId.ROWS]["children"]
    assert text_of(rows[3]) == "处置3040 分6.7 时2.5 时3"
    assert "30 件" in rows[3].title
    assert "时限 24 时，超过的 3 件" in rows[3].title


def test_only_what_lasts_beyond_the_limit_is_amber() -> None:
    rows = draw(full(), samples.context())[DwellId.ROWS]["children"]
    over = [any("over" in str(getattr(one, "className", "")) for one in components(row)) for row in rows]
    assert over == [False, False, False, True, True]


def test_a_stage_that_nobody_left_shows_no_bar_and_a_dash() -> None:
    row = draw(full(), samples.context())[DwellId.ROWS]["children"][4]
    assert text_of(row).startswith("评价40——")
    assert not [one for one in components(row) if str(getattr(one, "className", "")).startswith("ended")]


def test_bars_and_limits_share_one_scale() -> None:
    rows = draw(full(), samples.context())[DwellId.ROWS]["children"]
    limits = {one.style["left"] for row in rows for one in components(row) if getattr(one, "className", "") == "limit"}
    assert len(limits) == 1
    axis = draw(full(), samples.context())[DwellId.AXIS]["children"]
    assert len(axis.children) >= 3


def test_nothing_on_its_way_is_said() -> None:
    drawing = draw(full(inside=0, n=0), samples.context())
    assert text_of(drawing[empty_of(PanelId.DWELL)]["children"]).startswith("没有流转中的事件")
