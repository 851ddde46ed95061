from layouts.ids import PanelId, unit_of
from layouts.panels.stuck import StuckId, draw
from tests.layouts import samples
from tests.layouts.frames.stuck import full
from tests.layouts.reading import components, explained_in, links_of, text_of


def test_rows_say_how_long_what_where_and_with_whom() -> None:
    rows = draw(full(), samples.context())[StuckId.ROWS]["children"]
    assert text_of(rows[0]) == "2.5 天雨水口堵塞三处无主东门街道 · 鼓楼社区→ 未定部门"
    assert text_of(rows[1]) == "2.5 天雨水口堵塞三处流转东门街道 · 鼓楼社区→ 水务局"
    assert "没有部门" in rows[0].title
    assert "进入流转" in rows[1].title


def test_both_kinds_are_counted_beside_the_title() -> None:
    unit = draw(full(), samples.context())[unit_of(PanelId.STUCK)]["children"]
    assert text_of(unit) == "滞留 19 件 · 无主 1 件"
    assert explained_in(unit) == ["still", "unowned"]


def test_a_status_has_a_shape_and_a_place_is_a_way_there() -> None:
    rows = draw(full(2), samples.context())[StuckId.ROWS]["children"]
    shapes = [one.className for row in rows for one in components(row) if "sym" in str(getattr(one, "className", ""))]
    assert shapes == ["sym crit", "sym warn"]
    assert [address for address in links_of(rows) if "focus" not in address] == ["?area=s1", "?area=s1"]
    assert [row.href for row in rows] == [f"?focus=event:hotline_12345/SJ{place}" for place in range(2)]
    nowhere = draw(full(2, area=None), samples.context())[StuckId.ROWS]["children"]
    assert links_of(nowhere) == [row.href for row in nowhere]
