from typing import Any

import pytest
from dash import html

from layouts.ids import PanelId, title_of, unit_of
from layouts.panels.alarm_evidence import AlarmEvidenceId, draw
from tests.layouts.frames.alarm_evidence import PICTURES, full
from tests.layouts.reading import components, text_of
from tests.layouts.samples import context


def picture(name: str, **view: Any) -> list[Any]:
    drawn: list[Any] = draw(full(name), context(**view))[AlarmEvidenceId.BOX]["children"]
    return drawn


def classed(node: Any, name: str) -> list[Any]:
    return [one for one in components(node) if name in getattr(one, "className", "").split()]


@pytest.mark.parametrize("name", list(PICTURES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_picture_has_a_title_and_says_what_it_shows(name: str, language: str) -> None:
    drawing = draw(full(name), context(language=language))
    assert drawing[title_of(PanelId.ALARM_EVIDENCE)]["children"]
    assert text_of(drawing[unit_of(PanelId.ALARM_EVIDENCE)]["children"])
    assert drawing[AlarmEvidenceId.BOX]["className"] == f"al-evidence {name}"
    assert drawing[AlarmEvidenceId.BOX]["children"]


def test_stays_are_bars_against_the_limits() -> None:
    drawn = picture("stages")
    assert [text_of(one) for one in classed(drawn, "lane")] == ["签收4 分", "流转14 分", "采集2 分"]
    last, second, first = (one for one in classed(drawn, "bar"))
    # From 20 minutes ago to the deadline in ten, and a little beyond.
    assert first.style == {"left": "0.00%", "width": "6.41%"}
    assert second.style["width"] == "44.87%"
    assert last.className == "bar on"
    assert [one.className for one in classed(drawn, "limit")] == ["limit crit", "limit n"]
    assert [text_of(one) for one in drawn[1].children] == ["14:12:08", "签收限 14:22:08", "处置限 14:42:08"]


def test_hours_stand_beside_the_usual_and_those_in_question_carry_their_number() -> None:
    drawn = picture("hours")
    bars = classed(drawn, "h")
    assert len(bars) == 24
    assert all(len(classed(bar, "u")) == 1 for bar in bars)
    assert [text_of(bar) for bar in bars] == [""] * 23 + ["29"]
    assert text_of(classed(drawn, "al-side")) == "01020"


def test_hours_without_a_case_have_no_bar() -> None:
    assert classed(picture("arrivals"), "v") == []


def test_a_course_names_its_last_value_and_its_limit() -> None:
    drawn = picture("course")
    assert [text_of(one) for one in classed(drawn, "al-values")] == ["89.0%限值 80.0%"]
    assert len([one for one in components(drawn) if isinstance(one, html.Img)]) == 1
    title = draw(full("course"), context(language="en"))[title_of(PanelId.ALARM_EVIDENCE)]["children"]
    assert title == "Intact rate"


def test_figures_are_written_as_what_they_are() -> None:
    entries = [text_of(one) for one in classed(picture("table"), "al-entry")]
    assert entries == ["在办214", "超期占比37.4%", "偶然概率1.2e-06", "持续自14:32:08"]


def test_the_cases_of_a_group() -> None:
    assert text_of(classed(picture("cases"), "al-row")[1]) == "路面塌陷1SJ113:32:08"
