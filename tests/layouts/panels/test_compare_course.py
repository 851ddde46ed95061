from layouts.panels.compare_course import CompareCourseId, draw
from tests.layouts import samples
from tests.layouts.frames import compare_course
from tests.layouts.reading import text_of


def test_lanes_tell_the_totals_of_both_sides() -> None:
    lanes = draw(compare_course.full(), samples.context())[CompareCourseId.LANES]["children"]
    assert [text_of(lane) for lane in lanes] == ["上报6660", "办结4444", "在办112112"]


def test_both_lines_of_a_lane_have_one_scale_and_differ_by_more_than_colour() -> None:
    drawn = draw(compare_course.full(), samples.context())
    traces = drawn[CompareCourseId.GRAPH]["figure"]["data"]
    lines = [trace for trace in traces if trace["line"]["width"] == 2]
    assert [trace["line"]["dash"] for trace in lines] == ["4px,3px", "solid"] * 3
    other, own = lines[:2]
    # Bar 5 holds five cases of either side, bar 6 six of this one and none of the other.
    assert own["y"][10] == other["y"][10]
    assert own["y"][12] == max(y for y in own["y"] if y is not None)
    # The last bar is still to come.
    assert own["y"][-1] is None
    assert other["y"][-1] is not None


def test_a_lane_that_begins_above_nought_says_where() -> None:
    ends = draw(compare_course.full(), samples.context())[CompareCourseId.ENDS]["children"]
    assert [(one.className, text_of(one)) for one in ends] == [
        ("top", "6"),
        ("top", "4"),
        ("top", "112"),
        ("foot", "80"),
    ]
