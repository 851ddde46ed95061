from typing import Any

import pytest

from layouts.ids import PanelId, unit_of
from layouts.panels.surges import NAMED, SurgesId, draw
from tests.layouts import samples
from tests.layouts.frames.surges import few, full
from tests.layouts.reading import text_of


def traces(frame: Any, **view: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = draw(frame, samples.context(**view))[SurgesId.GRAPH]["figure"]["data"]
    return found


def named(frame: Any, **view: Any) -> list[str]:
    children = draw(frame, samples.context(**view))[SurgesId.NAMES]["children"]
    return [text_of(one) for one in children if str(one.className).startswith("name")]


def test_the_band_is_that_of_the_counts_and_diamonds_stand_on_them() -> None:
    found = traces(full())
    band = next(trace for trace in found if trace.get("fill") == "tonexty")
    floor = found[found.index(band) - 1]
    assert (set(band["y"]), set(floor["y"])) == ({40.0}, {4.0})
    marks = next(trace for trace in found if trace["mode"] == "markers")
    assert (marks["x"], marks["y"]) == ([5.5, 24.5], [60, 60])
    steps = found[found.index(marks) - 1]
    assert max(steps["y"]) == 60
    assert steps["x"][-1] == 25


def test_times_over_the_limit_are_named_with_their_counts() -> None:
    assert named(full()) == ["14:0060", "昨 19:0060"]
    assert named(full(), language="en")[1].startswith("Yest. 19:00")
    assert named(full(over=())) == []


def test_a_stretch_over_the_limit_is_named_once_at_its_height() -> None:
    frame = full(over=(3, 4, 5))
    frame.loc[4, "count"] = 90
    assert named(frame) == ["昨 18:0090"]


def test_names_that_would_touch_are_left_out() -> None:
    assert 1 <= len(named(full(over=tuple(range(1, 25, 2))))) <= NAMED


def test_the_unit_says_how_many_and_what_the_rows_are() -> None:
    def unit(frame: Any) -> str:
        return text_of(draw(frame, samples.context())[unit_of(PanelId.SURGES)]["children"])

    assert "超限 2 点" in unit(full())
    assert "均在限内" in unit(full(over=()))
    assert "件 / 3 时" in unit(full(seconds=10_800))
    assert "件 / 日" in unit(few())
    unknown = full(over=(), expected=None, smooth=None, lower=None, upper=None, floor=None, ceiling=None)
    unknown.attrs.update(known=0)
    assert "历史不足一周" in unit(unknown)


def test_every_step_says_what_it_is_when_pointed_at() -> None:
    tips = draw(full(), samples.context())[SurgesId.NAMES]["children"][:25]
    assert {str(tip.className) for tip in tips} == {"tip"}
    assert "昨 19:00：60 件，期望 22.0，上限 40.0" in str(tips[5].title)
    assert "已过 50.0%" in str(tips[-1].title)
    exact = draw(few(), samples.context())[SurgesId.NAMES]["children"][13]
    assert "P(X ≥ 6) = 0.2000" in str(exact.title)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_few_a_day_are_drawn_as_days_against_a_step_of_the_limit(language: str) -> None:
    found = traces(few(), language=language)
    band = next(trace for trace in found if trace.get("fill") == "tonexty")
    assert len(band["x"]) == 2 * 14
    assert set(band["y"]) == {4.0}
    assert len(named(few(), language=language)) == 1
