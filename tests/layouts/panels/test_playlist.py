from typing import Any

import pytest

from data_access.walls.hours import WEEK
from layouts.panels.playlist import PlaylistId, draw, hours
from layouts.text import Text
from tests.layouts.frames.playlist import full, of, row
from tests.layouts.reading import components, text_of
from tests.layouts.samples import context


def lines(*given: dict[str, Any], **view: Any) -> list[Any]:
    drawn: list[Any] = draw(of(*given), context(**view))[PlaylistId.ROWS]["children"]
    return drawn


def buttons(node: Any) -> list[dict[str, Any]]:
    found = [one.to_plotly_json()["props"] for one in components(node) if type(one).__name__ == "Button"]
    return [{name: one[name] for name in ("data-wall", "data-order", "data-entry")} for one in found]


def test_each_playlist_under_its_name_and_walls() -> None:
    drawn = draw(full(), context())[PlaylistId.ROWS]["children"]
    heads = [text_of(one) for one in drawn if one.className == "pl-head"]
    assert heads == ["duty主屏 · 侧屏", "hall"]
    assert [one.className for one in drawn] == [
        "pl-head", "pl-row on", "pl-row off", "pl-row lost", "pl-row", "pl-head", "pl-row",
    ]  # fmt: skip


def test_what_when_and_whether_it_is_on() -> None:
    _, drawn = lines(row(on=["main"], place=3, window="7d"))
    assert text_of(drawn).startswith("3总览 · 近 7 天25 秒 · 全天正在播放")
    _, drawn = lines(row(on=["main"], place=3, window="7d"), language="en")
    assert text_of(drawn).startswith("3Overview · ")
    assert "25 s · always" in text_of(drawn)
    assert "on now" in text_of(drawn)


def test_an_area_by_its_name_one_that_is_gone_by_its_code() -> None:
    _, drawn = lines(row(area="s1", area_label="东门街道"))
    assert "总览 · 东门街道 · 近 24 小时" in text_of(drawn)
    _, drawn = lines(row(area="gone", usable=False))
    assert "总览 · gone · 近 24 小时" in text_of(drawn)
    assert "区域不存在" in text_of(drawn)
    assert [one.className for one in components(drawn) if "sym" in str(one.className)] == ["sym warn"]
    _, drawn = lines(row(area="gone", usable=False), language="en")
    assert "no such area" in text_of(drawn)


def test_a_button_plays_it_on_each_wall() -> None:
    _, drawn = lines(row(place=3))
    assert buttons(drawn) == [
        {"data-wall": "main", "data-order": "play", "data-entry": "3"},
        {"data-wall": "side", "data-order": "play", "data-entry": "3"},
    ]
    _, drawn = lines(row(usable=False))
    assert buttons(drawn) == []


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({}, "全天", "always"),
        ({"start": "22:00", "end": "06:00"}, "22:00–06:00", "22:00–06:00"),
        ({"days": WEEK[:5]}, "周一至周五", "Mon–Fri"),
        ({"days": WEEK[:6], "start": "08:30", "end": "17:30"}, "周一至周六 08:30–17:30", "Mon–Sat 08:30–17:30"),
    ],
)
def test_hours_in_words(given: dict[str, Any], zh: str, en: str) -> None:
    assert (hours(row(**given), Text("zh")), hours(row(**given), Text("en"))) == (zh, en)


def test_single_days_by_their_names() -> None:
    for language in ("zh", "en"):
        text = Text(language)
        days = f"{text('weekday.0')} {text('weekday.6')}"
        assert hours(row(days=["mon", "sun"], start="08:00", end="12:00"), text) == f"{days} 08:00–12:00"
