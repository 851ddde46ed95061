"""Moments on an axis: where they lie, that their names never touch nor leave it, and that none is lost."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR
from layouts.moments import (
    GAP,
    WIDTHS,
    Mark,
    linear,
    marks_of,
    moment_key,
    moment_marks,
    painted,
    place_labels,
    stepped,
)
from layouts.names import width
from tests.layouts import samples
from tests.layouts.reading import components, text_of

START, END = samples.NOW - DAY, samples.NOW
AXIS = linear(START, END)


def told(hours: float, label: str = "暴雨", *, lasts: float | None = None, **more: Any) -> dict[str, Any]:
    at = START + int(hours * HOUR)
    end = None if lasts is None else at + int(lasts * HOUR)
    return {"start_at": at, "end_at": end, "kind": "weather", "label": label, "areas": [], **more}


def shown(*moments: dict[str, Any], at: str = "wide", language: str = "zh") -> list[str]:
    made = moment_marks(moments, AXIS, samples.context(language=language))
    return [text_of(one) for one in components(made) if f" {at}" in getattr(one, "className", "")]


words = st.text("暴雨Rainstorm ", min_size=1, max_size=40)
spots = st.lists(st.tuples(st.floats(0, 1), words, st.sampled_from(["天气", "Campaign"])), max_size=12)


@given(spots, st.sampled_from(sorted(WIDTHS.values())))
def test_names_neither_touch_nor_leave_the_axis_and_none_is_lost(
    places: list[tuple[float, str, str]], wide: float
) -> None:
    marks = [Mark(at, at, 0, label, kind, label) for at, label, kind in sorted(places)]
    labels = place_labels(marks, wide)
    assert [mark for label in labels for mark in label.marks] == marks
    for label in labels:
        assert -1e-9 <= label.left <= label.right <= wide + 1e-9
        assert width(label.words) <= label.right - label.left + 1e-9
    for one, other in pairwise(labels):
        assert one.right + GAP <= other.left + 1e-9
        # On a wider axis they are no nearer: what begins at a share stays behind what ends at one.
        assert (one.right if one.before else one.left) < (other.right if other.before else other.left)


def test_those_near_one_another_are_one_with_how_many_more() -> None:
    assert shown(told(2), told(3, "停电"), told(20, "新规")) == ["暴雨 +1", "新规"]
    assert shown(told(2), told(3, "停电"), told(20, "新规"), at="narrow") == ["暴雨 +2"]
    assert shown(told(2), told(12, "停电")) == ["暴雨", "停电"]


def test_without_room_for_the_name_the_kind_stands() -> None:
    long = told(2, "大范围强降雨红色预警")
    assert shown(long) == ["大范围强降雨红色预警"]
    assert shown(long, at="narrow") == ["天气"]
    assert shown(told(2, "Heavy rain all over the district"), at="narrow", language="en") == ["Weather"]


def test_everything_is_said_when_pointed_at() -> None:
    rain = told(2, lasts=2, areas=["东门街道", "城北街道"])
    made = moment_marks([rain, told(2.5, "停电")], AXIS, samples.context())
    (label,) = [one for one in components(made) if " wide" in getattr(one, "className", "")]
    everything = "天气：暴雨（东门街道、城北街道），11-21 16:32 – 18:32\n天气：停电，11-21 17:02"
    assert label.title == getattr(label, "aria-label") == everything
    assert label.role == "note"
    several = moment_marks([told(20, lasts=10)], AXIS, samples.context(language="en"))
    assert several[-1].title == "Weather: 暴雨, 11-22 10:32 – 20:32"


def test_only_what_lies_on_the_axis_is_on_it_and_a_span_is_cut_at_its_ends() -> None:
    moments = [told(-3), told(-3, "早", lasts=6), told(24, "末"), told(23, "晚", lasts=9), told(25)]
    found = marks_of(moments, AXIS, samples.context())
    assert [(mark.label, mark.start, mark.end) for mark in found] == [
        ("早", 0.0, 3 / 24),
        ("晚", 23 / 24, 1.0),
        ("末", 1.0, 1.0),
    ]
    assert shown(told(-3), told(25)) == []
    assert moment_marks(None, AXIS, samples.context()) == []


def test_an_instant_is_a_line_and_a_span_a_band_behind_its_line() -> None:
    line, span = (marks_of([one], AXIS, samples.context()) for one in (told(6), told(6, lasts=6)))
    assert painted(line) == "var(--moment-line) 25.00% 0 / var(--hairline) 100% no-repeat"
    # A layer a quarter wide that is to begin at a quarter stands at a third of what is left.
    assert painted(span).endswith(", var(--moment-band) 33.33% 0 / 25.00% 100% no-repeat")
    assert painted(marks_of([told(-5, lasts=40)], AXIS, samples.context())).endswith("0.00% 0 / 100.00% 100% no-repeat")
    assert painted([]) == "none"


def test_points_that_stand_for_periods_hold_what_happens_in_them() -> None:
    share = stepped([START + day * DAY for day in range(5)])
    assert [share(START + int(days * DAY)) for days in (0, 0.9, 1, 4, 4.9)] == [0.0, 0.0, 0.25, 1.0, 1.0]
    assert share(START - 1) < 0


def test_the_key_names_the_newest_first_and_says_how_many_more() -> None:
    made = moment_key([told(1, "甲"), told(2, "乙"), told(22, "丙")], AXIS, samples.context())

    def key(at: str) -> list[str]:
        return [text_of(one) for one in made if at in one.className.split()]

    assert key("narrow") == ["3 项标注"]
    assert key("medium") == ["11/22 丙", "11/21 乙", "另 1 项"]
    assert key("wide") == ["11/22 丙", "11/21 乙", "11/21 甲"]
    crowd = moment_key([told(1, "大范围强降雨红色预警")], AXIS, samples.context())
    assert [text_of(one) for one in crowd] == ["1 项标注", "11/21 大范围强降雨红色预警"]
