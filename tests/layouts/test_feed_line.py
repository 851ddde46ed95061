from typing import Any

import pytest

from data_access.clock import HOUR, MINUTE, SECOND
from data_access.frames.feeds import Feed, Feeds
from data_access.statistics.arrivals import Arrivals
from layouts.feed_line import draw_feeds, sample_mark
from layouts.ids import PageId
from layouts.text import Text
from tests.layouts.reading import components, text_of
from tests.layouts.samples import NOW, context


def feed(**given: Any) -> Feed:
    whole = {
        "source": "hotline",
        "label": "12345热线",
        "sample": False,
        "status": "n",
        "received_at": NOW - 3 * SECOND,
        "case_at": NOW - 9 * MINUTE,
        "cadence": HOUR,
        "lag": 2.4,
        "rate": 46,
        "usual": 38.2,
        "held": 0,
    }
    return Feed(**{**whole, **given})


def drawn(*sources: Feed, statistics: Arrivals | None = None, held: tuple[int, int] = (0, 0), **view: Any) -> Any:
    live = "as_of" not in view
    found = Feeds(sources, statistics, *held, live)
    return draw_feeds(found, context(**view))[PageId.FEEDS]["children"]


def ages(node: Any) -> list[tuple[str, str]]:
    found = [one.to_plotly_json()["props"] for one in components(node)]
    return [(one["data-since"], one.get("data-word", "")) for one in found if "data-since" in one]


def test_a_sound_source_has_its_age_lag_and_rate() -> None:
    line = drawn(feed())
    assert text_of(line) == "数据源12345热线延迟 2 秒46 件/时（常态 38）待补正 0 / 0"
    assert ages(line) == [(str(NOW - 3 * SECOND), "")]
    (entry,) = [one for one in components(line) if getattr(one, "className", "") == "feed n"]
    assert "2026-11-22 14:32:05" in entry.title
    assert "60 分" in entry.title


@pytest.mark.parametrize(("status", "symbol"), [("late", "sym warn"), ("stopped", "sym gone")])
def test_what_does_not_come_counts_from_its_newest_case_with_a_word_and_a_shape(status: str, symbol: str) -> None:
    line = drawn(feed(status=status))
    assert ages(line) == [(str(NOW - 9 * MINUTE), status)]
    assert symbol in [getattr(one, "className", "") for one in components(line)]
    assert "延迟" not in text_of(line)


def test_unknown_is_said_and_is_not_nought() -> None:
    nothing = feed(status="never", received_at=None, case_at=None, lag=None, rate=None, usual=None)
    assert text_of(drawn(nothing)).startswith("数据源12345热线尚无数据")
    assert text_of(drawn(feed(usual=None, lag=None), language="en")).startswith("Sources12345热线46/h")
    assert text_of(drawn(feed(usual=0.0, rate=0, lag=None))).startswith("数据源12345热线0 件/时（常态 0）")


def test_a_lag_of_a_minute_stands_apart() -> None:
    for lag, classes in ((59.0, "lg"), (60.0, "lg high")):
        assert classes in [getattr(one, "className", "") for one in components(drawn(feed(lag=lag)))]


def test_as_of_the_past_the_age_is_that_of_the_case() -> None:
    assert ages(drawn(feed(received_at=None, lag=None), as_of=NOW)) == [(str(NOW - 9 * MINUTE), "")]


def test_the_statistics_are_one_entry() -> None:
    line = drawn(statistics=Arrivals(NOW, 12.0, 400, 109, 4, 1), held=(3, 41))
    assert text_of(line) == "数据源统计上报4 项滞后1 项已停更待补正 3 / 41"
    assert "109" in next(one.title for one in components(line) if getattr(one, "className", "") == "feed stopped")
    assert "held some" in [getattr(one, "className", "") for one in components(line)]


def test_samples_are_marked_at_the_source_and_in_the_header() -> None:
    assert "样" in text_of(drawn(feed(sample=True)))
    assert "样" not in text_of(drawn(feed()))
    mark = sample_mark(Text("zh"), ["热线", "网格员"])
    assert text_of(mark["children"]) == "样例数据样例"
    assert "热线、网格员" in mark["title"]
    assert sample_mark(Text("en"), []) == {"children": None, "title": None}
