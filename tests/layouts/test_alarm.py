"""Times that run, and where a takeover leads."""

import pytest

from data_access.clock import HOUR, MINUTE, SECOND
from data_access.view import View
from layouts.alarm import away, clock, length, opened, running, short_length
from layouts.text import Text
from tests.layouts.samples import NOW, context

ZH = Text("zh")


@pytest.mark.parametrize(
    ("seconds", "whole", "short"),
    [
        (-5, "00:00", "00:00"),
        (0.9, "00:00", "00:00"),
        (341, "05:41", "05:41"),
        (3599, "59:59", "59:59"),
        (3600, "1:00:00", "1:00"),
        (99 * 3600 + 61, "99:01:01", "99:01"),
        (100 * 3600, "4 天", "4 天"),
    ],
)
def test_lengths(seconds: float, whole: str, short: str) -> None:
    assert (length(ZH, seconds), short_length(ZH, seconds)) == (whole, short)


def test_the_browser_counts_on_unless_it_is_over_or_past() -> None:
    since = NOW - 90 * SECOND

    def props(**given: int) -> dict[str, object]:
        end = given.pop("until", None)
        found: dict[str, object] = running(context(**given), since, end).to_plotly_json()["props"]
        return found

    assert props() == {"children": ["01:30"], "className": "n", "data-run": str(since)}
    assert props(until=NOW - MINUTE) == {"children": ["00:30"], "className": "n"}
    assert props(as_of=NOW) == {"children": ["01:30"], "className": "n"}


def test_a_time_of_another_day_has_its_date() -> None:
    assert clock(NOW, context()) == "14:32:08"
    assert clock(NOW - 24 * HOUR, context()) == "11-21 14:32"
    assert clock(None, context()) == "—"


def test_to_another_warning_and_away_keep_the_rest_of_the_view() -> None:
    view = View(scene="takeover", area="s1", window="7d", focus="warning:3", language="en")
    assert opened(view, 9).to_query() == "scene=takeover&area=s1&window=7d&focus=warning:9&lang=en"
    assert away(view).to_query() == "area=s1&window=7d&lang=en"
