from layouts.ids import PanelId, unit_of
from layouts.panels.handling import HandlingId, draw
from tests.layouts import samples
from tests.layouts.frames.handling import full
from tests.layouts.reading import components, links_of, text_of


def test_the_whole_stands_above_with_the_period_before() -> None:
    whole = draw(full(), samples.context())[HandlingId.WHOLE]["children"]
    assert text_of(whole) == "自处理8080.0%前期 85.0%转办20"
    assert "人口" not in whole[0].title


def test_the_most_reporting_area_comes_first_and_the_unlocated_last() -> None:
    rows = draw(full(), samples.context())[HandlingId.ROWS]["children"]
    assert text_of(rows[0]) == "南园5096.050.0"
    assert "sym warn" in [getattr(one, "className", "") for one in components(rows[0])]
    assert text_of(rows[-1]) == "归属不明250.02.0"
    assert len(links_of(rows)) == 8
    assert "人口占 12.5%" in rows[0].title


def test_a_dominant_area_is_named_beside_the_title() -> None:
    assert text_of(draw(full(), samples.context())[unit_of(PanelId.HANDLING)]["children"]) == "南园一地占 50.0%"
    calm = draw(full(status="n").iloc[:5], samples.context())
    assert text_of(calm[unit_of(PanelId.HANDLING)]["children"]) == "近 24 小时 · 件"


def test_bars_are_as_long_as_the_counts() -> None:
    row = draw(full(), samples.context())[HandlingId.ROWS]["children"][0]
    widths = [one.style["width"] for one in components(row) if getattr(one, "className", "") in ("own", "on")]
    assert widths == ["96.00%", "4.00%"]


def test_a_leaf_shows_the_whole_alone() -> None:
    drawing = draw(full().iloc[:1], samples.context())
    assert drawing[HandlingId.ROWS]["children"] == []
    assert drawing[HandlingId.WHOLE]["children"]
