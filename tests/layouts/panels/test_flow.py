from layouts.ids import FlowId, PanelId, unit_of
from layouts.panels.flow import draw
from tests.layouts import samples
from tests.layouts.reading import text_of


def test_names_stocks_and_dwell() -> None:
    drawing = draw(samples.flow(), samples.context())
    assert [text_of(stage) for stage in drawing[FlowId.STAGES]["children"]] == [
        "采集",
        "流转",
        "核实",
        "处置",
        "评价",
        "归档",
    ]
    assert text_of(drawing[FlowId.FIGURES]["children"][3]) == "16040 分"
    assert text_of(drawing[FlowId.FIGURES]["children"][5]) == "24024 时"
    assert text_of(drawing[unit_of(PanelId.FLOW)]["children"])


def test_excess_is_amber_only_where_a_stage_is_past_its_limit() -> None:
    context = samples.context()

    def amber(**changes: object) -> int:
        figure = draw(samples.flow(**changes), context)[FlowId.GRAPH]["figure"]
        return sum(trace.get("fillcolor") == context.theme["warn"] for trace in figure["data"])

    assert amber() == 2
    assert amber(status="n") == 0


def test_without_a_past_there_is_no_usual_line() -> None:
    traces = draw(samples.flow(usual=None), samples.context())[FlowId.GRAPH]["figure"]["data"]
    assert not [trace for trace in traces if "dash" in trace["line"]]


def test_the_band_stays_in_its_box_when_nothing_is_open() -> None:
    traces = draw(samples.flow(open=0, usual=0), samples.context())[FlowId.GRAPH]["figure"]["data"]
    assert all(abs(y) <= 1 for trace in traces for y in trace["y"])
