import pytest

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.balance import BARS, LINE, REACH, BalanceId, draw
from tests.layouts import samples
from tests.layouts.frames.balance import full
from tests.layouts.reading import components, text_of


def test_bars_go_up_and_down_from_one_line() -> None:
    figure = draw(full(), samples.context())[BalanceId.GRAPH]["figure"]
    reported, closed = figure["data"][:2]
    assert {base for trace in (reported, closed) for base in trace["base"]} == {BARS}
    assert max(reported["y"]) == pytest.approx(REACH)
    assert min(closed["y"]) == pytest.approx(-REACH * 4 / 6, abs=1e-3)
    assert min(reported["y"]) > 0 > max(closed["y"])


def test_the_line_of_open_cases_keeps_to_its_zone_and_stops_where_nothing_is_known() -> None:
    figure = draw(full(24, to_come=6), samples.context())[BalanceId.GRAPH]["figure"]
    line = figure["data"][3]
    assert len(line["x"]) == 24
    assert min(line["y"]) == pytest.approx(LINE[0])
    assert max(line["y"]) == pytest.approx(LINE[1])
    assert figure["layout"]["xaxis"]["range"] == [0, 30]


def test_few_open_cases_are_drawn_from_nothing() -> None:
    frame = full()
    frame["open"] = [3] * 12 + [12] * 12
    line = draw(frame, samples.context())[BalanceId.GRAPH]["figure"]["data"][3]
    assert line["y"][0] == pytest.approx(LINE[0] + (LINE[1] - LINE[0]) / 4, abs=1e-3)


def test_the_totals_and_the_net_are_said() -> None:
    drawing = draw(full(), samples.context())
    assert text_of(drawing[BalanceId.KEY]["children"]) == "上报69办结46在办323期初 290"
    assert "净增 +23 件" in text_of(drawing[unit_of(PanelId.BALANCE)]["children"])
    assert "作废" in drawing[BalanceId.KEY]["children"][2].title


def test_the_highest_bars_and_the_ends_of_the_line_are_written() -> None:
    figures = draw(full(), samples.context())[BalanceId.FIGURES]["children"]
    assert [(one.className.split()[0], text_of(one)) for one in figures] == [
        ("up", "6"),
        ("down", "4"),
        ("level", "323"),
        ("level", "300"),
    ]


def test_before_history_there_is_nothing() -> None:
    drawing = draw(full(reported=None, closed=None, open=None), samples.context())
    assert text_of(drawing[empty_of(PanelId.BALANCE)]["children"]).startswith("此时段还没有历史")
    assert list(components(drawing[BalanceId.FIGURES]["children"])) == []
