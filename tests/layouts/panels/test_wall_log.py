from typing import Any

import pytest

from layouts.panels.wall_log import WallLogId, draw
from tests.layouts.frames.wall_log import full, of, row
from tests.layouts.reading import text_of
from tests.layouts.samples import context


def lines(*given: dict[str, Any], **view: Any) -> list[list[str]]:
    drawn = draw(of(*given), context(**view))[WallLogId.ROWS]["children"]
    return [[text_of(part) for part in line.children] for line in drawn]


def test_who_ordered_what_when_of_which() -> None:
    assert lines(row()) == [["11-22 14:31:08", "值班长", "下一个", "", "主屏"]]
    assert lines(row(), language="en") == [["11-22 14:31:08", "值班长", "Next", "", "主屏"]]


@pytest.mark.parametrize(
    ("order", "zh", "en"),
    [
        ("play", "#3", "#3"),
        ("hold", "#7", "#7"),
        ("sounded", "#7", "#7"),
        ("show", "事件流转 · s1 · 近 7 天", "Event flow · s1 · last 7 days"),
        ("touch", "", ""),
    ],
)
def test_the_detail_in_words(order: str, zh: str, en: str) -> None:
    assert lines(row(order))[0][3] == zh
    assert lines(row(order), language="en")[0][3] == en


def test_a_view_that_is_none_any_more_stands_as_it_was_given() -> None:
    assert lines(row("show", detail="scene=flow&bogus=1"))[0][3] == "scene=flow&bogus=1"


def test_every_order_has_a_line() -> None:
    drawn = draw(full(), context())[WallLogId.ROWS]["children"]
    assert len(drawn) == len(full())
