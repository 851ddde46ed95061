from typing import Any

import pytest

from data_access.clock import DAY, HOUR, MINUTE, SECOND
from data_access.walls.orders import ORDERS
from layouts.ids import PanelId, empty_of
from layouts.panels.walls import FORM_WORDS, STALLED, WallsId, draw
from layouts.text import Text
from tests.layouts.frames.walls import full, of, row, screen, taken
from tests.layouts.reading import components, text_of
from tests.layouts.samples import NOW, context


def card(given: dict[str, Any], **view: Any) -> Any:
    (found,) = draw(of(given), context(**view))[WallsId.CARDS]["children"]
    return found


def part(node: Any, name: str) -> Any:
    (found,) = [one for one in components(node) if getattr(one, "className", None) == name]
    return found


def orders(node: Any) -> list[str]:
    buttons = [one for one in components(node) if type(one).__name__ == "Button"]
    return [one.to_plotly_json()["props"]["data-order"] for one in buttons]


def screens(*given: dict[str, Any], **wall: Any) -> list[tuple[str, str]]:
    found = part(card(row(screens=list(given), **wall)), "screens")
    return [(one.className, text_of(one)) for one in found.children]


def test_a_wall_in_its_rotation() -> None:
    drawn = card(row())
    assert drawn.className == "wl-card rotating"
    assert drawn.to_plotly_json()["props"]["data-query"] == "scene=flow&window=7d"
    assert text_of(part(drawn, "hd1")) == "指挥大厅主屏轮播main"
    assert text_of(part(drawn, "what")) == "事件流转 · 近 7 天第 2 / 11 个14:32:23 切换声音关"
    assert text_of(part(drawn, "last")) == ""
    assert text_of(part(card(row(), language="en"), "what")).endswith("2 of 11next at 14:32:23sound off")


def test_a_wall_that_a_warning_has() -> None:
    drawn = card(taken(sound=True))
    assert drawn.className == "wl-card takeover"
    assert [one.className for one in components(part(drawn, "mode"))][1] == "sym crit"
    words = text_of(part(drawn, "what"))
    assert "14:52:08 恢复" in words
    assert "另有 2 条未确认" in words
    assert "已确认" not in words
    assert "声音开" in words
    assert "已确认，即将返回" in text_of(part(card(taken(acknowledged=True, waiting=0)), "what"))
    assert {"release", "hold", "dismiss", "sound_off"} <= set(orders(drawn))
    hold = next(one for one in components(drawn) if getattr(one, "className", None) == "order hold")
    sent = hold.to_plotly_json()["props"]
    assert (sent["data-wall"], sent["data-order"], sent["data-warning"]) == ("main", "hold", "7")
    english = text_of(card(taken(), language="en"))
    assert "taken over" in english
    assert "2 more unacknowledged" in english


def test_one_that_is_held_says_no_time_of_return() -> None:
    assert "恢复" not in text_of(part(card(taken(until=None)), "what"))


@pytest.mark.parametrize(
    ("mode", "there", "missing"),
    [
        ("rotating", {"pause", "sound_on"}, {"resume", "release", "hold", "dismiss"}),
        ("paused", {"resume"}, {"pause", "release"}),
        ("pinned", {"release"}, {"hold"}),
        ("test", {"release"}, {"dismiss"}),
    ],
)
def test_only_orders_that_mean_something_are_offered(mode: str, there: set[str], missing: set[str]) -> None:
    found = set(orders(card(row(mode=mode))))
    assert there | {"previous", "next", "show", "test"} <= found <= set(ORDERS)
    assert not found & missing


def test_the_test_pattern_says_when_it_ends() -> None:
    words = text_of(card(row(mode="test", until=NOW + 10 * MINUTE)))
    assert "测试图" in words
    assert "14:42:08 恢复" in words
    assert "第 2 / 11 个" not in words


def test_light_that_is_given_up() -> None:
    assert "调光 −25.0%" in text_of(card(row(dim=0.25)))
    assert "% %" not in text_of(card(row(dim=0.25)))
    assert "dimmed −25" in text_of(card(row(dim=0.25), language="en"))
    assert "调光" not in text_of(card(row()))


def test_nobody_has_it_open() -> None:
    assert screens() == [("screen warn", "没有屏端打开")]


def test_each_screen_says_whether_it_is_alive_and_shows_what_it_should() -> None:
    dark = screen(screen="3840x1080@2", seen_at=NOW - 2 * MINUTE, dark=True, shows=False, age=99)
    assert screens(screen(), dark, screen(age=STALLED + 1), screen(age=STALLED)) == [
        ("screen n", "1920x1080@1 正常"),
        ("screen warn", "3840x1080@2 已 2 分 未应答"),
        ("screen warn", "1920x1080@1 画面停 31 秒"),
        ("screen n", "1920x1080@1 正常"),
    ]


def test_a_screen_is_given_a_minute_to_show_the_next_view() -> None:
    astray = screen(shows=False, query="scene=risk")
    assert screens(astray, since=NOW - MINUTE)[0][0] == "screen n"
    assert screens(astray, since=NOW - MINUTE - SECOND) == [("screen note", "1920x1080@1 画面不符")]
    # While somebody uses the wall it shows what they like.
    assert screens(astray, since=NOW + HOUR)[0][0] == "screen n"


def test_its_last_order() -> None:
    order = {"order": "next", "by": "值班长 <b>"}
    assert text_of(part(card(row(**order, at=NOW - HOUR)), "last")) == "值班长 <b> 13:32:08 下一个"
    assert text_of(part(card(row(**order, at=NOW - DAY)), "last")) == "值班长 <b> 11-21 14:32 下一个"
    assert text_of(part(card(row(**order, at=NOW - HOUR), language="en"), "last")) == "值班长 <b> 13:32:08 Next"


def test_the_form_gets_its_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        words = draw(full(), context(language=language))[WallsId.FORM]
        assert words == {f"data-{name}": Text(language).phrases[f"panel.walls.{name}"] for name in FORM_WORDS}
        assert all(words.values())


def test_every_order_has_its_word() -> None:
    for language in ("zh", "en"):
        assert all(Text(language)(f"order.{name}") for name in (*ORDERS, "sounded"))


def test_a_view_of_which_nothing_is_known_any_more_is_shown_as_it_stands() -> None:
    assert "scene=flow&bogus=1" in text_of(card(row(query="scene=flow&bogus=1")))


def test_no_wall_is_configured() -> None:
    drawn = draw(of(), context())[empty_of(PanelId.WALLS)]["children"]
    assert text_of(drawn).startswith("没有配置任何大屏")
