from layouts.panels.metric_bars import FITTING, content, scale
from tests.layouts.metric_frames import area, full, row, share, sheet
from tests.layouts.reading import components, links_of, text_of


def bars_of(children: list[object]) -> list[object]:
    return [one for one in components(children) if getattr(one, "className", "").startswith("mbar")]


def test_bars_begin_at_nought_and_the_longest_is_first() -> None:
    made = content(sheet(full(), "bars"))
    assert [one.style["--share"] for one in bars_of(made)] == ["100.00%", "66.67%", "33.33%"]
    assert links_of(made) == ["?area=s3", "?area=s2", "?area=s1"]
    assert scale(sheet(full(), "bars"), "camera.rate") == 1.0


def test_where_some_may_have_no_room_the_worst_are_first() -> None:
    rows = [row(), *(area(number, value=float(number)) for number in range(1, FITTING + 2))]
    rows[1]["status"] = "crit"
    assert links_of(content(sheet(rows, "bars")))[:2] == ["?area=s1", "?area=s9"]


def test_an_unknown_value_has_no_bar_and_a_target_is_a_tick() -> None:
    made = content(sheet([share(), area(1, "camera.rate", value=None, flags=["missing"])], "bars"))
    (bar,) = bars_of(made)
    assert bar.className == "mbar none"
    assert [one.style for one in components(bar) if getattr(one, "className", "") == "limit"] == [{"left": "98.00%"}]


def test_without_anything_below_the_figures_alone() -> None:
    made = content(sheet([row()], "bars"))
    assert bars_of(made) == []
    assert "1,234" in text_of(made)
