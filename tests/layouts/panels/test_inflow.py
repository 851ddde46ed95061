import pytest

from data_access.clock import HOUR
from layouts.ids import InflowId
from layouts.names import width
from layouts.panels.inflow import WIDE, draw
from tests.layouts import samples
from tests.layouts.reading import links_of, text_of


def test_each_source_filters_and_filters_again_to_lift() -> None:
    names = draw(samples.inflow(2), samples.context())[InflowId.NAMES]["children"]
    assert links_of(names) == ["?source=source-0", "?source=source-1"]
    again = draw(samples.inflow(2), samples.context(source="source-0"))[InflowId.NAMES]["children"]
    assert links_of(again)[0] == "?"


def test_bars_of_all_rows_are_one_trace_scaled_row_by_row() -> None:
    figure = draw(samples.inflow(3, 24), samples.context())[InflowId.GRAPH]["figure"]
    bars = next(trace for trace in figure["data"] if trace["type"] == "bar")
    assert len(bars["y"]) == 3 * 24
    tops = [base + height for base, height in zip(bars["base"], bars["y"], strict=True)]
    assert max(tops[:24]) <= 3
    assert max(tops[24:48]) <= 2


def test_a_silent_source_says_for_how_long() -> None:
    drawing = draw(samples.inflow(1, silent=True, last_at=samples.NOW - 6 * HOUR), samples.context())
    assert text_of(drawing[InflowId.TOTALS]["children"]) == "906 时"


@pytest.mark.parametrize(("buckets", "first"), [(24, "昨15时"), (9, "6时")])
def test_the_axis_begins_with_the_first_hour_and_ends_now(buckets: int, first: str) -> None:
    axis = [text_of(mark) for mark in draw(samples.inflow(1, buckets), samples.context())[InflowId.AXIS]["children"]]
    assert axis[0] == first
    assert axis[-1] == "现在"


def test_a_frozen_axis_ends_at_its_hour() -> None:
    axis = draw(samples.inflow(1), samples.context(as_of=samples.NOW))[InflowId.AXIS]["children"]
    assert text_of(axis[-1]) == "15时"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("buckets", [3, 9, 13, 24])
def test_labels_of_the_axis_do_not_touch_where_it_is_narrow(language: str, buckets: int) -> None:
    axis = draw(samples.inflow(1, buckets), samples.context(language=language))[InflowId.AXIS]["children"]
    edges = []
    for place, mark in enumerate(axis):
        at, wide = float(mark.style["left"].rstrip("%")) / 100 * WIDE, width(text_of(mark))
        start = at - wide * (0 if place == 0 else 1 if place == len(axis) - 1 else 0.5)
        edges += [start, start + wide]
    assert edges == sorted(edges)
