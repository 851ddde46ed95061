from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.hotspots import SHOWN, HotspotsId, draw
from tests.layouts import samples
from tests.layouts.frames import hotspots as sample
from tests.layouts.reading import components, links_of, text_of


def test_a_row_says_what_where_since_and_how_many() -> None:
    first, second, *_, last = draw(sample.full(), samples.context())[HotspotsId.ROWS]["children"]
    assert text_of(first) == "1江畔0新现 · 积水内涝 · 起于 11-21 14:32 · 水务局41/ 9.04时4.6 倍"
    assert text_of(second) == "2江畔1—长堤加剧 · 积水内涝 · 起于 11/20 · 水务局36/ 9.024时3.6 倍"
    assert text_of(last).endswith("未定部门21/ —24时—")
    assert first.className == "spot crit new"


def test_a_click_leads_to_the_place() -> None:
    rows = draw(sample.full(2), samples.context(window="7d"))[HotspotsId.ROWS]["children"]
    assert links_of(rows) == ["?area=s1&window=7d&focus=area:s1"] * 2
    assert links_of(draw(sample.full(area=None), samples.context())[HotspotsId.ROWS]["children"]) == []


def test_bars_take_the_colour_of_the_status_where_they_stand_out() -> None:
    def picture(**changes: object) -> str:
        (row,) = draw(sample.full(1, usual=9.0, **changes), samples.context())[HotspotsId.ROWS]["children"]
        (bars,) = [one for one in components(row) if getattr(one, "className", "") == "bars"]
        found: str = bars.style["background"]
        return found

    assert picture(status="crit").count("var(--crit)") == 2
    assert picture(status="n").count("var(--d) 0 0") == 2
    assert picture(status="warn").count("linear-gradient(var(--d-dim)") == 10
    assert picture(cases=[]).startswith("repeating-linear-gradient")
    assert "NaN" not in picture(cases=[0, 0])


def test_the_unit_says_how_long_a_slice_is_and_how_many_are_shown() -> None:
    def said(count: int) -> str:
        return text_of(draw(sample.full(count), samples.context())[unit_of(PanelId.HOTSPOTS)]["children"])

    assert said(3) == "近 4时、24时 · 实际 / 常态 · 612 个网格中"
    assert said(SHOWN + 3).endswith(f"前 {SHOWN} 处，共 {SHOWN + 3} 处")


def test_nothing_says_why() -> None:
    frame = sample.full().iloc[:0]
    said = {}
    for missing in ("", "geometry", "leaf", "few"):
        frame.attrs.update(sample.full().attrs, missing=missing)
        said[missing] = text_of(draw(frame, samples.context())[empty_of(PanelId.HOTSPOTS)]["children"])
    assert len(set(said.values())) == 4
    assert said[""].startswith("当前没有显著的热点")
